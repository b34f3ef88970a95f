"""Where: the place that a visitor names, and what is near it."""

import re
from math import cos, radians
from typing import Any

from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from cms.core.disclosure import Circle, readable
from cms.core.geo import Point
from cms.core.models import Area, AreaLevel, Audience, SharedPage
from cms.core.text import fold

# What one drives for an exchange.
NEAR_KM = 50
KM_A_DEGREE = 111.195
HINT = re.compile(r"^(?P<name>.+?)\s*\((?P<hint>[^()]+)\)\s*$")
MOST_NAMESAKES = 50
# What everybody says for what no list of areas has.
SPOKEN = {"paca": "provence alpes cote d azur"}


def find_area(words: str) -> Area | None:
    """The area that the words name: by its name, "name (13)", a postcode or a département’s number."""
    match = HINT.match(words)
    name, hint = (match["name"], match["hint"]) if match else (words, "")
    folded = SPOKEN.get(fold(name), fold(name))
    if not folded:
        return None
    found = list(Area.objects.named(folded).select_related("departement")[:MOST_NAMESAKES])
    return min(found, key=lambda area: _strangeness(area, folded, fold(hint)), default=None)


def _strangeness(area: Area, folded: str, hint: str) -> tuple[bool, bool, bool, int]:
    """How far the area is from what was typed: the least comes first, then the most populated."""
    exact = area.search_name == folded
    numbered = area.level == AreaLevel.DEPARTEMENT and area.code.lower() == folded
    return (
        bool(hint) and fold(area.hint) != hint,
        not (exact or numbered),
        area.level == AreaLevel.EPCI,
        -area.population,
    )


def around(pages: QuerySet[Any], area: Area, circle: Circle) -> QuerySet[Any]:
    """The pages in the area. Around a commune: those near, and those that are for all its surroundings."""
    inside = Q(area__in=Area.objects.within(area))
    if area.is_wide or area.latitude is None:
        return pages.filter(inside)
    here = Point(area.latitude, area.longitude or 0.0)
    near = Q(far__lte=(NEAR_KM / KM_A_DEGREE) ** 2)
    over = Q(area__in=Area.objects.containing(area))
    return pages.alias(far=distance(pages.model, here, circle)).filter(inside | near | over)


def nearest_first(pages: QuerySet[Any], here: Point, circle: Circle) -> QuerySet[Any]:
    """The pages by their distance, those without a place last."""
    return pages.alias(nearness=distance(pages.model, here, circle)).order_by(
        F("nearness").asc(nulls_last=True), "-first_published_at", "-pk"
    )


def distance(model: type[SharedPage], here: Point, circle: Circle) -> Combinable:
    """The square of the distance in degrees of latitude, on the flat: enough to compare.

    Made from the position that the reader may know: an order by hidden positions would tell them.
    """
    north = known("latitude", model, circle) - Value(here.latitude)
    east = (known("longitude", model, circle) - Value(here.longitude)) * Value(cos(radians(here.latitude)))
    return north * north + east * east


def known(name: str, model: type[SharedPage], circle: Circle) -> Combinable:
    """A coordinate of a page as `disclosure.position` gives it, in the database."""
    guard = model.guarded_fields.get("location")
    if guard is None:
        return F(name)
    shown = [audience.value for audience in Audience if readable(audience, circle)]
    return Case(
        When(**{f"{guard}__in": shown}, then=F(name)), default=F(f"area__{name}"), output_field=FloatField()
    )


def kilometres(position: dict[str, Any], here: Point | None) -> float | None:
    """The distance from here to a disclosed position; nothing to say of the very place named."""
    if here is None or position["latitude"] is None or position["longitude"] is None:
        return None
    return here.distance_km(Point(position["latitude"], position["longitude"])) or None


def middle(area: Area | None) -> Point | None:
    """Where distances are counted from: the middle of a commune, nothing for a wider area."""
    if area is None or area.is_wide or area.latitude is None or area.longitude is None:
        return None
    return Point(area.latitude, area.longitude)
