"""The pairs that the database finds, against a plain loop that says the same in other words."""

from datetime import timedelta
from itertools import product
from math import cos, radians
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.core.models import Area, Theme
from exchanges.matching.pairs import pairs
from exchanges.models import ExchangePage, Method, OrganisationPage
from exchanges.places import KM_A_DEGREE, NEAR_KM
from tests.exchanges.matching.conftest import Market

pytestmark = pytest.mark.django_db
PLACES = ["aix", "marseille", "nice", "13", "06", "paca", None]
THEMES = ["agriculture", "apiculture", "miel", "culture"]
METHODS = ["loan", "gift", "pooling"]

places, themes = st.sampled_from(PLACES), st.lists(st.sampled_from(THEMES), max_size=2, unique=True)
days = st.sampled_from([None, -1, 0])
exchange = st.fixed_dictionaries(
    {
        "sense": st.sampled_from(["need", "offer"]),
        "area": places,
        "themes": themes,
        "methods": st.lists(st.sampled_from(METHODS), max_size=2, unique=True),
        "days": days,
        "owner": st.sampled_from([None, 0, 1]),
    }
)
structure = st.fixed_dictionaries({"area": places, "action_area": places, "themes": themes, "days": days})
Facts = dict[str, Any]


def write(page: Any, facts: Facts, areas: dict[str | None, Area | None], structures: list[Any]) -> None:
    """Have the page say so."""
    area = areas[facts["area"]]
    last = None if facts["days"] is None else timezone.localdate() + timedelta(days=facts["days"])
    fields: Facts = {
        "area": area,
        "latitude": area and area.latitude,
        "longitude": area and area.longitude,
        "expires_on": last,
    }
    if "sense" in facts:
        owner = None if facts["owner"] is None else structures[facts["owner"]]
        fields |= {"sense": facts["sense"], "organisation": owner}
        rows = ExchangePage.methods.through.objects
        rows.filter(exchangepage=page.pk).delete()
        for method in Method.objects.filter(code__in=facts["methods"]):
            rows.create(exchangepage_id=page.pk, method=method)
    else:
        fields["action_area"] = areas[facts["action_area"]]
    type(page).objects.filter(pk=page.pk).update(**fields)
    through = type(page).themes.through.objects
    through.filter(**{type(page)._meta.model_name: page.pk}).delete()
    for theme in Theme.objects.filter(code__in=facts["themes"]):
        through.create(**{f"{type(page)._meta.model_name}_id": page.pk, "theme": theme})


def kin(one: str, other: str) -> bool:
    """Whether one theme lies below the other."""
    branch = THEMES[:3]
    return one == other or (one in branch and other in branch)


def contains(outer: Area, inner: Area) -> bool:
    return outer.pk in (inner.pk, inner.epci_id, inner.departement_id, inner.region_id)


def near(a: Area | None, b: Area | None, reach: Area | None) -> bool:
    if a is None or (b is None and reach is None):
        return True
    if reach is not None and contains(reach, a):
        return True
    if b is None:
        return False
    if contains(a, b) or contains(b, a):
        return True
    if None in (a.latitude, a.longitude, b.latitude, b.longitude):
        return False
    north = a.latitude - b.latitude  # type: ignore[operator]
    east = (a.longitude - b.longitude) * cos(radians(a.latitude or 0.0))  # type: ignore[operator]
    return (north**2 + east**2) ** 0.5 * KM_A_DEGREE <= NEAR_KM


def meet(a: Facts, b: Facts, areas: dict[str | None, Area | None]) -> bool:
    """Whether a need (or the older of two to be pooled) and what may answer it do."""
    reach = areas[b["action_area"]] if "action_area" in b else None
    fit = near(areas[a["area"]], areas[b["area"]], reach)
    alive = all(each["days"] is None or each["days"] >= 0 for each in (a, b))
    return fit and alive and any(kin(x, y) for x, y in product(a["themes"], b["themes"]))


def expected(
    exchanges: list[Facts], structures: list[Facts], areas: dict[str | None, Area | None]
) -> set[Any]:
    """The pairs as (kind, place in its list) of both ends."""
    found = set()
    for (i, a), (j, b) in product(enumerate(exchanges), enumerate(exchanges)):
        own = a["owner"] is not None and a["owner"] == b["owner"]
        opposite = a["sense"] == "need" and b["sense"] == "offer"
        methods = not a["methods"] or not b["methods"] or bool(set(a["methods"]) & set(b["methods"]))
        pooled = a["sense"] == b["sense"] and i < j and "pooling" in set(a["methods"]) & set(b["methods"])
        if not own and ((opposite and methods) or pooled) and meet(a, b, areas):
            found.add((("exchange", i), ("exchange", j)))
    for (i, a), (j, b) in product(enumerate(exchanges), enumerate(structures)):
        if a["sense"] == "need" and a["owner"] != j and meet(a, b, areas):
            found.add((("exchange", i), ("structure", j)))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(exchange, min_size=3, max_size=3), who=st.lists(structure, min_size=2, max_size=2))
def test_the_database_finds_what_a_loop_finds(
    market_of_five: Any, told: list[Facts], who: list[Facts]
) -> None:
    exchanges, structures, areas = market_of_five
    with transaction.atomic():
        for page, facts in zip([*exchanges, *structures], [*told, *who], strict=True):
            write(page, facts, areas, structures)
        names = {page.pk: ("exchange", at) for at, page in enumerate(exchanges)}
        names |= {page.pk: ("structure", at) for at, page in enumerate(structures)}
        found = {(names[pair.exchange], names[pair.counterpart]) for pair in pairs()}
        assert found == expected(told, who, areas)
        # Asked for one by one, they find the same.
        each = {
            (names[pair.exchange], names[pair.counterpart]) for pk in names for pair in pairs(origins=[pk])
        }
        assert each == found
        transaction.set_rollback(True)


@pytest.fixture
def market_of_five(market: Market) -> Any:
    """Three announcements, two structures, and the places by name."""
    exchanges = [market.need(f"Annonce {number}", methods=[]) for number in range(3)]
    structures: list[OrganisationPage] = [market.structure(f"Structure {number}") for number in range(2)]
    return exchanges, structures, {**market.places, None: None}
