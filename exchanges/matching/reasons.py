"""Why two pages match, and how much: pure functions of what was found."""

from collections.abc import Iterable, Mapping
from typing import Any

from cms.core.geo import Point
from exchanges.matching.pairs import Pair
from exchanges.models import ExchangeType
from exchanges.models.matches import Tier

SAME_THEME, NARROWER = 1, 2
# What a person gives with her hands or her head is asked for under either word.
ALIKE = {frozenset({ExchangeType.SERVICE.value, ExchangeType.SKILL.value})}
Methods = Mapping[int, frozenset[str]]


def reasons(*, found: Iterable[Pair], methods: Methods) -> dict[str, Any]:
    """The facts of one match, from its rows (one a theme) and the methods of exchanges by their origin."""
    rows = list(found)
    first = rows[0]
    return {
        "themes": sorted({row.theme for row in rows}),
        "methods": sorted(
            methods.get(first.exchange, frozenset()) & methods.get(first.counterpart, frozenset())
        ),
        "km": kilometres(first),
    }


def tier(found: Iterable[Pair]) -> Tier:
    """How near the counterpart is to what is asked for, from the rows of one match."""
    rows = list(found)
    step = min(row.step for row in rows)
    kind, other = rows[0].kind, rows[0].other_kind
    if step > NARROWER or not types_fit(kind, other):
        return Tier.WORTH_A_LOOK
    return Tier.DIRECT if step == SAME_THEME and other else Tier.CLOSE


def types_fit(kind: str, other: str) -> bool:
    """Whether what one asks for is what the other gives; `other` is empty for a structure.

    What a structure does says nothing of its rooms and land.
    """
    if not other:
        return kind != ExchangeType.PREMISES
    return kind == other or frozenset({kind, other}) in ALIKE


def kilometres(row: Pair) -> int | None:
    """The distance between two communes or points, rounded; None where one is wide or unknown."""
    ends = (row.latitude, row.longitude, row.other_latitude, row.other_longitude)
    if row.wide or any(end is None for end in ends):
        return None
    here, there = Point(ends[0] or 0.0, ends[1] or 0.0), Point(ends[2] or 0.0, ends[3] or 0.0)
    return round(here.distance_km(there))
