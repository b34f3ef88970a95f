"""The last day: told a week before, renewed in one click, off the sites by itself, told once it has passed."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from cms.users.mails import voice_of
from exchanges.models import ExchangePage, Notice, Result
from exchanges.notices.events import path_of
from exchanges.publishing import calendar, expiry, life
from sites.models import Membership
from tests.exchanges.publishing.typed import published, ways
from tests.members import browser, make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def marie(networks: Networks) -> Any:
    ways()
    return make_member(networks.alliance, "Marie")


@pytest.fixture
def page(networks: Networks, marie: Any) -> ExchangePage:
    return published(networks.alliance, marie)


def ends_in(page: ExchangePage, days: int) -> ExchangePage:
    ExchangePage.objects.filter(pk=page.pk).update(expires_on=timezone.localdate() + timedelta(days=days))
    return ExchangePage.objects.get(pk=page.pk)


@pytest.mark.parametrize(
    ("days", "told"), [(8, []), (7, ["expires_soon"]), (0, ["expires_soon"]), (-1, ["expired"]), (-40, [])]
)
def test_authors_are_told_once(page: ExchangePage, marie: Any, days: int, told: list[str]) -> None:
    ends_in(page, days)
    expiry.tell_authors()
    expiry.tell_authors()
    assert [notice.event for notice in Notice.objects.filter(person=marie)] == told


def test_everybody_who_speaks_for_the_structure_is_told_and_nobody_of_what_is_paused_or_closed(
    networks: Networks, marie: Any
) -> None:
    sheet = networks.organisation(networks.alliance, "Les Paniers")
    paul = make_member(networks.alliance, "Paul")
    for person in (marie, paul):
        speak_for(person, sheet)
    page = ends_in(published(networks.alliance, marie, organisation=sheet.pk), 3)
    paused = ends_in(published(networks.alliance, marie, title="Une autre"), 3)
    life.pause(page=paused, by=marie)
    assert expiry.tell_authors() == {"expires_soon": 2, "expired": 0}
    assert {notice.person for notice in Notice.objects.all()} == {marie, paul}
    assert set(Notice.objects.values_list("page", flat=True)) == {page.pk}


def test_opening_the_link_changes_nothing_and_sending_it_renews_without_signing_in(
    networks: Networks, page: ExchangePage, marie: Any
) -> None:
    page = ends_in(page, -1)
    expiry.tell_authors()
    path = path_of(Notice.objects.get())
    client = browser(networks.alliance)
    shown = client.get(path)
    assert "exchanges/renew.js" in shown.content.decode()
    assert client.head(path).status_code == 200
    page.refresh_from_db()
    assert page.is_expired
    for _click in range(2):
        done = client.post(path).content.decode()
        assert "C’est prolongé" in done
        page.refresh_from_db()
        assert page.expires_on == calendar.proposed()
    assert "renew.js" not in client.get(path).content.decode()


def test_a_link_of_before_finds_it_renewed_already(
    networks: Networks, page: ExchangePage, marie: Any
) -> None:
    page = ends_in(page, 3)
    token = expiry.token_for(page=page.pk, until=page.expires_on, person=marie.pk)
    life.renew(page=page, by=marie, until=page.expires_on)
    until = ExchangePage.objects.get(pk=page.pk).expires_on
    answer = browser(networks.alliance).post(f"/mon-espace/annonces/prolonger/{token}/")
    assert "C’est prolongé" in answer.content.decode()
    assert ExchangePage.objects.get(pk=page.pk).expires_on == until


def test_a_link_that_was_forged_or_is_no_authors_any_more_leads_nowhere(
    networks: Networks, page: ExchangePage, marie: Any
) -> None:
    page = ends_in(page, 3)
    stranger = make_member(networks.alliance, "Paul")
    good = expiry.token_for(page=page.pk, until=page.expires_on, person=marie.pk)
    for token in (
        f"{good}x",
        "rien",
        expiry.token_for(page=page.pk, until=page.expires_on, person=stranger.pk),
        expiry.token_for(page=0, until=page.expires_on, person=marie.pk),
    ):
        path = f"/mon-espace/annonces/prolonger/{token}/"
        assert browser(networks.alliance).post(path).status_code == 404
    Membership.objects.filter(person=marie).update(excluded_at=timezone.now())
    assert browser(networks.alliance).post(f"/mon-espace/annonces/prolonger/{good}/").status_code == 404
    assert ExchangePage.objects.get(pk=page.pk).expires_on == page.expires_on


def test_what_is_closed_is_not_renewed_by_its_link(
    networks: Networks, page: ExchangePage, marie: Any
) -> None:
    token = expiry.token_for(page=page.pk, until=page.expires_on, person=marie.pk)
    life.close(page=page, by=marie, why=Result.PRICE)
    answer = browser(networks.alliance).post(f"/mon-espace/annonces/prolonger/{token}/")
    assert "Cette annonce est terminée" in answer.content.decode()
    assert ExchangePage.objects.get(pk=page.pk).expires_on == page.expires_on


EVENTS = ["expires_soon", "expired", "review_accepted", "review_refused"]


@pytest.mark.parametrize("event", EVENTS)
def test_what_is_told_can_be_read(networks: Networks, event: str) -> None:
    facts = {
        "title": "L’atelier & <ses> outils",
        "until": "3 mars 2027",
        "day": "2027-03-03",
        "what": "exchange",
        "why": "Trop court",
    }
    notice = Notice(event=event, facts=facts)
    context = {"notice": notice, "facts": facts, "network": voice_of(networks.alliance.pk)}
    subject = render_to_string(f"exchanges/notices/{event}_subject.txt", context).strip()
    assert "\n" not in subject
    message = render_to_string(
        f"exchanges/notices/{event}_message.txt", {**context, "url": "http://pes.example.org/x"}
    )
    assert ": http://pes.example.org/x" in message
