"""Facts: the short lines at the head of a sheet. Each is asked of disclosure first where it is guarded."""

from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.disclosure import Circle, may_read
from cms.core.templatetags.look import longdate
from exchanges.models import ExchangePage, OrganisationPage

Fact = dict[str, Any]


def fact(icon: str, label: str, value: Any, url: str = "") -> Fact:
    """One line: its icon, what it is about, what it says and where that leads."""
    return {"icon": icon, "label": label, "value": str(value), "url": url}


def said(*facts: Fact) -> list[Fact]:
    """Those of the facts that say something."""
    return [each for each in facts if each["value"]]


def organisation_facts(page: OrganisationPage, circle: Circle) -> list[Fact]:
    """What a structure is, from what people ask first."""
    return said(
        fact("map-pin", _("Where"), address_of(page, circle)),
        fact("clock", _("Opening hours"), page.opening_hours),
        fact("store", _("Family"), page.family or ""),
        fact("building-2", _("Legal status"), page.legal_status or ""),
        fact("hand-helping", _("Inclusion by economic activity"), page.inclusion or ""),
        fact("badge-check", _("Agreements"), names(page.agreements.all())),
        fact("users", _("Customers"), names(page.customers.all())),
        fact("briefcase", _("Workforce"), workforce_of(page)),
        fact("calendar", _("Founded in"), page.founded_year or ""),
        fact("info", _("SIRET"), spaced_siret(page.siret)),
    )


def exchange_facts(page: ExchangePage, methods: list[str]) -> list[Fact]:
    """Who, where, until when: an exchange at a glance."""
    return said(
        fact("map-pin", _("Where"), page.area or ""),
        fact("calendar", _("Until"), longdate(page.expires_on)),
        fact("repeat", _("How"), ", ".join(methods)),
        fact("user", _("Whom to ask for"), "" if page.is_expired else page.contact_name),
        fact("clock", _("Published on"), longdate(page.first_published_at)),
    )


def names(things: Any) -> str:
    """The names of terms, on one line."""
    return ", ".join(thing.name for thing in things)


def address_of(page: OrganisationPage, circle: Circle) -> str:
    """The postal address where the reader may know it, else the commune."""
    lines = []
    if may_read(page, "address", circle):
        lines = [page.address, f"{page.postcode} {page.city}".strip()]
    written = "\n".join(line for line in lines if line)
    return written if page.address and written else str(page.area or written)


def workforce_of(page: OrganisationPage) -> str:
    """The number of full-time equivalents, with its unit."""
    if page.workforce is None:
        return ""
    number = formats.number_format(page.workforce.normalize(), use_l10n=True)
    return ngettext("%(number)s full-time equivalent", "%(number)s full-time equivalents", _plural(page)) % {
        "number": number
    }


def _plural(page: OrganisationPage) -> int:
    """In French what is under two is one."""
    return int(page.workforce or 0)


def spaced_siret(siret: str) -> str:
    """A SIRET as it is read aloud: the company in threes, then the place."""
    return "\u00a0".join([siret[:3], siret[3:6], siret[6:9], siret[9:]]) if len(siret) == 14 else siret
