"""What the script of the form keeps and asks while somebody types."""

from typing import Any

import pytest
from django.urls import reverse

from cms.core.models import Theme
from exchanges.models import ExchangePage
from exchanges.publishing import drafts
from tests.exchanges.publishing.typed import answers, published, send, ways
from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def marie(networks: Networks) -> Any:
    ways()
    return make_member(networks.alliance, "Marie")


def keep(networks: Networks, person: Any, typed: dict[str, Any]) -> Any:
    return browser(networks.alliance, person).post(reverse("publishing_draft"), typed)


def test_it_is_kept_as_it_grows_in_one_draft(networks: Networks, marie: Any) -> None:
    typed = answers(marie, title="", sense=None, type=None)
    first = keep(networks, marie, typed)
    assert first.status_code == 200
    keep(networks, marie, {**typed, "title": "Cherche local", "sense": "need", "expires_on": "pas un jour"})
    draft = ExchangePage.objects.get(owner=marie)
    assert (draft.title, draft.sense, draft.live, draft.latest_revision_id) == (
        "Cherche local",
        "need",
        False,
        None,
    )
    assert first.json()["edit"] == reverse("publishing_edit", args=[draft.pk])
    # Sent then, it is that one.
    browser(networks.alliance, marie).post(
        reverse("publishing_new"), {**typed, **answers(marie), "key": typed["key"]}
    )
    assert ExchangePage.objects.get(owner=marie).latest_revision_id is not None


def test_before_anything_is_typed_there_is_no_draft(networks: Networks, marie: Any) -> None:
    key = answers(marie)["key"]
    chosen = {"key": key, "sense": "offer", "sharing": "networks", "title": " "}
    answer = keep(networks, marie, chosen)
    assert answer.status_code == 200
    assert "edit" not in answer.json()
    assert not ExchangePage.objects.exists()
    assert keep(networks, marie, {**chosen, "title": "Cherche"}).json()["edit"]
    # Emptied again, it is the same draft.
    assert keep(networks, marie, chosen).json()["edit"]
    assert ExchangePage.objects.filter(owner=marie).count() == 1


def test_what_is_online_stays_while_its_change_is_typed_in_one_revision(
    networks: Networks, marie: Any
) -> None:
    page = published(networks.alliance, marie)
    revisions = page.revisions.count()
    for title in ("Cherche un", "Cherche un hangar"):
        keep(networks, marie, answers(marie, title=title, key=drafts.key_of(marie, page.uid)))
    page.refresh_from_db()
    assert (page.live, page.title, page.draft_title) == (True, "Cherche un local à Nice", "Cherche un hangar")
    assert page.revisions.count() == revisions + 1


def test_who_is_not_signed_in_any_more_is_told_where_to(networks: Networks, marie: Any) -> None:
    answer = keep(networks, None, answers(marie))
    assert answer.status_code == 401
    assert answer.json()["sign_in"].startswith(reverse("account_login"))
    assert not ExchangePage.objects.exists()


def test_another_persons_key_keeps_nothing(networks: Networks, marie: Any) -> None:
    paul = make_member(networks.alliance, "Paul")
    assert keep(networks, paul, answers(marie)).status_code == 400
    stranger = make_member(networks.apeas, "Léa")
    assert keep(networks, stranger, answers(stranger)).status_code == 403
    assert not ExchangePage.objects.exists()


def test_what_is_being_read_is_not_typed_into(networks: Networks, marie: Any) -> None:
    send(networks.alliance, marie)
    page = ExchangePage.objects.get(owner=marie)
    answer = keep(networks, marie, answers(marie, title="Autre", key=drafts.key_of(marie, page.uid)))
    assert answer.status_code == 409
    assert page.get_latest_revision_as_object().title == "Cherche un local à Nice"


def test_drafts_and_requests_are_bounded(
    networks: Networks, marie: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchanges.publishing.drafts.MOST_DRAFTS", 2)
    codes = [keep(networks, marie, answers(marie)).status_code for _draft in range(4)]
    assert codes == [200, 200, 409, 409]
    many = [keep(networks, marie, answers(marie)).status_code for _draft in range(40)]
    assert many[-1] == 429


def ask(networks: Networks, person: Any, **said: str) -> Any:
    return browser(networks.alliance, person).get(reverse("publishing_alike"), said)


def test_what_is_alike_and_what_answers_it_and_themes(
    networks: Networks, marie: Any, themes: dict[str, Theme]
) -> None:
    networks.exchange(networks.alliance, "Recherche salle de culture à Nice")
    networks.exchange(networks.alliance, "Salle de culture à Nice, le soir", sense="offer")
    networks.exchange(networks.alliance, "Salle de bain")
    hidden = networks.exchange(networks.alliance, "Salle de culture à Nice, terminée")
    hidden.unpublish()
    found = ask(networks, marie, title="cherche salle pour la culture, Nice", sense="need").json()
    assert [line["title"] for line in found["alike"]] == ["Recherche salle de culture à Nice"]
    assert [line["title"] for line in found["answers"]] == ["Salle de culture à Nice, le soir"]
    assert [theme["code"] for theme in found["themes"]] == ["culture"]
    assert ask(networks, None, title="salle de culture").status_code == 401


def test_themes_come_from_announcements_that_are_alike(
    networks: Networks, marie: Any, themes: dict[str, Theme]
) -> None:
    page = networks.exchange(networks.alliance, "Extracteur radial quatre cadres")
    page.themes = [themes["miel"]]
    page.save()
    found = ask(networks, marie, title="Prête extracteur radial", sense="need").json()
    assert [theme["code"] for theme in found["themes"]] == ["miel"]
