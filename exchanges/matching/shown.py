"""What one site shows of the matches of a page that stands on it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.models import SharedPage, Theme
from exchanges.models import Match, Method, Tier

MOST = 12
# Of more nobody is shown anything: they are drawn from, so that all have their turn.
DRAWN_FROM = 1000
Load = Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True)
class Counterpart:
    """A page of the site that could answer, and the match that says so."""

    page: Any
    match: Match


def lightly(pages: QuerySet[Any]) -> QuerySet[Any]:
    """The pages with what a line says of them."""
    return pages.select_related("area").defer("body")


def answering(
    *,
    page: SharedPage,
    site: Site,
    kind: type[SharedPage],
    hidden: Q | None = None,
    beyond: Collection[str] = (),
    most: int = MOST,
    least: Tier = Tier.WORTH_A_LOOK,
    load: Load = lightly,
) -> list[Counterpart]:
    """The pages of that kind on the site that match the page, or the page's origin, best tier first.

    `beyond` are the levels of sharing with which a page that stands elsewhere may be shown here too.
    Within a tier the order is drawn anew each time: nobody comes first for having a short name or a
    low number. Pages that fulfil `hidden` and matches below the tier `least` are left out; `load` says what is read with the others.
    """
    origin = page.origin_page_id or page.pk
    standing = _standing(kind, site, origin, hidden)
    if beyond:
        standing = {**_elsewhere(kind, origin, beyond), **standing}
    if not standing:
        return []
    found = Match.objects.current().of([origin]).filter(_among(standing), tier__lte=least)
    rows = found.order_by("tier", "?")[:most]
    matches = {row.counterpart_id if row.exchange_id == origin else row.exchange_id: row for row in rows}
    pages = load(kind.objects.all()).in_bulk([standing[each] for each in matches])
    return [
        Counterpart(pages[standing[each]], row) for each, row in matches.items() if standing[each] in pages
    ]


def _standing(kind: type[SharedPage], site: Site, origin: int, hidden: Q | None) -> dict[int, int]:
    """The matching pages of the kind on the site: {id of the origin: id of what stands here}."""
    pages = _matching(kind.objects.current().on_site(site).filter(alias_of=None), origin)
    if hidden is not None:
        pages = pages.exclude(hidden)
    return dict(pages.values_list("at_origin", "pk")[:DRAWN_FROM])


def _elsewhere(kind: type[SharedPage], origin: int, sharings: Collection[str]) -> dict[int, int]:
    """The same for originals, wherever they were typed, that may go as far as here."""
    pages = kind.objects.origins().current().public().filter(sharing__in=sharings)
    return dict(_matching(pages, origin).values_list("at_origin", "pk")[:DRAWN_FROM])


def _matching(pages: QuerySet[Any], origin: int) -> QuerySet[Any]:
    """Those of the pages, originals or copies, that match the origin page; the newest first."""
    current = Match.objects.current()
    found = pages.annotate(at_origin=Coalesce("origin_page_id", "pk")).filter(
        Q(at_origin__in=current.filter(exchange=origin).values("counterpart"))
        | Q(at_origin__in=current.filter(counterpart=origin).values("exchange"))
    )
    return found.order_by("-first_published_at", "pk")


def _among(standing: Collection[int]) -> Q:
    return Q(exchange__in=list(standing)) | Q(counterpart__in=list(standing))


def sayer(rows: Collection[Match]) -> Callable[[Match], list[str]]:
    """A function that puts the reasons of these matches into words; one query for themes, one for methods."""
    themes = _named(Theme.objects, {code for row in rows for code in row.reasons["themes"]})
    methods = _named(Method.objects, {code for row in rows for code in row.reasons["methods"]})

    def say(row: Match) -> list[str]:
        said = [themes[code] for code in row.reasons["themes"] if code in themes]
        said += [methods[code] for code in row.reasons["methods"] if code in methods]
        km = row.reasons["km"]
        return said if km is None else [*said, distance(km)]

    return say


def distance(km: int) -> str:
    """How far it is, in words."""
    return _("%(km)s km away") % {"km": km} if km else _("on the spot")


def _named(manager: Any, codes: Collection[str]) -> dict[str, str]:
    return {row.code: row.name for row in manager.filter(code__in=codes)} if codes else {}
