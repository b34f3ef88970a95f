"""“For you”: what somebody could answer now, on the site being read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.core.visitors import private
from exchanges.cards import exchange_cards, for_exchange_cards
from exchanges.matching.addressees import ORGANISATION, addressees_of, ids_of
from exchanges.matching.shown import DRAWN_FROM, sayer
from exchanges.models import ExchangePage, Match
from exchanges.people import exchanges_of
from sites.networks import site_of_request


@dataclass(frozen=True)
class Candidate:
    """An announcement that matches something of the reader's: by which match, and which page of theirs."""

    match: int
    origin: int
    by: int
    may_decline: bool


@dataclass(frozen=True)
class Suggestion:
    """The same as it is shown."""

    card: Any
    origin: int
    reasons: list[str]
    by: str
    tier_label: str
    may_decline: bool


def candidates(request: HttpRequest) -> list[Candidate]:
    """What the reader could answer on this site: the nearest tier first, within it in the order drawn."""
    site = site_of_request(request)
    if site is None:
        return []
    names = addressees_of(request.user)
    structures = ids_of(names, ORGANISATION)
    announcements = set(exchanges_of(request.user).order_by().values_list("pk", flat=True))
    found: dict[int, Candidate] = {}
    for each in _matching(structures, announcements):
        found.setdefault(each.origin, each)
    standing = _standing(found, site, request)
    return [each for origin, each in found.items() if origin in standing and origin not in announcements]


def _matching(structures: list[int], announcements: set[int]) -> Iterable[Candidate]:
    mine = [*structures, *announcements]
    rows = Match.objects.current().filter(Q(counterpart__in=mine) | Q(exchange__in=announcements))
    rows = rows.annotate(of_structure=F("counterpart__organisationpage__pk")).order_by("tier", "draw", "pk")
    shown = ("pk", "exchange_id", "counterpart_id", "of_structure", "news_id", "declined_at")
    for pk, exchange, counterpart, structure, news, declined in rows.values_list(*shown)[:DRAWN_FROM]:
        theirs = exchange if counterpart in mine else counterpart
        if (structure and theirs == counterpart) or (declined and news == theirs):
            continue
        yield Candidate(
            pk, theirs, counterpart if theirs == exchange else exchange, bool(structure) or news == theirs
        )


def _standing(origins: Iterable[int], site: Site, request: HttpRequest) -> set[int]:
    pages = _here(list(origins), site, request)
    return set(pages.order_by().values_list("at_origin", flat=True))


def _here(origins: list[int], site: Site, request: HttpRequest) -> QuerySet[Any]:
    """The pages that stand for these on the site, as visitors find them."""
    pages = ExchangePage.objects.current().on_site(site).filter(alias_of=None).exclude(private(request))
    return pages.annotate(at_origin=Coalesce("origin_page_id", "pk")).filter(at_origin__in=origins)


def suggestions(found: list[Candidate], request: HttpRequest) -> list[Suggestion]:
    """These as they are shown; the same queries for any number."""
    site = site_of_request(request)
    if site is None or not found:
        return []
    pages = {
        page.at_origin: page
        for page in for_exchange_cards(_here([each.origin for each in found], site, request))
    }
    here = [each for each in found if each.origin in pages]
    cards = exchange_cards((pages[each.origin] for each in here), request)
    rows = Match.objects.in_bulk([each.match for each in here])
    titles = dict(Page.objects.filter(pk__in=[each.by for each in here]).values_list("pk", "title"))
    say = sayer(list(rows.values()))
    return [
        Suggestion(
            card=card,
            origin=each.origin,
            reasons=say(rows[each.match]),
            by=titles.get(each.by, ""),
            tier_label=rows[each.match].get_tier_display(),
            may_decline=each.may_decline,
        )
        for each, card in zip(here, cards, strict=True)
    ]
