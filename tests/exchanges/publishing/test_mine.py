"""« Mes annonces »: where each stands, where it is shown, and what it costs to say so."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.registry import Duty
from exchanges.models import Conversation, ExchangePage, Result
from exchanges.publishing import life
from exchanges.publishing.mine import State
from sites.models import NetworkSettings
from tests.exchanges.publishing.typed import act, decide, get, published, send, ways
from tests.factories import make_page
from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def marie(networks: Networks) -> Any:
    ways()
    return make_member(networks.alliance, "Marie")


def states(networks: Networks, person: Any) -> dict[str, State]:
    rows = get(networks.alliance, person, "mine").context["rows"]
    return {row.title: row.state for row in rows}


def test_each_says_where_it_stands(networks: Networks, marie: Any) -> None:
    titles = ("En ligne", "Pause", "Finie", "Passée", "Ôtée")
    pages = {title: published(networks.alliance, marie, title=title) for title in titles}
    life.pause(page=pages["Pause"], by=marie)
    life.close(page=pages["Finie"], by=marie, why=Result.PRICE)
    past = timezone.localdate() - timedelta(days=1)
    ExchangePage.objects.filter(pk=pages["Passée"].pk).update(expires_on=past)
    pages["Ôtée"].unpublish()
    send(networks.alliance, marie, title="Brouillon", keep="1")
    NetworkSettings.objects.filter(site=networks.alliance).update(review="always")
    send(networks.alliance, marie, title="Refusée")
    moderator = networks.user(("alliance", Duty.MODERATOR))
    decide(ExchangePage.objects.get(title="Refusée"), moderator, accept=False, comment="Trop vague")
    send(networks.alliance, marie, title="Attend")
    assert states(networks, marie) == {
        "En ligne": State.LIVE,
        "Pause": State.PAUSED,
        "Finie": State.CLOSED,
        "Passée": State.EXPIRED,
        "Ôtée": State.TAKEN_OFF,
        "Brouillon": State.DRAFT,
        "Refusée": State.REFUSED,
        "Attend": State.WAITING,
    }
    body = get(networks.alliance, marie, "mine").content.decode()
    assert "Pourquoi\xa0: Trop vague" in body


def test_every_button_that_is_shown_does_something(networks: Networks, marie: Any) -> None:
    test_each_says_where_it_stands(networks, marie)
    rows = get(networks.alliance, marie, "mine").context["rows"]
    for row in rows:
        for verb in row.verbs:
            if verb in ("edit", "close", "delete"):
                assert get(networks.alliance, marie, verb, row.page.pk).status_code == 200, (row.title, verb)
    for verb, title in (("renew", "Passée"), ("resume", "Pause"), ("take_back", "Attend"), ("copy", "Finie")):
        row = next(each for each in rows if each.title == title)
        assert verb in row.verbs
        data = {"until": str(row.page.expires_on), "key": row.copy_key}
        act(networks.alliance, marie, verb, row.page, **data)
    found = states(networks, marie)
    assert found["Passée"] == found["Pause"] == State.LIVE
    assert found["Attend"] == State.DRAFT or found["Attend"] == State.TAKEN_OFF


def test_where_it_is_shown_and_how_many_answered(networks: Networks, marie: Any) -> None:
    page = published(networks.alliance, marie)
    make_page(networks.hub, ExchangePage, page.title, origin=page)
    Conversation.objects.create(
        exchange=page, title=page.title, network=networks.alliance, answerer="person:1",
        state_at=timezone.now(), opened_at=timezone.now(), last_message_at=timezone.now(),
    )  # fmt: skip
    row = get(networks.alliance, marie, "mine").context["rows"][0]
    assert [place["name"] for place in row.places] == ["PES PACA"]
    assert row.places[0]["url"].startswith("http://pes.paca")
    assert row.answers == 1


def test_changes_that_were_typed_can_be_thrown_away(networks: Networks, marie: Any) -> None:
    page = published(networks.alliance, marie)
    send(networks.alliance, marie, reverse("publishing_edit", args=[page.pk]), title="Autre", keep="1")
    assert "Vous avez tapé des modifications" in get(networks.alliance, marie, "mine").content.decode()
    act(networks.alliance, marie, "drop_changes", page)
    assert "Vous avez tapé des modifications" not in get(networks.alliance, marie, "mine").content.decode()


@pytest.mark.parametrize("name", ["publishing_mine", "space"])
def test_thirty_cost_as_many_queries_as_one(
    networks: Networks, marie: Any, name: str, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = browser(networks.alliance, marie)
    make_page(networks.alliance, ExchangePage, "Annonce", owner=marie)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(name))
    for number in range(29):
        page = make_page(networks.alliance, ExchangePage, f"Annonce {number}", owner=marie)
        if number < 3:
            make_page(networks.hub, ExchangePage, page.title, origin=page)
    with CaptureQueriesContext(connection) as thirty:
        response = client.get(reverse(name))
    assert len(thirty) <= len(one) + 1, "a query for the second page at most"
    if name == "publishing_mine":
        assert len(response.context["rows"]) == 20
        assert len(client.get(f"{reverse(name)}?page=2").context["rows"]) == 10


def test_the_space_shows_the_newest_and_what_waits(networks: Networks, marie: Any) -> None:
    page = published(networks.alliance, marie)
    soon = timezone.localdate() + timedelta(days=2)
    ExchangePage.objects.filter(pk=page.pk).update(expires_on=soon)
    body = browser(networks.alliance, marie).get(reverse("space")).content.decode()
    assert "Cherche un local à Nice" in body
    assert "Une annonce se termine dans la semaine." in body
    assert "Mes annonces" in body


def test_nothing_yet_is_said_kindly(networks: Networks, marie: Any) -> None:
    assert "Encore rien de publié" in get(networks.alliance, marie, "mine").content.decode()
