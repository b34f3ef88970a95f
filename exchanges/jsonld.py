"""schema.org descriptions of sheets, for search engines: only what this reader is shown anyway."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms.core.models import Medium, SharedPage
from cms.core.models.contacts import VOICE
from exchanges.models import ExchangePage, ExchangeType, OrganisationPage, Sense

# What ends a script element or a text in it, whatever is written in a page.
HARMLESS = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}
THINGS = {
    ExchangeType.PRODUCT: "Product",
    ExchangeType.SERVICE: "Service",
    ExchangeType.SKILL: "Service",
    ExchangeType.PREMISES: "Place",
}


def script(data: dict[str, Any]) -> SafeString:
    """The description as a script element that nothing in it can end."""
    said = {name: value for name, value in data.items() if value not in (None, "", [], {})}
    text = json.dumps({"@context": "https://schema.org", **said}, cls=DjangoJSONEncoder, ensure_ascii=False)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text.translate(HARMLESS)),  # noqa: S308 - escaped on the line itself
    )


def organisation_data(
    page: OrganisationPage, context: dict[str, Any], address: dict[str, str]
) -> dict[str, Any]:
    """A structure."""
    by_medium = _contacts(context)
    return {
        "@type": page.schema_type,
        **_common(page),
        "alternateName": page.acronym,
        "foundingDate": str(page.founded_year or ""),
        "address": {"@type": "PostalAddress", **address} if address else None,
        "location": _place(context),
        "telephone": by_medium.get("voice"),
        "email": by_medium.get(Medium.EMAIL),
        "sameAs": by_medium.get(Medium.WEBSITE),
    }


def exchange_data(page: ExchangePage, context: dict[str, Any]) -> dict[str, Any]:
    """An offer or a demand."""
    by = context["organisation"]
    return {
        "@type": "Offer" if page.sense == Sense.OFFER else "Demand",
        **_common(page),
        "itemOffered": {"@type": THINGS.get(ExchangeType(page.type), "Thing"), "name": page.title},
        "validFrom": page.first_published_at,
        "validThrough": page.expires_on,
        "areaServed": str(page.area or ""),
        "offeredBy": {"@type": "Organization", "name": by["title"]} if by else None,
    }


def _common(page: SharedPage) -> dict[str, Any]:
    return {
        "@id": page.identity,
        "url": page.canonical_url,
        "name": page.title,
        "description": page.summary,
    }


def _place(context: dict[str, Any]) -> dict[str, Any] | None:
    where = context["location"]
    if not where:
        return None
    point = {"@type": "GeoCoordinates", "latitude": where["lat"], "longitude": where["lng"]}
    return {"@type": "Place", "name": where["label"], "geo": point}


def _contacts(context: dict[str, Any]) -> dict[str, str]:
    """The first contact of each medium."""
    found: dict[str, str] = {}
    for contact in context["contacts"]:
        found.setdefault("voice" if contact["medium"] in VOICE else contact["medium"], contact["value"])
    return found
