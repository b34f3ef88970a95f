"""What a member was told, in their space: seen, read, declined, and chosen how to hear of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.core import registry
from cms.users.models import User
from exchanges.models import Alert, Kind, Mailbox, Notice, NoticePace, Pace
from exchanges.notices import alerts, stopping
from tests.exchanges.notices.conftest import FACTS
from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Notice]]


@pytest.fixture
def client(networks: Networks, marie: User) -> Client:
    """Marie's browser."""
    return browser(networks.alliance, marie)


def tell_of(told: Told, person: User, number: int, **fields: Any) -> Notice:
    facts = {**FACTS, "title": f"Annonce {number}"}
    (notice,) = told(person, subject=f"exchange:{number}", facts=facts, **fields)
    return notice


def test_by_day_the_newest_first(told: Told, client: Client, marie: User) -> None:
    old, new = (tell_of(told, marie, number) for number in range(2))
    Notice.objects.filter(pk=old.pk).update(created_at=timezone.now() - timezone.timedelta(days=2))
    page = client.get(reverse("notices_list")).text
    assert page.index("Annonce 1") < page.index("Annonce 0")
    assert page.count('class="news__day"') == 2
    assert page.count("news__item unread") == 2
    assert "Alliance" in page.split('class="news__facts"')[1]
    assert reverse("notices_open", args=[new.pk]) in page


def test_opening_marks_as_read_and_leads_on(
    networks: Networks, told: Told, client: Client, marie: User
) -> None:
    here = tell_of(told, marie, 1)
    page = networks.exchange(networks.hub, "Sur la plateforme")
    there = tell_of(told, marie, 2, network=networks.hub, page=page)
    assert client.get(reverse("notices_open", args=[here.pk]))["Location"] == reverse("alerts_list")
    answer = client.get(reverse("notices_open", args=[there.pk]))
    assert answer["Location"] == page.full_url
    assert not Notice.objects.unread().exists()


def test_one_or_all_as_read(told: Told, client: Client, marie: User) -> None:
    notices = [tell_of(told, marie, number) for number in range(3)]
    assert 'class="count"' in client.get(reverse("space")).text
    client.post(reverse("notices_read", args=[notices[0].pk]))
    assert Notice.objects.unread().count() == 2
    client.post(reverse("notices_read_all"))
    assert not Notice.objects.unread().exists()
    assert 'class="count"' not in client.get(reverse("space")).text


def test_not_for_me_because(told: Told, client: Client, marie: User) -> None:
    notice = tell_of(told, marie, 1)
    path = reverse("notices_decline", args=[notice.pk])
    assert "choisissez une raison" in client.post(path, {"why": "no_such"}, follow=True).text
    assert "C’est trop loin" in client.post(path, {"why": "far"}, follow=True).text
    client.post(path, {"why": "busy"})
    notice.refresh_from_db()
    assert notice.declined_why == "busy"
    assert notice.declined_at
    assert notice.read_at
    other = tell_of(told, marie, 2, kind=Kind.ANSWER)
    assert client.post(reverse("notices_decline", args=[other.pk]), {"why": "busy"}).status_code == 404


@pytest.mark.parametrize("name", ["notices_open", "notices_read", "notices_decline"])
def test_nobody_elses(name: str, networks: Networks, told: Told, marie: User) -> None:
    path = reverse(name, args=[tell_of(told, marie, 1).pk])
    people = [(networks.alliance, "Jean"), (networks.apeas, "Anne")]
    for site, who in people:
        client = browser(site, make_member(site, who))
        for ask in (client.get, client.post):
            assert ask(path, {"why": "busy"}).status_code in (404, 405)
        assert "Annonce" not in client.get(reverse("notices_list")).text
    for ask in (browser(networks.alliance).get, browser(networks.alliance).post):
        assert ask(path)["Location"].startswith(reverse("account_login"))
    assert Notice.objects.unread().count() == 1


@pytest.mark.parametrize("name", ["notices_read_all", "notices_restart"])
def test_looking_changes_nothing(name: str, client: Client) -> None:
    assert client.get(reverse(name)).status_code == 405


def test_posts_are_guarded(networks: Networks, told: Told, marie: User) -> None:
    notice = tell_of(told, marie, 1)
    client = Client(headers={"host": networks.alliance.hostname}, enforce_csrf_checks=True)
    client.force_login(marie)
    for name, arguments in (("notices_read_all", []), ("notices_read", [notice.pk]), ("alerts_new", [])):
        assert client.post(reverse(name, args=arguments)).status_code == 403


def test_the_list_asks_as_much_for_thirty_as_for_one(told: Told, client: Client, marie: User) -> None:
    def cost(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = [reverse("notices_list"), reverse("space")]
    tell_of(told, marie, 0)
    once = [cost(path) for path in paths]
    for number in range(1, 31):
        tell_of(told, marie, number)
    assert [cost(path) for path in paths] == once


def test_preferences(told: Told, client: Client, marie: User) -> None:
    path = reverse("notices_preferences")
    page = client.get(path).text
    assert 'type="time"' in page
    paces = {kind.value: "at_once" for kind in Kind if kind != Kind.ALERT}
    data = {**paces, "match": "weekly", "quiet_from": "21:00", "quiet_until": "07:00", "language": "en"}
    assert client.post(path, data)["Location"] == path
    assert dict(NoticePace.objects.values_list("kind", "pace")) == {"match": "weekly"}
    box = Mailbox.objects.get(person=marie)
    assert (f"{box.quiet_from:%H:%M}", f"{box.quiet_until:%H:%M}") == ("21:00", "07:00")
    marie.refresh_from_db()
    assert marie.language == "en"
    assert "field--error" in client.post(path, {**data, "quiet_until": ""}).text
    client.post(path, {**data, "quiet_from": "", "quiet_until": ""})
    box.refresh_from_db()
    assert box.quiet_from is None


class TestStopping:
    """The link of mails: one click, twice as good as once, and only for that kind."""

    def test_a_kind(self, networks: Networks, told: Told, marie: User, letters: list[Any]) -> None:
        tell_of(told, marie, 1)
        url = letters[0].extra_headers["List-Unsubscribe"].strip("<>")
        assert letters[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        path = url.removeprefix(networks.alliance.root_url)
        client = Client(headers={"host": networks.alliance.hostname}, enforce_csrf_checks=True)
        assert "correspond" in client.get(path).text
        assert not NoticePace.objects.exists()
        for _twice in range(2):
            answer = client.post(path, {"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200
            assert answer["Cache-Control"] == "private, no-store"
        assert dict(NoticePace.objects.values_list("kind", "pace")) == {"match": "never"}
        tell_of(told, marie, 2)
        tell_of(told, marie, 3, kind=Kind.ANSWER)
        assert len(letters) == 2

    def test_an_alert(self, networks: Networks, marie: User, told: Told, letters: list[Any]) -> None:
        one, other = (
            alerts.watch(network=networks.alliance, kind="exchanges", query=query, person=marie)
            for query in ("q=miel", "q=foin")
        )
        facts = {**FACTS, "alert": one.pk}
        (waiting,) = told(marie, kind=Kind.ALERT, facts=facts, paces={marie.pk: Pace.DAILY})
        told(marie, kind=Kind.ALERT, facts=facts, subject="x", paces={marie.pk: Pace.AT_ONCE})
        path = (
            letters[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix(networks.alliance.root_url)
        )
        browser(networks.alliance).post(path)
        assert dict(Alert.objects.values_list("pk", "pace")) == {one.pk: Pace.NEVER, other.pk: Pace.DAILY}
        waiting.refresh_from_db()
        assert waiting.mail_due_at is None
        assert Alert.objects.watching().count() == 2

    def test_all_of_a_digest(self, networks: Networks, marie: User) -> None:
        alerts.watch(network=networks.alliance, kind="exchanges", query="", person=marie)
        token = stopping.kind_token(marie.pk, Kind.MATCH, Kind.ALERT)
        browser(networks.hub).post(reverse("notices_stop", args=[token]))
        assert NoticePace.objects.get().kind == Kind.MATCH
        assert Alert.objects.get().pace == Pace.NEVER

    @pytest.mark.parametrize("token", ["x", "x:y:z", "WyJrIiwxXQ:1abc:def"])
    def test_no_link_of_ours(self, networks: Networks, token: str) -> None:
        client = browser(networks.alliance)
        assert client.get(reverse("notices_stop", args=[token])).status_code == 404
        assert client.post(reverse("notices_stop", args=[token])).status_code == 404


def test_what_is_held_of_a_person(networks: Networks, told: Told, marie: User) -> None:
    tell_of(told, marie, 1)
    alerts.watch(network=networks.alliance, kind="exchanges", query="q=miel", person=marie)
    alerts.ask(network=networks.alliance, kind="exchanges", query="q=foin", email=marie.email)
    held = registry.personal_data["notices"]
    said = held.export(marie)
    assert said["told"][0]["facts"]["title"] == "Annonce 1"
    assert said["alerts"][0]["label"] == "miel"
    jean = make_member(networks.alliance, "Jean")
    tell_of(told, jean, 1)
    held.erase(marie)
    assert [notice.person for notice in Notice.objects.all()] == [jean]
    assert not Alert.objects.exists()
    assert [box.person for box in Mailbox.objects.all()] == [jean]
