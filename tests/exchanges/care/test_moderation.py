"""The screens of reports, asked by every role by its address."""

from typing import Any

import pytest
from django.core.cache import cache
from django.template import Context, loader
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as Assert

from cms.core.registry import Duty
from cms.users.mails import voice_of
from cms.users.models import User
from exchanges.care import reports
from exchanges.models import ExchangePage, Message, Notice, Report, Verdict
from tests.exchanges.care.world import REPORTED, announce, copy_to, reported, talk
from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db
MODERATOR = ("alliance", Duty.MODERATOR)


@pytest.fixture(autouse=True)
def nobody_counted() -> None:
    """Limits are counted anew in each test."""
    cache.clear()


@pytest.fixture
def author(networks: Networks) -> User:
    """A member of Alliance Provence."""
    return make_member(networks.alliance, "Autrice")


@pytest.fixture
def need(networks: Networks, author: User) -> ExchangePage:
    """A need of theirs, shown on the hub too."""
    page = announce(networks.alliance, "Cherche un local", owner=author)
    copy_to(networks.hub, page)
    return page


@pytest.fixture
def made(networks: Networks, need: ExchangePage) -> Report:
    """A report of it, by a member of another network."""
    return reported(need, text="Le loyer est faux", person=make_member(networks.mesclun, "Témoin"))


def answer(client: Client, report: Report, **fields: str) -> Any:
    said = {"verdict": "kept", "reason": "Vérifié", "seen": reports.stamp(report), **fields}
    return client.post(f"{REPORTED}{report.pk}/", said)


@pytest.mark.parametrize("duty", [MODERATOR, ("alliance", Duty.MANAGER)])
def test_the_home_network_decides(networks: Networks, made: Report, duty: Any) -> None:
    client = networks.client(duty)
    assert [report.pk for report in client.get(REPORTED).context["object_list"]] == [made.pk]
    shown = client.get(f"{REPORTED}{made.pk}/").content.decode()
    assert "Le loyer est faux" in shown
    assert "temoin@example.org" in shown.replace("é", "e")
    assert answer(client, made).status_code == 302
    made.refresh_from_db()
    assert made.verdict == Verdict.KEPT


@pytest.mark.parametrize(
    "duty",
    [
        ("alliance", Duty.EDITOR),
        ("mesclun", Duty.MODERATOR),
        ("mesclun", Duty.MANAGER),
        ("hub", Duty.COORDINATOR),
        ("hub", Duty.MANAGER),
        ("hub", Duty.ETHICS),
        None,
    ],
)
def test_nobody_else_reads_or_decides(networks: Networks, made: Report, duty: Any) -> None:
    client = (
        networks.client(duty) if duty else browser(networks.alliance, make_member(networks.alliance, "Autre"))
    )
    lists = client.get(REPORTED)
    if lists.status_code == 200:
        assert list(lists.context["object_list"]) == []
    for refused in (client.get(f"{REPORTED}{made.pk}/"), answer(client, made, verdict="removed")):
        assert refused.status_code in ((403, 404) if duty else (302, 403))
    assert Client().get(f"{REPORTED}{made.pk}/").status_code == 302
    assert answer(Client(), made).status_code == 302
    made.refresh_from_db()
    assert made.is_open
    assert made.page is not None
    assert made.page.live


def test_a_coordinator_decides_on_what_is_the_hub_s(networks: Networks) -> None:
    made = reported(announce(networks.hub, "De la région"))
    client = networks.client(("hub", Duty.COORDINATOR))
    assert "De la région" in client.get(REPORTED).content.decode()
    answer(client, made, verdict="removed")
    made.refresh_from_db()
    assert made.verdict == Verdict.REMOVED
    ethics = networks.client(("hub", Duty.ETHICS))
    assert ethics.get(f"{REPORTED}{made.pk}/").status_code == 404


def test_moderating_one_network_decides_nothing_in_another(networks: Networks) -> None:
    made = reported(announce(networks.mesclun, "De MESCLUN"))
    client = networks.client(MODERATOR, ("mesclun", Duty.EDITOR))
    assert client.get(f"{REPORTED}{made.pk}/").status_code == 404
    assert answer(client, made).status_code == 404


def test_what_is_missing_is_said(networks: Networks, made: Report) -> None:
    client = networks.client(MODERATOR)
    shown = answer(client, made, verdict="", reason="").content.decode()
    assert "Choisissez la suite" in shown
    assert "Dites pourquoi" in shown
    made.refresh_from_db()
    assert made.is_open


def test_the_second_moderator_reads_what_the_first_decided(
    networks: Networks, made: Report, need: ExchangePage
) -> None:
    first, second = networks.client(MODERATOR), networks.client(("alliance", Duty.MANAGER))
    answer(first, made, verdict="mended")
    late = second.post(
        f"{REPORTED}{made.pk}/",
        {"verdict": "removed", "reason": "Non", "seen": reports.stamp(made)},
        follow=True,
    )
    shown = late.content.decode()
    assert "Cela a changé entre-temps" in shown
    assert "Corrigé" in shown
    need.refresh_from_db()
    assert need.live
    assert Notice.objects.filter(event="report_decided").count() == 1


def test_the_committee_advises_on_what_was_passed_on(
    networks: Networks, made: Report, need: ExchangePage
) -> None:
    moderator, judge = networks.client(MODERATOR), networks.client(("hub", Duty.ETHICS))
    other = reported(need, text="Resté chez nous")
    answer(moderator, made, verdict="passed_on")
    assert [report.pk for report in judge.get(REPORTED).context["object_list"]] == [made.pk]
    page = judge.get(f"{REPORTED}{made.pk}/").content.decode()
    assert "Le loyer est faux" in page
    assert "Témoin" not in page
    assert "example.org" not in page.split("care-sheet")[1]
    assert "Resté chez nous" not in page
    assert judge.get(f"{REPORTED}{other.pk}/").status_code == 404
    assert "1 signalement vous attend" in judge.get("/admin/").content.decode()
    assert answer(judge, made, verdict="removed", reason="Hors charte").status_code == 302
    made.refresh_from_db()
    need.refresh_from_db()
    assert (made.verdict, made.committee_verdict, need.live) == ("passed_on", "removed", True)
    assert "Hors charte" in moderator.get(f"{REPORTED}{made.pk}/").content.decode()
    assert networks.client(("mesclun", Duty.MODERATOR)).get(f"{REPORTED}{made.pk}/").status_code == 404


def test_a_reported_message_is_read_alone(networks: Networks, need: ExchangePage) -> None:
    conversation = talk(need, days=3)
    message = Message.objects.create(conversation=conversation, body="Une insulte", sent_at=timezone.now())
    made = Report.objects.create(
        network=networks.alliance, message=message, title=need.title, complaint="abuse", person=need.owner
    )
    client = networks.client(MODERATOR)
    shown = client.get(f"{REPORTED}{made.pk}/").content.decode()
    assert "Une insulte" in shown
    assert "secret entre nous" not in shown
    answer(client, made, verdict="removed")
    message.refresh_from_db()
    assert message.hidden_at is not None


def test_the_history_is_shown_and_the_list_is_sorted(
    networks: Networks, made: Report, need: ExchangePage
) -> None:
    old = reported(need, complaint="duplicate", verdict="kept", decided_at=timezone.now(), reason="Non")
    client = networks.client(MODERATOR)
    assert f"{REPORTED}{old.pk}/" in client.get(f"{REPORTED}{made.pk}/").content.decode()

    def listed(query: str) -> set[int]:
        return {report.pk for report in client.get(f"{REPORTED}?{query}").context["object_list"]}

    assert listed("state=waiting") == {made.pk}
    assert listed("state=decided") == {old.pk}
    assert listed("state=contested") == set()
    assert listed("state=committee") == set()
    assert listed("complaint=duplicate") == {old.pk}
    reports.reply(made=old, text="Si, deux fois", by=need.owner)
    assert listed("state=contested") == {old.pk}
    assert listed("state=waiting") == {made.pk, old.pk}


def test_the_home_page_counts_what_waits(networks: Networks, made: Report) -> None:
    told = "1 signalement vous attend"
    assert told in networks.client(MODERATOR).get("/admin/").content.decode()
    for duty in (("alliance", Duty.EDITOR), ("mesclun", Duty.MODERATOR), ("hub", Duty.COORDINATOR)):
        assert told not in networks.client(duty).get("/admin/").content.decode()


def test_queries_do_not_grow_with_the_reports(
    networks: Networks, made: Report, need: ExchangePage, django_assert_max_num_queries: Assert
) -> None:
    client = networks.client(MODERATOR)
    client.get(REPORTED)
    with django_assert_max_num_queries(40) as one:
        assert len(client.get(REPORTED).context["object_list"]) == 1
    for number in range(29):
        reported(need, text=str(number))
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(REPORTED).context["object_list"]) == 30
    client.get(f"{REPORTED}{made.pk}/")
    with django_assert_max_num_queries(40):
        client.get(f"{REPORTED}{made.pk}/")


# The author’s space


def test_the_author_reads_and_replies_once(networks: Networks, made: Report, author: User) -> None:
    client = browser(networks.alliance, author)
    home = client.get("/mon-espace/").content.decode()
    assert "Signalements" in home
    address = f"/mon-espace/signaler/{made.pk}/"
    assert address in home
    shown = client.get(address).content.decode()
    assert "Le loyer est faux" in shown
    assert "Témoin" not in shown
    assert "Écrivez ce que vous avez à dire" in client.post(address, {"text": ""}).content.decode()
    assert client.post(address, {"text": "Il est juste"}).status_code == 302
    assert client.post(address, {"text": "Deux fois"}).status_code == 302
    made.refresh_from_db()
    assert made.reply == "Il est juste"
    assert "<form" not in client.get(address).content.decode().split("reply-title")[2]
    assert "Il est juste" in networks.client(MODERATOR).get(f"{REPORTED}{made.pk}/").content.decode()


def test_nobody_else_reads_it_in_their_space(networks: Networks, made: Report) -> None:
    address = f"/mon-espace/signaler/{made.pk}/"
    for person in (made.person, make_member(networks.alliance, "Autre")):
        client = browser(networks.alliance, person)
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "Non"}).status_code == 404
        assert address not in client.get("/mon-espace/signaler/").content.decode()
        assert "Signalements" not in client.get("/mon-espace/").content.decode()
    assert browser(networks.alliance).get(address)["Location"].startswith("/compte/connexion/")
    made.refresh_from_db()
    assert made.reply == ""


def test_the_words_of_each_event_can_be_said(networks: Networks, made: Report, need: ExchangePage) -> None:
    facts = {
        "title": "Titre", "structure": "S", "proposer": "P", "network": "N", "was": "Nice", "now": "06", "told": 2,
        "complaint": "wrong", "verdict": "kept", "reason": "Vérifié",
    }  # fmt: skip
    for event in (
        "proposed", "area_widened", "relaunched", "close_suggested", "reported", "report_decided", "report_outcome",
    ):  # fmt: skip
        known = {
            "facts": facts,
            "url": "https://x.example/",
            "network": voice_of(networks.alliance.pk),
            "notice": None,
        }
        for part in ("subject", "message"):
            template: Any = loader.get_template(f"exchanges/notices/{event}_{part}.txt")
            said = template.template.render(Context(known, autoescape=False)).strip()
            assert "Titre" in said
            assert part == "message" or "\n" not in said
