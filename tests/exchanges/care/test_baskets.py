"""The three baskets: what is in them, who sees them, and what they say."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.core.registry import Duty
from exchanges.care.baskets import QUIET, TO_CLOSE, UNANSWERED
from exchanges.models import Conversation, ExchangePage, OrganisationPage, Outcome
from tests.exchanges.care.world import FOLLOW, age, ago, announce, copy_to, reported, talk, titles
from tests.factories import make_page
from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db
EDITOR = ("alliance", Duty.EDITOR)
COORDINATOR = ("hub", Duty.COORDINATOR)


def test_the_thresholds_are_those_of_the_issue() -> None:
    assert (UNANSWERED, QUIET, TO_CLOSE) == (9, 21, 45)


def test_what_nobody_answered_for_nine_days(networks: Networks) -> None:
    announce(networks.alliance, "Sans réponse", days=9.1)
    announce(networks.alliance, "Toute neuve", days=8.9)
    talk(announce(networks.alliance, "Répondue"), days=1)
    opened = announce(networks.alliance, "Ouverte sans un mot")
    talk(opened, days=1).messages.all().delete()
    assert set(titles(networks.client(EDITOR))) == {"Sans réponse", "Ouverte sans un mot"}


def test_what_is_over_or_hidden_is_in_no_basket(networks: Networks) -> None:
    announce(networks.alliance, "Passée", expires_on=ago(2).date(), days=60)
    for field in ("closed_at", "paused_at"):
        page = announce(networks.alliance, field, days=60)
        ExchangePage.objects.filter(pk=page.pk).update(**{field: timezone.now()})
    announce(networks.alliance, "Dépubliée", days=60).unpublish()
    client = networks.client(EDITOR)
    assert [titles(client, basket) for basket in ("", "quiet/", "to-close/")] == [[], [], []]


def test_what_went_quiet_for_21_days(networks: Networks) -> None:
    talk(announce(networks.alliance, "Au point mort", days=30), days=21.1)
    talk(announce(networks.alliance, "Vivante", days=30), days=20.9)
    talk(announce(networks.alliance, "Refusée", days=30), days=22, state="declined")
    assert titles(networks.client(EDITOR), "quiet/") == ["Au point mort"]


def test_what_shows_no_sign_of_life_for_45_days(networks: Networks) -> None:
    announce(networks.alliance, "Oubliée", days=45.1)
    announce(networks.alliance, "Encore fraîche", days=44.9)
    talk(announce(networks.alliance, "Éteinte", days=90), days=46)
    talk(announce(networks.alliance, "Animée", days=90), days=40)
    renewed = announce(networks.alliance, "Prolongée", days=90)
    ExchangePage.objects.filter(pk=renewed.pk).update(last_published_at=ago(3))
    client = networks.client(EDITOR)
    assert set(titles(client, "to-close/")) == {"Oubliée", "Éteinte"}
    # Each announcement is in one basket.
    assert set(titles(client)) == {"Encore fraîche", "Prolongée"}
    assert titles(client, "quiet/") == ["Animée"]


def test_what_was_concluded_and_is_still_online(networks: Networks) -> None:
    told = announce(networks.alliance, "Conclue", days=60)
    conversation = talk(told, days=2)
    Outcome.objects.create(
        exchange=told,
        network=networks.alliance,
        result="concluded",
        told_at=ago(46),
        conversation=conversation,
    )
    agreed = announce(networks.alliance, "Conclue entre eux", days=80)
    talk(agreed, days=50, state="concluded")
    talk(agreed, days=1, who="person:2")
    again = age(announce(networks.alliance, "Remise en ligne", days=80), 80)
    talk(again, days=50, state="concluded")
    ExchangePage.objects.filter(pk=again.pk).update(last_published_at=ago(10))
    lately = announce(networks.alliance, "Conclue hier", days=60)
    talk(lately, days=1, state="concluded")
    assert set(titles(networks.client(EDITOR), "to-close/")) == {"Conclue", "Conclue entre eux"}


@pytest.fixture
def spread(networks: Networks) -> Networks:
    """An announcement of Alliance Provence that stands on the hub and on MESCLUN too; one of the hub; one of APEAS."""
    shared = announce(networks.alliance, "Partagée", organisation=None)
    copy_to(networks.hub, shared)
    copy_to(networks.mesclun, shared)
    announce(networks.alliance, "Gardée chez nous")
    announce(networks.hub, "De la région")
    announce(networks.apeas, "De l’APEAS")
    return networks


@pytest.mark.parametrize(
    ("duty", "seen"),
    [
        (EDITOR, {"Partagée", "Gardée chez nous"}),
        (("alliance", Duty.MODERATOR), {"Partagée", "Gardée chez nous"}),
        (("alliance", Duty.MANAGER), {"Partagée", "Gardée chez nous"}),
        (("mesclun", Duty.EDITOR), set()),
        (("apeas", Duty.EDITOR), {"De l’APEAS"}),
        (COORDINATOR, {"Partagée", "De la région"}),
        (("hub", Duty.MANAGER), {"Partagée", "De la région"}),
    ],
)
def test_each_follows_what_is_theirs(spread: Networks, duty: Any, seen: set[str]) -> None:
    assert set(titles(spread.client(duty))) == seen


def test_the_committee_members_and_visitors_follow_nothing(spread: Networks) -> None:
    assert spread.client(("hub", Duty.ETHICS)).get(FOLLOW).status_code in (302, 403)
    member = browser(spread.alliance, make_member(spread.alliance))
    assert member.get(FOLLOW).status_code in (302, 403)
    assert Client().get(FOLLOW).status_code == 302


def test_a_permission_in_one_network_is_none_in_another(spread: Networks) -> None:
    """Who edits one network and sits on the hub's committee follows nothing for the hub."""
    client = spread.client(EDITOR, ("hub", Duty.ETHICS))
    client.post("/admin/networks/work-for/", {"network": spread.hub.pk, "site": spread.hub.pk})
    assert "De la région" not in titles(client)


def test_of_a_copy_the_hub_reads_how_many_answered_and_no_more(networks: Networks) -> None:
    structure = make_page(networks.alliance, OrganisationPage, "Les Ruchers cachés")
    shared = announce(networks.alliance, "Titre d’origine", days=40, organisation=structure)
    copy_to(networks.hub, shared, title="Titre chez nous")
    talk(shared, days=22)
    talk(shared, days=30, who="person:2")
    shown = networks.client(COORDINATOR).get(f"{FOLLOW}quiet/").content.decode()
    assert "2 réponses" in shown
    assert "Titre chez nous" in shown
    assert "Alliance" in shown
    for secret in (
        "Titre d’origine",
        "Josette",
        "secret entre nous",
        "Les Ruchers cachés",
        "dernier échange",
    ):
        assert secret not in shown


def test_the_home_network_reads_states_and_dates_but_no_word(networks: Networks) -> None:
    talk(announce(networks.alliance, "Besoin", days=40), days=22)
    shown = networks.client(EDITOR).get(f"{FOLLOW}quiet/").content.decode()
    assert "En discussion" in shown
    assert "dernier échange le" in shown
    assert "Josette" not in shown
    assert "secret entre nous" not in shown


def test_the_tabs_and_the_home_page_tell_the_three_numbers(networks: Networks) -> None:
    announce(networks.alliance, "Sans réponse")
    talk(announce(networks.alliance, "Au point mort", days=30), days=22)
    for number in range(2):
        announce(networks.alliance, f"Oubliée {number}", days=50)
    client = networks.client(EDITOR)
    assert [number for _label, _url, number, _current in client.get(FOLLOW).context["tabs"]] == [
        1,
        1,
        2,
        None,
    ]
    home = client.get("/admin/").content.decode()
    assert "<strong>2</strong> À clore" in home
    assert "<strong>1</strong> Sans réponse" in home


def test_the_home_page_of_the_committee_has_no_baskets(networks: Networks) -> None:
    announce(networks.hub, "Sans réponse")
    client = networks.client(("hub", Duty.ETHICS))
    assert "Sans réponse" not in client.get("/admin/").content.decode()


def test_open_reports_are_counted(networks: Networks) -> None:
    shared = announce(networks.alliance, "Signalée")
    copy_to(networks.hub, shared)
    reported(shared)
    reported(shared, verdict="kept", decided_at=timezone.now())
    for duty in (EDITOR, COORDINATOR):
        line = networks.client(duty).get(FOLLOW).context["object_list"][0]
        assert line.page.open_reports == 1


def rows(client: Client, basket: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{FOLLOW}{basket}?export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_export_holds_what_the_list_shows(spread: Networks) -> None:
    announce(spread.alliance, "=1+1")
    found = rows(spread.client(EDITOR))
    assert {row["Titre"] for row in found} == {"Partagée", "Gardée chez nous", "'=1+1"}
    assert {row["Réponses"] for row in found} == {"0"}
    hub = rows(spread.client(COORDINATOR))
    assert {(row["Titre"], row["Réseau"]) for row in hub} == {
        ("Partagée", "Alliance"),
        ("De la région", "PES PACA"),
    }


def test_queries_do_not_grow_with_the_rows(
    networks: Networks, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = networks.client(EDITOR)
    talk(announce(networks.alliance, "Besoin", days=30), days=22)
    for address in (f"{FOLLOW}quiet/", f"{FOLLOW}quiet/?export=csv"):
        asked(client, address)
    with django_assert_max_num_queries(60) as one:
        assert asked(client, f"{FOLLOW}quiet/") == 1
    with django_assert_max_num_queries(60) as export:
        asked(client, f"{FOLLOW}quiet/?export=csv")
    for number in range(29):
        talk(announce(networks.alliance, f"Besoin {number}", days=30), days=22, who=f"person:{number}")
    with django_assert_max_num_queries(len(one)):
        assert asked(client, f"{FOLLOW}quiet/") == 30
    with django_assert_max_num_queries(len(export)):
        asked(client, f"{FOLLOW}quiet/?export=csv")


def asked(client: Client, address: str) -> int:
    answer = client.get(address)
    if "export" in address:
        return len(b"".join(answer.streaming_content).splitlines()) - 1
    return len(answer.context["object_list"])


def test_conversations_are_read_by_their_origin(networks: Networks) -> None:
    """A conversation about another announcement counts for that one only."""
    announce(networks.alliance, "Seule")
    talk(announce(networks.alliance, "Entourée"), days=1)
    assert Conversation.objects.count() == 1
    assert titles(networks.client(EDITOR)) == ["Seule"]
