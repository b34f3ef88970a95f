"""The areas of France: read from the file that the project ships, found by what people type."""

import csv
import io
import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from cms.core.models import Area, AreaLevel
from cms.core.text import fold

SHIPPED = Path(__file__).parent / "data" / "areas.csv.xz"
# A parent is written before what lies in it.
WIDEST_FIRST = (AreaLevel.REGION, AreaLevel.DEPARTEMENT, AreaLevel.EPCI, AreaLevel.COMMUNE)
PARENTS = ("departement", "region", "epci")
UPDATED = [
    "name",
    "search_name",
    "postcodes",
    "population",
    "latitude",
    "longitude",
    *(f"{p}_id" for p in PARENTS),
]
BATCH = 500
# Letters by which something can be meant.
SHORTEST = 2
# What `str` of an area gives: its name, then what tells it apart.
LABEL = re.compile(r"^(.*\S)\s*\(([^()]*)\)$")


class UnknownRegionError(LookupError):
    """No region has that code."""


def load(*, region: str = "", source: Path = SHIPPED) -> dict[str, int]:
    """Create the areas that are missing and bring the others up to date; say how many by level.

    `region` is the INSEE code of the only region wanted, with all that lies in it.
    Areas that are no longer in the file stay: pages may stand in them.
    """
    rows = read(source)
    if region:
        rows = _only_region(list(rows), region)
    by_level: dict[str, list[dict[str, str]]] = {level: [] for level in WIDEST_FIRST}
    for row in rows:
        by_level[row["level"]].append(row)
    known: dict[str, dict[str, int]] = {}
    with transaction.atomic():
        for level in WIDEST_FIRST:
            areas = [_area(row, known) for row in by_level[level]]
            Area.objects.bulk_create(
                areas,
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["level", "code"],
                update_fields=UPDATED,
            )
            known[level] = dict(Area.objects.filter(level=level).values_list("code", "pk"))
    return {str(level): len(by_level[level]) for level in WIDEST_FIRST}


def read(source: Path = SHIPPED) -> Iterator[dict[str, str]]:
    """The rows of a file of areas."""
    with lzma.open(source) as packed:
        yield from csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline=""))


def _only_region(rows: Iterable[dict[str, str]], region: str) -> Iterator[dict[str, str]]:
    rows = list(rows)
    if not any(row["level"] == AreaLevel.REGION and row["code"] == region for row in rows):
        raise UnknownRegionError(region)
    # An EPCI astride two regions has none, but its communes name it.
    epcis = {row["epci"] for row in rows if row["region"] == region}
    for row in rows:
        inside = region in (row["region"], row["code"] if row["level"] == AreaLevel.REGION else "")
        if inside or (row["level"] == AreaLevel.EPCI and row["code"] in epcis):
            yield row


def _area(row: dict[str, str], known: dict[str, dict[str, int]]) -> Area:
    parents: dict[str, Any] = {
        f"{parent}_id": known[parent].get(row[parent]) if row[parent] else None for parent in PARENTS
    }
    return Area(
        level=row["level"],
        code=row["code"],
        name=row["name"],
        search_name=fold(row["name"]),
        postcodes=row["postcodes"],
        population=int(row["population"] or 0),
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        **parents,
    )


def guess(*, words: str) -> list[Area]:
    """The areas that somebody may mean by a name, a label or a postcode: one when it is plain.

    A name that a commune shares with wider areas ("Paris") means the commune. Two at most.
    """
    if len(fold(words)) < SHORTEST:
        return []
    labelled = LABEL.match(words)
    if labelled:
        namesakes = Area.objects.filter(search_name=fold(labelled[1]))
        meant = [area for area in namesakes if fold(area.hint) == fold(labelled[2])]
        if meant:
            return meant[:2]
    found = list(Area.objects.named(words)[:25])
    same = [area for area in found if area.search_name == fold(words)]
    communes = [area for area in same if not area.is_wide]
    return (communes if len(communes) == 1 else same or found)[:2]
