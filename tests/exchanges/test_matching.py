"""Who could answer whom: what the pairs are made from, and what keeps them apart."""

from typing import Any

import pytest
from wagtail.models import Site

from exchanges.matching.engine import match
from exchanges.models import ExchangePage, Match, Method, OrganisationPage, Tier
from tests.factories import make_page
from tests.market import make_methods, make_places, make_themes
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def apeas(networks: Networks) -> Site:
    make_themes()
    make_methods()
    Method.objects.create(code="pooling", label="Mutualisation", types=["product"])
    return networks.apeas


def need(site: Site, title: str = "Cherche une ruche", **fields: Any) -> ExchangePage:
    return make_page(site, ExchangePage, title, **{"type": "product", "themes": ["apiculture"], **fields})


def offer(site: Site, title: str = "Donne une ruche", **fields: Any) -> ExchangePage:
    return need(site, title, sense="offer", **fields)


def structure(site: Site, title: str = "Les Ruchers", **fields: Any) -> OrganisationPage:
    return make_page(site, OrganisationPage, title, **{"themes": ["apiculture"], **fields})


def matched() -> set[tuple[str, str]]:
    rows = Match.objects.current().select_related("exchange", "counterpart")
    return {(row.exchange.title, row.counterpart.title) for row in rows}


def test_an_offer_and_a_structure_answer_a_need(apeas: Site) -> None:
    need(apeas), offer(apeas), structure(apeas)
    assert match() == {"found": 2}
    assert matched() == {("Cherche une ruche", "Donne une ruche"), ("Cherche une ruche", "Les Ruchers")}
    tiers = dict(Match.objects.values_list("counterpart__title", "tier"))
    assert tiers == {"Donne une ruche": Tier.DIRECT, "Les Ruchers": Tier.CLOSE}


def test_running_again_changes_nothing(apeas: Site) -> None:
    need(apeas), offer(apeas), structure(apeas)
    match()
    assert match() == {}


@pytest.mark.parametrize(
    ("theme", "tier"),
    [
        ("apiculture", Tier.DIRECT),
        ("miel", Tier.CLOSE),
        ("agriculture", Tier.WORTH_A_LOOK),
        ("culture", None),
    ],
)
def test_themes_meet_when_one_lies_below_the_other(apeas: Site, theme: str, tier: Tier | None) -> None:
    need(apeas), offer(apeas, themes=[theme])
    match()
    assert list(Match.objects.values_list("tier", flat=True)) == ([tier] if tier else [])


def test_a_transverse_theme_alone_is_no_reason(apeas: Site) -> None:
    from cms.core.models import Theme

    Theme.objects.filter(code="culture").update(scheme="transverse")
    need(apeas, themes=["culture"]), offer(apeas, themes=["culture"])
    assert match() == {}


@pytest.mark.parametrize(
    ("asked", "given", "meet"),
    [
        (["loan"], ["loan", "gift"], True),
        (["loan"], ["gift"], False),
        ([], ["gift"], True),
        (["loan"], [], True),
    ],
)
def test_methods_have_one_in_common(apeas: Site, asked: list[str], given: list[str], meet: bool) -> None:
    need(apeas, methods=asked), offer(apeas, methods=given)
    assert bool(match()) is meet


def test_reasons_are_kept(apeas: Site) -> None:
    places = make_places()
    need(apeas, methods=["loan", "gift"], area=places["aix"])
    offer(apeas, methods=["loan"], area=places["marseille"], themes=["apiculture", "miel"])
    match()
    assert Match.objects.get().reasons == {"themes": ["apiculture"], "methods": ["loan"], "km": 27}


@pytest.mark.parametrize(
    ("asked", "given", "meet"),
    [
        ("aix", "marseille", True),
        ("aix", "nice", False),
        ("aix", "13", True),
        ("paca", "nice", True),
        ("06", "nice", True),
        ("06", "aix", False),
        ("aix", None, True),
        (None, "nice", True),
    ],
)
def test_places_are_within_reach(apeas: Site, asked: str | None, given: str | None, meet: bool) -> None:
    places: dict[Any, Any] = {**make_places(), None: None}
    need(apeas, area=places[asked]), offer(apeas, area=places[given])
    assert bool(match()) is meet


def test_a_hidden_address_does_not_count(apeas: Site) -> None:
    places = make_places()
    need(apeas, area=places["aix"])
    structure(
        apeas, location="SRID=4326;POINT(5.4474 43.5297)", area=places["nice"], address_audience="network"
    )
    assert match() == {}


def test_pooling_goes_with_pooling(apeas: Site) -> None:
    first, second = need(apeas, methods=["pooling"]), need(apeas, "Cherche aussi", methods=["pooling"])
    need(apeas, "Cherche seul", methods=["loan"])
    match()
    row = Match.objects.get()
    assert (row.exchange_id, row.counterpart_id) == (first.pk, second.pk)


def test_nobody_is_told_of_their_own(apeas: Site) -> None:
    own = structure(apeas)
    need(apeas, organisation=own), offer(apeas, organisation=own)
    assert match() == {}


def test_where_both_are_shown_and_nowhere_else(networks: Networks, apeas: Site) -> None:
    asked = need(apeas)
    offer(networks.alliance)
    assert match() == {}
    make_page(
        networks.alliance, ExchangePage, asked.title, type="product", themes=["apiculture"], origin=asked
    )
    match()
    row = Match.objects.get()
    assert row.exchange_id == asked.pk


@pytest.mark.parametrize("over", ["unpublished", "expired", "retagged", "deleted"])
def test_what_no_longer_holds_is_ended_and_can_hold_again(apeas: Site, over: str) -> None:
    asked, given = need(apeas), offer(apeas)
    match()
    if over == "unpublished":
        given.unpublish()
    elif over == "expired":
        ExchangePage.objects.filter(pk=given.pk).update(expires_on="2020-01-01")
    elif over == "retagged":
        given.themes.clear()
        given.save()
    else:
        given.delete()
    match()
    assert not Match.objects.current().exists()
    if over == "unpublished":
        given.save_revision().publish()
        assert match() == {"again": 1}
        assert asked.matches.current().count() == 1


def test_only_the_pages_asked_for_are_looked_at(apeas: Site) -> None:
    asked, other = need(apeas), need(apeas, "Cherche un essaim")
    given = offer(apeas)
    assert match(origins=[asked.pk]) == {"found": 1}
    assert match(origins=[]) == {}
    assert match(origins=[given.pk]) == {"found": 1}
    assert other.matches.count() == 1


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow(apeas: Site, number: int, django_assert_num_queries: Any) -> None:
    offer(apeas)
    for each in range(number):
        need(apeas, f"Cherche {each}")
    with django_assert_num_queries(12):
        match()
