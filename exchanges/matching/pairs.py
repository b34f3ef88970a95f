"""Finds the pairs in the database: four statements, whatever the number of pages.

Two pages can match where both are shown: on one site at least. So a match reaches as far as the copies
do, and never past what their authors allowed. Places are compared as anybody may know them.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Site

from cms.core.disclosure import Circle
from cms.core.models import SharedPage, Theme
from cms.core.models.themes import Scheme
from exchanges.models import ExchangePage, OrganisationPage, Sense
from exchanges.places import KM_A_DEGREE, NEAR_KM, known

POOLING = "pooling"
STRUCTURE = "structure"
NEED_AND_OFFER = (Sense.NEED, Sense.OFFER)
KINDS = (*NEED_AND_OFFER, STRUCTURE)
CHUNK = 2000
Roots = list[tuple[str, int]]


class Pair(NamedTuple):
    """Two origins and one theme by which they meet.

    `step` says how: 1 by the same theme, 2 by a narrower one of the counterpart's, 3 by a broader one.
    `kind` and `other_kind` are types of exchange, the latter empty for a structure. The places are in
    degrees, None where nothing is known; `wide` where one of them is more than a commune.
    """

    exchange: int
    counterpart: int
    theme: str
    step: int
    kind: str
    other_kind: str
    latitude: float | None
    longitude: float | None
    other_latitude: float | None
    other_longitude: float | None
    wide: bool


class Side(NamedTuple):
    """Pages that may meet others; the ids of those to begin with, or None for all; the one site, if it is one."""

    pages: QuerySet[Any]
    asked: list[int] | None
    only: int | None


# Activities only: everybody is for “short circuits”, which alone is no reason to write to anybody.
KIN = """
    SELECT one.id AS one, other.id AS other, one.code AS code, CASE WHEN one.id = other.id THEN 1
        WHEN length(other.path) > length(one.path) THEN 2 ELSE 3 END AS step
    FROM {theme} one JOIN {theme} other
      ON substr(other.path, 1, length(one.path)) = one.path
      OR substr(one.path, 1, length(other.path)) = other.path
    WHERE one.scheme = %s AND other.scheme = %s {narrowed}
"""
# Few pages have few themes: their kin is found without comparing every theme with every other.
OF_A = "AND one.id IN (SELECT theme_id FROM {themes_a} WHERE exchangepage_id IN (SELECT at_page FROM a))"
OF_B = "AND other.id IN (SELECT theme_id FROM {themes_b} WHERE {owner}_id IN (SELECT at_page FROM b))"
# On the flat; the cosine of the latitude by its series, for SQLite may know no trigonometry.
SQUARE = "a.at_latitude * a.at_latitude"
COSINE = f"(1 - {SQUARE} * 0.000152308 + {SQUARE} * {SQUARE} * 0.0000000038663)"
NORTH = "(a.at_latitude - b.at_latitude)"
EAST = f"((a.at_longitude - b.at_longitude) * {COSINE})"
# Whoever names no place is for everywhere; a structure also goes wherever its area of action contains.
NEAR = f"""(
    (a.at_place IS NULL AND a.at_latitude IS NULL)
    OR (b.at_place IS NULL AND b.at_latitude IS NULL AND b.at_reach IS NULL)
    OR b.at_reach IN (a.at_place, a.at_epci, a.at_departement, a.at_region)
    OR {NORTH} * {NORTH} + {EAST} * {EAST} <= %s
    OR a.at_place IN (b.at_place, b.at_epci, b.at_departement, b.at_region)
    OR b.at_place IN (a.at_epci, a.at_departement, a.at_region)
)"""
# One in common, or left open by one of them.
METHODS_MEET = """(
    NOT EXISTS (SELECT 1 FROM {methods} m WHERE m.exchangepage_id = a.at_page)
    OR NOT EXISTS (SELECT 1 FROM {methods} n WHERE n.exchangepage_id = b.at_page)
    OR EXISTS (SELECT 1 FROM {methods} m JOIN {methods} n ON n.method_id = m.method_id
               WHERE m.exchangepage_id = a.at_page AND n.exchangepage_id = b.at_page)
)"""
ONCE = "a.at_origin < b.at_origin"
# SQLite joins crosswise in the order given, and needs to be given it: left alone it compares every
# page with every other. PostgreSQL takes its own.
JOINED = ("a", "{themes_a} ta", "kin", "{themes_b} tb", "b")
STATEMENT = """
    WITH a AS ({seekers}), b AS ({answers}), kin AS MATERIALIZED ({kin})
    SELECT DISTINCT a.at_origin, b.at_origin, kin.code, kin.step, a.at_kind, b.at_kind,
        a.at_latitude, a.at_longitude, b.at_latitude, b.at_longitude,
        COALESCE(a.at_level, 'commune') <> 'commune' OR COALESCE(b.at_level, 'commune') <> 'commune'
    FROM {joined}
    WHERE ta.exchangepage_id = a.at_page AND kin.one = ta.theme_id
      AND tb.theme_id = kin.other AND tb.{owner}_id = b.at_page
      AND {same_site} AND a.at_origin <> b.at_origin
      AND COALESCE(a.at_owner, 0) <> COALESCE(b.at_owner, -1)
      AND {near} AND {also}
"""


def pairs(*, origins: Collection[int] | None = None) -> Iterator[Pair]:
    """Every pair that holds now, once a theme; if origins are given, those in which one has a part."""
    roots = _roots()
    asked = None if origins is None else _asked(origins)
    sites = {_site_of(path, roots) for pages in asked.values() for path in pages.values()} if asked else set()
    only = next(iter(sites)) if len(sites) == 1 else None
    ids = {kind: None if asked is None else list(asked[kind]) for kind in KINDS}
    exchanges, structures = shown(ExchangePage, roots, only), shown(OrganisationPage, roots, only)
    needs, offers = (Side(exchanges.filter(sense=sense), ids[sense], only) for sense in NEED_AND_OFFER)
    yield from _met(needs, offers, also=METHODS_MEET)
    yield from _met(needs, Side(structures, ids[STRUCTURE], only), also="1 = 1")
    for side in (needs, offers):
        pooled = side.pages.filter(methods__code=POOLING)
        first = side.asked and list(pooled.filter(pk__in=side.asked).values_list("pk", flat=True))
        yield from _met(Side(pooled, first, only), Side(pooled, first, only), also=ONCE)


def _asked(origins: Collection[int]) -> dict[str, dict[int, str]]:
    """Where these pages and their copies have a part, by sense or as structures: their ids with their paths."""
    found: dict[str, dict[int, str]] = {kind: {} for kind in KINDS}
    mine = Q(pk__in=origins) | Q(origin_page__in=origins)
    for pk, path, sense in ExchangePage.objects.filter(mine).order_by().values_list("pk", "path", "sense"):
        found[sense][pk] = path
    found[STRUCTURE] |= dict(OrganisationPage.objects.filter(mine).order_by().values_list("pk", "path"))
    return found


def shown(kind: type[SharedPage], roots: Roots | None = None, only: int | None = None) -> QuerySet[Any]:
    """Where the pages of the kind stand now, originals and copies: a row a page and site, or on one site."""
    is_exchange = kind is ExchangePage
    origin = Coalesce("origin_page_id", "pk")
    roots = _roots() if roots is None else roots
    columns: dict[str, Any] = {
        "at_page": F("pk"),
        "at_origin": origin,
        "at_site": _site(roots),
        # The structure behind it: nobody is told of what they published themselves.
        "at_owner": F("organisation_id") if is_exchange else origin,
        "at_kind": F("type") if is_exchange else Value("", output_field=CharField()),
        "at_place": F("area_id"),
        "at_reach": F("action_area_id") if not is_exchange else Cast(Value(None), IntegerField()),
        "at_latitude": known("latitude", kind, Circle.ANYBODY),
        "at_longitude": known("longitude", kind, Circle.ANYBODY),
    }
    around = ("level", "epci", "departement", "region")
    columns |= {f"at_{name}": F(f"area__{name}") for name in around}
    pages = kind.objects.current().public().filter(alias_of=None)
    for path, site in roots if only else ():
        # A root may stand below another one: what is below both is the lower one's, which comes first.
        pages = pages.filter(path__startswith=path) if site == only else pages.exclude(path__startswith=path)
        if site == only:
            break
    return pages.order_by().values(**columns)


def _roots() -> Roots:
    """The paths of the root pages of the sites with the ids of these, the deepest first."""
    return sorted(Site.objects.values_list("root_page__path", "pk"), key=lambda root: -len(root[0]))


def _site_of(path: str, roots: Roots) -> int | None:
    """The id of the site below whose root page a path leads."""
    return next((site for root, site in roots if path.startswith(root)), None)


def _site(roots: Roots) -> Case:
    """The same in the database."""
    cases = [When(path__startswith=path, then=Value(pk)) for path, pk in roots]
    return Case(*cases, default=None, output_field=IntegerField())


def _met(seekers: Side, answers: Side, *, also: str) -> Iterator[Pair]:
    if seekers.asked is None or answers.asked is None:
        yield from _found(seekers, answers, also)
        return
    # From each side by itself: either statement begins with the few pages asked for.
    if seekers.asked:
        few = seekers._replace(pages=seekers.pages.filter(pk__in=seekers.asked))
        yield from _found(few, answers, also, OF_A)
    if answers.asked:
        few = answers._replace(pages=answers.pages.filter(pk__in=answers.asked))
        yield from _found(seekers, few, also, OF_B, JOINED[::-1])


def _found(
    seekers: Side, answers: Side, also: str, kin_of: str = "", joined: Sequence[str] = JOINED
) -> Iterator[Pair]:
    (a, of_a), (b, of_b) = (side.pages.query.sql_with_params() for side in (seekers, answers))
    other = answers.pages.model
    themes = {
        "themes_a": ExchangePage.themes.through._meta.db_table,
        "themes_b": other.themes.through._meta.db_table,
        "owner": other._meta.model_name,
    }
    sql = STATEMENT.format(
        seekers=a,
        answers=b,
        kin=KIN.format(theme=Theme._meta.db_table, narrowed=kin_of.format(**themes)),
        joined=" CROSS JOIN ".join(joined).format(**themes),
        owner=themes["owner"],
        # Said where it tells something: databases guess that it leaves out nearly all.
        same_site="1 = 1" if seekers.only else "a.at_site = b.at_site",
        near=NEAR,
        also=also.format(methods=ExchangePage.methods.through._meta.db_table),
    )
    reach = (NEAR_KM / KM_A_DEGREE) ** 2
    schemes = (Scheme.ACTIVITY.value, Scheme.ACTIVITY.value)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*of_a, *of_b, *schemes, reach])
        while rows := cursor.fetchmany(CHUNK):
            yield from (Pair(*row) for row in rows)
