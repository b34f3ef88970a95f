"""Whoever comes to speak for a structure, the first one, is told of what it could answer already."""

from typing import Any

import pytest
from django.db.models import Model

from exchanges.matching.engine import match
from exchanges.matching.tasks import welcome_structure
from exchanges.matching.telling import tell_matches
from exchanges.models import ExchangePage, Match, Notice
from exchanges.notices.alerts import watch
from exchanges.notices.watching import watch_pages
from tests.exchanges.matching.conftest import Market
from tests.factories import make_page
from tests.members import make_member, speak_for

pytestmark = pytest.mark.django_db


def change(page: Model, **columns: Any) -> None:
    """Change the page itself, as somebody just did: no task has run since."""
    type(page)._default_manager.filter(pk=page.pk).update(**columns)


def titles() -> list[list[str]]:
    """What each notice names."""
    return [
        sorted(item["title"] for item in notice.facts["items"]) for notice in Notice.objects.order_by("pk")
    ]


def test_the_first_is_told_once_and_of_all_at_once(market: Market) -> None:
    structure, marie = market.structure(), make_member(market.apeas, "Marie")
    market.need("Cherche une ruche"), market.need("Cherche un extracteur")
    match()
    first = speak_for(marie, structure)
    assert welcome_structure(first.pk)
    assert titles() == [["Cherche un extracteur", "Cherche une ruche"]]
    assert Match.objects.filter(told_at=None).count() == 0
    assert not welcome_structure(first.pk)
    assert tell_matches() == 0
    assert not welcome_structure(speak_for(make_member(market.apeas, "Paul"), structure).pk)
    assert Notice.objects.count() == 1


def test_nobody_hears_again_of_what_an_alert_told(market: Market) -> None:
    structure, marie = market.structure(), make_member(market.apeas, "Marie")
    watch(network=market.apeas, kind="exchanges", query="", person=marie)
    need = market.need()
    watch_pages(origins=[need.pk])
    match()
    assert not welcome_structure(speak_for(marie, structure).pk)
    assert [notice.event for notice in Notice.objects.all()] == ["alert_hit"]


def test_an_alert_is_silent_on_what_the_welcome_told(market: Market) -> None:
    structure, marie = market.structure(), make_member(market.apeas, "Marie")
    need = market.need()
    match()
    assert welcome_structure(speak_for(marie, structure).pk)
    watch(network=market.apeas, kind="exchanges", query="", person=marie)
    change(need, first_published_at=Notice.objects.get().created_at)
    watch_pages(origins=[need.pk])
    assert [notice.event for notice in Notice.objects.all()] == ["match_digest"]


@pytest.mark.parametrize("news", [{"live": False}, {"sharing": "network"}, {"expires_on": "2020-01-01"}])
def test_not_of_a_copy_whose_original_no_longer_wants_it(market: Market, news: dict[str, Any]) -> None:
    structure, marie = market.structure(), make_member(market.apeas, "Marie")
    need = market.need(site=market.networks.hub)
    make_page(
        market.apeas,
        ExchangePage,
        "Cherche une ruche",
        origin=need,
        type="product",
        themes=["apiculture"],
        methods=["loan"],
    )
    match()
    first = speak_for(marie, structure)
    change(need, **news)
    assert not welcome_structure(first.pk)
    change(need, live=True, sharing="networks", expires_on=None)
    assert welcome_structure(first.pk)
