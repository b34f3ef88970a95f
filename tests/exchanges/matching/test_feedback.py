"""What people who were told do: they look, or say that it is not for them; and what the author hears of it."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from cms.core.registry import personal_data
from exchanges.matching.engine import match
from exchanges.matching.feedback import not_for_me, take_back
from exchanges.matching.summary import Summary, summaries
from exchanges.matching.telling import tell_matches
from exchanges.models import Match, Notice, Reserve, Why
from exchanges.notices.events import path_of
from tests.exchanges.matching.conftest import Market
from tests.members import browser, make_member

pytestmark = pytest.mark.django_db


def told_once(market: Market, **fields: Any) -> tuple[Any, Any, Notice]:
    """Somebody who was told of a need, it, and the notice."""
    marie, _structure = market.keeper("Marie")
    need = market.need(**fields)
    match()
    tell_matches()
    return marie, need, Notice.objects.get()


def test_not_for_me_marks_the_notice_and_the_match(market: Market) -> None:
    marie, need, notice = told_once(market)
    assert not_for_me(notice=notice, why=Why.BUSY, by=marie) == 1
    notice.refresh_from_db()
    assert (bool(notice.declined_at), notice.declined_why) == (True, "busy")
    assert Match.objects.get().declined_why == "busy"
    assert not_for_me(notice=notice, why=Why.TERMS, by=marie) == 0
    assert summaries([need.pk])[need.pk].declined == 1
    assert not Reserve.objects.exists()


def test_neither_of_another_nor_for_an_unknown_reason(market: Market) -> None:
    marie, _need, notice = told_once(market)
    assert not_for_me(notice=notice, why=Why.BUSY, by=make_member(market.apeas, "Paul")) == 0
    assert not_for_me(notice=notice, why="nonsense", by=marie) == 0
    assert Match.objects.filter(declined_at__isnull=False).count() == 0


def test_it_is_not_told_again_by_another_way(market: Market) -> None:
    """A second page of the structure matches the same need."""
    marie, structure = market.keeper("Marie")
    need = market.need()
    match()
    tell_matches()
    not_for_me(notice=Notice.objects.get(), why=Why.BUSY, by=marie)
    market.offer(organisation=structure)
    type(need).objects.filter(pk=need.pk).update(last_published_at="2030-01-01T00:00Z")
    match()
    assert tell_matches() == 0


def test_not_our_trade_is_remembered_of_that_theme_alone(market: Market) -> None:
    marie, structure = market.keeper("Marie")
    structure.themes.add(*structure.themes.model.objects.filter(code="culture"))
    structure.save()
    market.need()
    match()
    tell_matches()
    not_for_me(notice=Notice.objects.get(), why=Why.TRADE, by=marie)
    assert list(Reserve.objects.values_list("theme__code", flat=True)) == ["apiculture"]
    market.need("Cherche un essaim")
    both = market.need("Cherche un conteur apiculteur", themes=["apiculture", "culture"])
    match()
    assert tell_matches() == 1
    assert Notice.objects.filter(page=both).count() == 1
    assert take_back(reserve=Reserve.objects.get().pk, by=make_member(market.apeas, "Paul")) is False
    assert take_back(reserve=Reserve.objects.get().pk, by=marie) is True
    assert tell_matches() == 1


def test_too_far_lowers_the_reach(market: Market) -> None:
    structure = market.structure(area=market.places["marseille"])
    marie, _structure = market.keeper("Marie", structure)
    market.need(area=market.places["aix"])
    match()
    tell_matches()
    not_for_me(notice=Notice.objects.get(), why=Why.FAR, by=marie)
    assert Reserve.objects.get().within_km == 20
    market.need("Cherche un essaim", area=market.places["aix"])
    near = market.need("Cherche une cire", area=market.places["marseille"])
    match()
    assert tell_matches() == 1
    assert Notice.objects.filter(page=near).exists()


@pytest.mark.parametrize("way", ["notice", "page"])
def test_who_opens_it_has_looked(market: Market, way: str) -> None:
    marie, need, notice = told_once(market)
    path = path_of(notice) if way == "notice" else "/echanges/cherche-une-ruche/"
    browser(market.apeas).get(path)
    browser(market.apeas, make_member(market.apeas, "Paul")).get(path)
    assert summaries([need.pk]) == {need.pk: Summary(structures=1)}
    browser(market.apeas, marie).get(path)
    assert summaries([need.pk]) == {need.pk: Summary(structures=1, looked=1)}


def test_the_author_is_told_numbers(market: Market, django_assert_num_queries: Any) -> None:
    for name in ("Marie", "Paul"):
        market.keeper(name)
    need, other = market.need(), market.need("Cherche autre chose", themes=["culture"])
    match()
    tell_matches()
    Match.objects.filter(pk=Match.objects.earliest("pk").pk).update(looked_at="2026-01-01T00:00Z")
    with django_assert_num_queries(1):
        found = summaries([need.pk, other.pk])
    with translation.override("fr"):
        said = render_to_string("exchanges/matching/_told.html", {"told": found[need.pk]})
        assert "2 structures ont été prévenues, une a regardé." in said
        assert render_to_string("exchanges/matching/_told.html", {"told": found[other.pk]}).strip() == ""


@pytest.mark.parametrize("event", ["match_found", "match_digest"])
@pytest.mark.parametrize(("language", "word"), [("fr", "Apiculture"), ("en", "Bee-keeping")])
def test_the_words_of_the_notices(market: Market, event: str, language: str, word: str) -> None:
    _marie, _need, notice = told_once(market)
    facts = notice.facts if event == "match_found" else {"items": [notice.facts], "for": "Les Ruchers"}
    context = {"notice": notice, "facts": facts, "url": "https://pes.apeas.fr/x", "network": None}
    with translation.override(language):
        subject = render_to_string(f"exchanges/notices/{event}_subject.txt", context)
        message = render_to_string(f"exchanges/notices/{event}_message.txt", context)
    assert len(subject.strip().splitlines()) == 1
    assert word in message
    assert "https://pes.apeas.fr/x" in message


def test_what_is_kept_of_a_person_is_given_and_forgotten(market: Market) -> None:
    marie = make_member(market.apeas, "Marie")
    need = market.need(owner=marie)
    type(need).objects.filter(pk=need.pk).update(last_published_at="2020-01-01T00:00Z")
    market.offer()
    match()
    tell_matches()
    not_for_me(notice=Notice.objects.get(), why=Why.TRADE, by=marie)
    held = personal_data["matching"]
    assert held.export(marie)["told"][0]["title"] == "Prête une ruche"
    assert held.export(marie)["set_aside"] == ["Apiculture"]
    held.erase(marie)
    assert held.export(marie) == {"told": [], "set_aside": []}
    assert Match.objects.get().told_at
