"""A market of the size that is asked for: structures, laid out by the database itself in a few seconds."""

import random
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import connection
from wagtail.models import Page

from cms.core.models import Area, Theme
from exchanges.models import ExchangePage, OrganisationPage
from tests.world import World

THEMES = 200
BRANCH = 10
DEPARTEMENTS, COMMUNES = 6, 120
# One in so many goes further than its surroundings.
FAR_GOING = 10
Row = tuple[Any, ...]

MADE = """CREATE TEMPORARY TABLE made (id bigint PRIMARY KEY, path varchar(255), name varchar(50), key {uuid},
    uid {uuid}, latitude double precision, longitude double precision, area bigint, reach bigint, theme bigint)"""
# What of the first structure is not said of the others.
OWN = {
    "id": "made.id", "page_ptr_id": "made.id", "path": "made.path", "title": "made.name",
    "draft_title": "made.name", "slug": "made.name", "translation_key": "made.key", "uid": "made.uid",
    "latitude": "made.latitude", "longitude": "made.longitude", "area_id": "made.area",
    "action_area_id": "made.reach",
}  # fmt: skip


def make_themes() -> list[Theme]:
    """Twenty branches of ten."""
    roots = [Theme.add_root(code=f"t{n}", label=f"Thème {n}") for n in range(THEMES // BRANCH)]
    below = [
        Theme.objects.get(pk=root.pk).add_child(code=f"{root.code}-{n}", label=f"Thème {root.code} {n}")
        for root in roots
        for n in range(BRANCH - 1)
    ]
    return [*roots, *below]


def make_places(draw: random.Random) -> tuple[list[Area], list[Area]]:
    """A region of six départements (returned first) with their communes."""
    region = Area.objects.create(level="region", code="R", name="Région")
    around = [
        Area.objects.create(level="departement", code=f"D{n}", name=f"Département {n}", region=region)
        for n in range(DEPARTEMENTS)
    ]
    communes = [
        Area(
            level="commune", code=f"C{n}", name=f"Commune {n}", search_name=f"commune {n}", region=region,
            departement=around[n % DEPARTEMENTS],
            latitude=draw.uniform(43.0, 44.9), longitude=draw.uniform(4.3, 7.6),
        )
        for n in range(COMMUNES)
    ]  # fmt: skip
    Area.objects.bulk_create(communes)
    return around, list(Area.objects.filter(level="commune").order_by("pk"))


def fill(world: World, number: int) -> ExchangePage:
    """So many structures of one network, and a need that some of them could answer: returned."""
    draw = random.Random(number)  # noqa: S311 - the same world each time
    themes, (around, communes) = make_themes(), make_places(draw)
    first = world.organisation("alliance", "structure-0", themes=["t0"], area=communes[0])
    asked = {"type": "service", "themes": ["t0", "t3-4"], "area": communes[0]}
    need: ExchangePage = world.page("alliance", "Besoin", **asked)
    rows = _rows(first, number, themes, around, communes, draw)
    with connection.cursor() as cursor:
        cursor.execute(MADE.format(uuid="uuid" if connection.vendor == "postgresql" else "char(32)"))
        cursor.executemany(f"INSERT INTO made VALUES ({', '.join(['%s'] * 10)})", list(rows))
        for model in (Page, OrganisationPage):
            cursor.execute(_many(model), [first.pk])
        through = OrganisationPage.themes.through._meta.db_table
        cursor.execute(
            f"INSERT INTO {through} (organisationpage_id, theme_id) SELECT id, theme FROM made"  # noqa: S608
        )
        cursor.execute("DROP TABLE made")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return need


def _rows(
    first: OrganisationPage,
    number: int,
    themes: list[Theme],
    around: list[Area],
    communes: list[Area],
    draw: random.Random,
) -> Iterator[Row]:
    parent = first.get_parent()
    top = Page.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for at in range(1, number):
        area = draw.choice(communes)
        reach = draw.choice(around).pk if at % FAR_GOING == 0 else None
        yield (
            top + at, Page._get_path(parent.path, first.depth, at + 1), f"structure-{at}", uuid.uuid4().hex,
            uuid.uuid4().hex, area.latitude, area.longitude, area.pk, reach, draw.choice(themes).pk,
        )  # fmt: skip


def _many(model: type[Any]) -> str:
    """The statement that writes the rows of one table, each like the first but for what is its own."""
    columns = [field.column for field in model._meta.local_concrete_fields]
    values = [OWN.get(column, f"one.{column}") for column in columns]
    table, key = model._meta.db_table, model._meta.pk.column
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608
        f" FROM {table} one CROSS JOIN made WHERE one.{key} = %s"
    )
