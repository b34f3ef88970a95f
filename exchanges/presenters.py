"""What the sheets of structures and exchanges show to one reader, on the site being read."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from wagtail.models import Page, Site

from cms.core.disclosure import Circle, contacts_for, may_read, position
from cms.core.links import counterparts, linked_pages, localised
from cms.core.models import SharedPage, Theme
from cms.core.readers import circle_for
from cms.core.visitors import private
from exchanges.cards import (
    exchange_cards,
    for_exchange_cards,
    for_structure_cards,
    structure_cards,
    who,
)
from exchanges.conversations.reach import answer_url
from exchanges.facts import address_of, exchange_facts, organisation_facts
from exchanges.jsonld import exchange_data, organisation_data, script
from exchanges.matching.shown import answering
from exchanges.models import ExchangePage, OrganisationPage, Tier
from exchanges.structures.shown import ways_in
from sites.networks import networks_of, site_of_request

MOST_EXCHANGES = 12
MOST_SIMILAR = 3


def organisation_context(page: OrganisationPage, request: HttpRequest) -> dict[str, Any]:
    """The context of a structure's sheet."""
    circle = circle_for(request.user, page)
    pages = counterparts(linked_pages(page.body), request)
    context = {
        **_sheet(page, request, circle, pages, list(page.themes.all())),
        "facts": organisation_facts(page, circle),
        "source": source_of(page, request, author=""),
        "exchanges": exchange_cards(exchanges_of(page, request), request),
        **ways_in(page, request),
    }
    return {**context, "json_ld": _told(page, organisation_data(page, context, _postal(page, circle)))}


def exchange_context(page: ExchangePage, request: HttpRequest) -> dict[str, Any]:
    """The context of an offer or a need."""
    circle = circle_for(request.user, page)
    pages = counterparts(_mentioned(page), request)
    methods = [method.name for method in page.methods.all()]
    themes = list(page.themes.all())
    context = {
        **_sheet(page, request, circle, pages, themes),
        "facts": exchange_facts(page, methods),
        "source": source_of(page, request, author=who(page, request)),
        "organisation": _organisation(page, pages, request),
        "sense": page.sense,
        "sense_label": page.get_sense_display(),
        "type_label": page.get_type_display(),
        "methods": methods,
        "terms": page.terms,
        "expires_on": page.expires_on,
        "answer_url": answer_url(page, request),
        **_answers(page, themes, request),
    }
    return {**context, "json_ld": _told(page, exchange_data(page, context))}


def _sheet(
    page: OrganisationPage | ExchangePage,
    request: HttpRequest,
    circle: Circle,
    pages: dict[int, Page],
    themes: list[Theme],
) -> dict[str, Any]:
    """What every kind of sheet shows; `themes` are the author's, others are the site's. Nobody answers for a page that is over: it shows no contact."""
    contacts, more_for_members = ([], False) if page.is_expired else contacts_for(page, circle)
    return {
        "summary": page.summary,
        "body_html": localised(page.body, pages, request),
        "contacts": [_contact(contact) for contact in contacts],
        "more_for_members": more_for_members,
        "location": location_of(page, circle),
        "themes": [_link(page, request, theme.name, theme=theme.code) for theme in _with_local(themes, page)],
        "tags": [_link(page, request, tag.name, q=tag.name) for tag in page.tags.all()],
        "also_on": also_on(page, request),
        "editor_note": page.editor_note,
        "canonical_url": page.canonical_url,
        "meta_description": page.search_description or page.summary,
        "is_expired": page.is_expired,
        "noindex": page.is_expired,
    }


def _told(page: SharedPage, data: dict[str, Any]) -> str:
    """What search engines are told of a page: nothing once it is over."""
    return "" if page.is_expired else script(data)


def _contact(contact: Any) -> dict[str, str]:
    return {
        "medium": contact.medium,
        "medium_label": contact.get_medium_display(),
        "value": contact.value,
        "href": contact.href,
        "label": contact.label,
    }


def location_of(page: SharedPage, circle: Circle) -> dict[str, Any] | None:
    """Where the map of the sheet goes; precise only where the reader may know the place itself."""
    known = position(page, circle)
    if known["latitude"] is None or known["longitude"] is None:
        return None
    label = address_of(page, circle) if isinstance(page, OrganisationPage) else str(page.area or "")
    return {
        "lat": known["latitude"],
        "lng": known["longitude"],
        "precise": bool(known["location"]),
        "label": ", ".join(label.splitlines()) or page.title,
    }


def _postal(page: OrganisationPage, circle: Circle) -> dict[str, str]:
    if not may_read(page, "address", circle):
        return {}
    address = {"streetAddress": page.address, "postalCode": page.postcode, "addressLocality": page.city}
    return {name: value for name, value in address.items() if value}


def _with_local(themes: list[Theme], page: SharedPage) -> list[Theme]:
    """The author's themes, then those that this site added."""
    return list(dict.fromkeys([*themes, *page.local_themes.all()]))


def _link(page: Page, request: HttpRequest, label: str, **parameters: str) -> dict[str, str]:
    """A link to the list in which the page stands, narrowed."""
    url = page.get_url(request) or "/"
    return {"label": label, "url": f"{url.rstrip('/').rpartition('/')[0]}/?{urlencode(parameters)}"}


def source_of(page: SharedPage, request: HttpRequest, *, author: str) -> dict[str, str] | None:
    """Where a copy comes from: its author, unless that is the network itself, and its network."""
    if not page.is_copy:
        return None
    network = networks_of(request).get(page.origin_site_id or 0)
    site_name = network.name if network else page.origin_url.partition("://")[2].partition("/")[0]
    return {
        "name": "" if author.casefold() == site_name.casefold() else author,
        "site_name": site_name,
        "url": page.origin_url,
        "mark": network.mark if network else "",
        "primary": network.primary if network else "",
    }


def also_on(page: SharedPage, request: HttpRequest) -> list[dict[str, str]]:
    """The other sites on which visitors find the page; the one it comes from is named by its source."""
    others = type(page).objects.filter(uid=page.uid).exclude(pk=page.pk).current().defer("body")
    networks = networks_of(request)
    found = []
    for other in others.exclude(private(request)):
        parts = other.get_url_parts(request)
        network = networks.get(parts[0]) if parts else None
        if network and other.pk != page.origin_page_id:
            found.append({"name": network.name, "url": other.full_url or ""})
    return sorted(found, key=lambda each: each["name"])


def exchanges_of(page: OrganisationPage, request: HttpRequest) -> Iterable[ExchangePage]:
    """What the structure offers and seeks, as far as this site shows it."""
    site = site_of_request(request)
    if site is None:
        return []
    pages = (
        ExchangePage.objects.current()
        .exclude(private(request))
        .on_site(site)
        .filter(organisation__uid=page.uid)
    )
    return for_exchange_cards(pages.order_by("-featured", "-first_published_at", "-pk"))[:MOST_EXCHANGES]


def _answers(page: ExchangePage, themes: list[Theme], request: HttpRequest) -> dict[str, Any]:
    """What else the site has for somebody who reads this: what could answer it, then what is like it."""
    site = site_of_request(request)
    exchanges, structures = (
        _counterparts(page, site, request, kind, load)
        for kind, load in ((ExchangePage, for_exchange_cards), (OrganisationPage, for_structure_cards))
    )
    met = {each.pk for each in exchanges}
    return {
        "answers": exchange_cards(exchanges, request),
        "structures": structure_cards(structures, request),
        "similar": exchange_cards(
            (each for each in similar_to(page, themes, request) if each.pk not in met), request
        ),
    }


def _counterparts(
    page: ExchangePage, site: Site | None, request: HttpRequest, kind: Any, load: Any
) -> list[Any]:
    if site is None or page.is_expired:
        return []
    found = answering(
        page=page,
        site=site,
        kind=kind,
        hidden=private(request),
        most=MOST_SIMILAR,
        least=Tier.CLOSE,
        load=load,
    )
    return [each.page for each in found]


def similar_to(page: ExchangePage, themes: list[Theme], request: HttpRequest) -> Iterable[ExchangePage]:
    """The newest exchanges of the site that share one of these themes."""
    site = site_of_request(request)
    if site is None or not themes:
        return []
    pages = ExchangePage.objects.current().exclude(private(request)).on_site(site).exclude(uid=page.uid)
    sharing = ExchangePage.themes.through.objects.filter(theme__in=themes).values("exchangepage_id")
    newest = pages.filter(pk__in=sharing).order_by("-first_published_at", "-pk")
    return for_exchange_cards(newest)[:MOST_SIMILAR]


def _mentioned(page: ExchangePage) -> set[int]:
    own = {page.organisation_id} if page.organisation_id else set()
    return linked_pages(page.body) | own


def _organisation(page: ExchangePage, pages: dict[int, Page], request: HttpRequest) -> dict[str, str] | None:
    """The structure behind the exchange, on this site if it is here, else where it was typed."""
    there = pages.get(page.organisation_id or 0)
    if there is None or page.organisation is None:
        return None
    url = there.get_url(request) or ""
    return {"title": page.organisation.title, "url": url, "summary": page.organisation.summary}
