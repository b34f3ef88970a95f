"""Finds the pairs in the database: four statements, whatever the number of pages.

Two pages can match where both are shown: on one site at least. So a match reaches as far as the copies
do, and never past what their authors allowed. Places are compared as anybody may know them.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from wagtail.models import Site

from cms.core.disclosure import Circle
from cms.core.models import Area, SharedPage, Theme
from cms.core.models.themes import Scheme
from exchanges.models import ExchangePage, OrganisationPage, Sense
from exchanges.places import KM_A_DEGREE, NEAR_KM, known

POOLING = "pooling"
CHUNK = 2000


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


# Activities only: everybody is for “short circuits”, which alone is no reason to write to anybody.
KIN = """
    SELECT one.id AS one, other.id AS other, one.code AS code, CASE WHEN one.id = other.id THEN 1
        WHEN length(other.path) > length(one.path) THEN 2 ELSE 3 END AS step
    FROM {theme} one JOIN {theme} other
      ON substr(other.path, 1, length(one.path)) = one.path
      OR substr(one.path, 1, length(other.path)) = other.path
    WHERE one.scheme = %s AND other.scheme = %s
"""
# On the flat; the cosine of the latitude by its series, for SQLite may know no trigonometry.
SQUARE = "a.at_latitude * a.at_latitude"
COSINE = f"(1 - {SQUARE} * 0.000152308 + {SQUARE} * {SQUARE} * 0.0000000038663)"
NORTH = "(a.at_latitude - b.at_latitude)"
EAST = f"((a.at_longitude - b.at_longitude) * {COSINE})"
# Whoever names no place is for everywhere; a structure also goes wherever its area of action contains.
NEAR = f"""(
    (a.at_place IS NULL AND a.at_latitude IS NULL)
    OR (b.at_place IS NULL AND b.at_latitude IS NULL AND b.at_reach IS NULL)
    OR b.at_reach IN (around_a.id, around_a.epci_id, around_a.departement_id, around_a.region_id)
    OR {NORTH} * {NORTH} + {EAST} * {EAST} <= %s
    OR around_a.id IN (around_b.id, around_b.epci_id, around_b.departement_id, around_b.region_id)
    OR around_b.id IN (around_a.epci_id, around_a.departement_id, around_a.region_id)
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
        COALESCE(around_a.level, 'commune') <> 'commune' OR COALESCE(around_b.level, 'commune') <> 'commune'
    FROM {joined}
    LEFT JOIN {area} around_a ON around_a.id = a.at_place
    LEFT JOIN {area} around_b ON around_b.id = b.at_place
    WHERE ta.exchangepage_id = a.at_page AND kin.one = ta.theme_id
      AND tb.theme_id = kin.other AND tb.{owner}_id = b.at_page
      AND a.at_site = b.at_site AND a.at_origin <> b.at_origin
      AND COALESCE(a.at_owner, 0) <> COALESCE(b.at_owner, -1)
      AND {near} AND {also}
"""


def pairs(*, origins: Collection[int] | None = None) -> Iterator[Pair]:
    """Every pair that holds now, once a theme; if origins are given, those in which one has a part."""
    needs, offers = shown(ExchangePage, sense=Sense.NEED), shown(ExchangePage, sense=Sense.OFFER)
    yield from _met(needs, offers, origins, also=METHODS_MEET)
    yield from _met(needs, shown(OrganisationPage), origins, also="1 = 1")
    for sense in Sense:
        pooled = shown(ExchangePage, sense=sense, methods__code=POOLING)
        yield from _met(pooled, pooled, origins, also=ONCE)


def shown(kind: type[SharedPage], **conditions: Any) -> QuerySet[Any]:
    """Where the pages of the kind stand now, originals and copies: a row a page and site."""
    is_exchange = kind is ExchangePage
    origin = Coalesce("origin_page_id", "pk")
    columns: dict[str, Any] = {
        "at_page": F("pk"),
        "at_origin": origin,
        "at_site": _site(),
        # The structure behind it: nobody is told of what they published themselves.
        "at_owner": F("organisation_id") if is_exchange else origin,
        "at_kind": F("type") if is_exchange else Value("", output_field=CharField()),
        "at_place": F("area_id"),
        "at_reach": F("action_area_id") if not is_exchange else Value(None, output_field=IntegerField()),
        "at_latitude": known("latitude", kind, Circle.ANYBODY),
        "at_longitude": known("longitude", kind, Circle.ANYBODY),
    }
    pages = kind.objects.current().public().filter(alias_of=None, **conditions)
    return pages.order_by().values(**columns)


def _site() -> Case:
    """The id of the site below whose root page a page stands, by its path."""
    roots = sorted(Site.objects.values_list("root_page__path", "pk"), key=lambda root: -len(root[0]))
    cases = [When(path__startswith=path, then=Value(pk)) for path, pk in roots]
    return Case(*cases, default=None, output_field=IntegerField())


def _met(
    seekers: QuerySet[Any], answers: QuerySet[Any], origins: Collection[int] | None, *, also: str
) -> Iterator[Pair]:
    if origins is None:
        yield from _found(seekers, answers, also)
        return
    # From each side by itself: either statement begins with the few pages asked for.
    mine = Q(pk__in=origins) | Q(origin_page__in=origins)
    yield from _found(seekers.filter(mine), answers, also)
    yield from _found(seekers, answers.filter(mine), also, joined=JOINED[::-1])


def _found(
    seekers: QuerySet[Any], answers: QuerySet[Any], also: str, joined: Sequence[str] = JOINED
) -> Iterator[Pair]:
    try:
        (a, of_a), (b, of_b) = (pages.query.sql_with_params() for pages in (seekers, answers))
    except EmptyResultSet:  # None of the pages asked for.
        return
    themes = {
        "themes_a": ExchangePage.themes.through._meta.db_table,
        "themes_b": answers.model.themes.through._meta.db_table,
    }
    sql = STATEMENT.format(
        seekers=a,
        answers=b,
        kin=KIN.format(theme=Theme._meta.db_table),
        joined=" CROSS JOIN ".join(joined).format(**themes),
        owner=answers.model._meta.model_name,
        area=Area._meta.db_table,
        near=NEAR,
        also=also.format(methods=ExchangePage.methods.through._meta.db_table),
    )
    reach = (NEAR_KM / KM_A_DEGREE) ** 2
    schemes = (Scheme.ACTIVITY.value, Scheme.ACTIVITY.value)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*of_a, *of_b, *schemes, reach])
        while rows := cursor.fetchmany(CHUNK):
            yield from (Pair(*row) for row in rows)
