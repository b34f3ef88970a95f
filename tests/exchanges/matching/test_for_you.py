"""“For you”: what somebody could answer, in their space on the site of their network."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchanges.matching.engine import match
from exchanges.models import Match, Reserve, Why
from tests.exchanges.matching.conftest import Market
from tests.members import browser, make_member

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_home_of_the_space_shows_what_matches_and_why(market: Market) -> None:
    marie, structure = market.keeper("Marie")
    market.need()
    match()
    shown = text(browser(market.apeas, marie).get(reverse("space")))
    assert "Pour vous" in shown
    assert "Cherche une ruche" in shown
    assert f'Apiculture <span class="muted">(pour {structure.title})' in shown
    other = make_member(market.apeas, "Paul")
    assert "Cherche une ruche" not in text(browser(market.apeas, other).get(reverse("space")))


def test_six_at_most_on_the_home_and_all_on_the_page(market: Market) -> None:
    marie, _structure = market.keeper("Marie")
    for number in range(14):
        market.need(f"Cherche {number}")
    match()
    client = browser(market.apeas, marie)
    assert text(client.get(reverse("space"))).count('class="for-you__item"') == 4
    page = text(client.get(reverse("matching_all")))
    assert page.count('class="for-you__item"') == 12
    assert text(client.get(reverse("matching_all"), {"page": "2"})).count('class="for-you__item"') == 2


def test_one_s_own_offers_are_matched_too_and_one_s_own_needs_not_shown(market: Market) -> None:
    marie = make_member(market.apeas, "Marie")
    market.offer(owner=marie)
    market.need("Cherche ailleurs")
    market.need("La mienne", owner=marie)
    match()
    shown = text(browser(market.apeas, marie).get(reverse("matching_all")))
    assert "Cherche ailleurs" in shown
    assert "(pour Prête une ruche)" in shown
    assert "La mienne</a>" not in shown


def test_only_what_this_site_shows(market: Market) -> None:
    """Matched on the site of APEAS, where the structure has a copy; its people read another site."""
    alliance = market.networks.alliance
    zoe, structure = market.keeper("Zoé", site=alliance)
    market.structure(structure.title, market.apeas, origin=structure)
    need = market.need()
    assert match() == {"found": 1}
    assert "Cherche une ruche" not in text(browser(alliance, zoe).get(reverse("matching_all")))
    market.need(site=alliance, origin=need)
    assert "Cherche une ruche" in text(browser(alliance, zoe).get(reverse("matching_all")))


def test_it_can_be_set_aside_and_taken_back(market: Market) -> None:
    marie, _structure = market.keeper("Marie")
    need = market.need()
    match()
    client = browser(market.apeas, marie)
    aside = reverse("matching_decline", args=[need.pk])
    assert client.get(aside).status_code == 405
    assert "choisissez une raison" in text(client.post(aside, follow=True))
    assert not Match.objects.filter(declined_at__isnull=False).exists()
    shown = text(client.post(aside, {"why": Why.TRADE}, follow=True))
    assert "Rien pour vous" in shown
    assert "Apiculture" in shown
    back = reverse("matching_take_back", args=[Reserve.objects.get().pk])
    client.post(back)
    assert not Reserve.objects.exists()
    assert client.post(back).status_code == 404


def test_others_can_t_touch_it(market: Market) -> None:
    marie, _structure = market.keeper("Marie")
    need = market.need()
    match()
    browser(market.apeas, marie).post(reverse("matching_decline", args=[need.pk]), {"why": Why.TRADE})
    reserve = Reserve.objects.get()
    other = browser(market.networks.alliance, make_member(market.networks.alliance, "Paul"))
    assert other.post(reverse("matching_take_back", args=[reserve.pk])).status_code == 404
    assert other.post(reverse("matching_decline", args=[need.pk]), {"why": Why.TRADE}).status_code == 404
    assert "Apiculture" not in text(other.get(reverse("matching_all")))
    visitor = browser(market.apeas)
    for name, args in (("matching_all", []), ("matching_decline", [need.pk]), ("matching_take_back", [1])):
        answer = visitor.post(reverse(name, args=args)) if args else visitor.get(reverse(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
    assert Reserve.objects.count() == 1


def test_an_empty_page_says_what_to_do(market: Market) -> None:
    shown = text(browser(market.apeas, make_member(market.apeas, "Marie")).get(reverse("matching_all")))
    assert "Rien pour vous pour le moment" in shown


def test_queries_do_not_grow(market: Market) -> None:
    marie, structure = market.keeper("Marie")
    client = browser(market.apeas, marie)
    counts = []
    for numbers in (range(1), range(1, 12)):
        for number in numbers:
            market.need(f"Cherche {number}", area=market.places["aix"])
            Reserve.objects.create(addressee=f"org:{structure.pk}", within_km=9) if not number else None
        match()
        for name in ("space", "matching_all"):
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name))
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
