"""Renewed, paused, resumed, closed, copied, deleted: each once, whoever comes second."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from exchanges.models import ExchangePage, Result
from exchanges.publishing import calendar, drafts, life
from sites.models import NetworkSettings
from tests.exchanges.publishing.typed import act, picture, published, send, ways
from tests.members import make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db
IN_TWO_DAYS = timedelta(days=2)


@pytest.fixture
def marie(networks: Networks) -> Any:
    ways()
    return make_member(networks.alliance, "Marie")


@pytest.fixture
def page(networks: Networks, marie: Any) -> ExchangePage:
    return published(networks.alliance, marie)


def now(page: ExchangePage) -> ExchangePage:
    return ExchangePage.objects.get(pk=page.pk)


def test_renewed_by_two_people_at_once_it_goes_on_for_three_months(page: ExchangePage, marie: Any) -> None:
    until = page.expires_on
    assert life.renew(page=page, by=marie, until=until)
    assert not life.renew(page=page, by=marie, until=until)
    assert now(page).expires_on == calendar.later(until)
    assert now(page).get_latest_revision_as_object().expires_on == calendar.later(until)


def test_renewing_publishes_no_change_that_nobody_read(
    networks: Networks, page: ExchangePage, marie: Any
) -> None:
    edit = reverse("publishing_edit", args=[page.pk])
    send(networks.alliance, marie, edit, title="Pas encore envoyé", keep="1")
    life.renew(page=page, by=marie, until=page.expires_on)
    assert now(page).title == "Cherche un local à Nice"
    assert now(page).get_latest_revision_as_object().title == "Pas encore envoyé"
    assert now(page).get_latest_revision_as_object().expires_on == now(page).expires_on


def test_what_had_expired_comes_back(networks: Networks, page: ExchangePage, marie: Any) -> None:
    past = timezone.localdate() - IN_TWO_DAYS
    ExchangePage.objects.filter(pk=page.pk).update(expires_on=past)
    assert not ExchangePage.objects.current().filter(pk=page.pk).exists()
    act(networks.alliance, marie, "renew", page, until=past.isoformat())
    assert now(page).expires_on == calendar.proposed()
    assert ExchangePage.objects.current().filter(pk=page.pk).exists()


def test_paused_and_resumed_as_it_was(networks: Networks, page: ExchangePage, marie: Any) -> None:
    assert life.pause(page=page, by=marie)
    assert not life.pause(page=page, by=marie)
    assert not now(page).live
    assert now(page).paused_at is not None
    assert life.resume(page=page, by=marie)
    assert not life.resume(page=page, by=marie)
    assert now(page).live
    assert now(page).paused_at is None
    assert now(page).body == "<p>Quarante mètres carrés.</p><p>Pour des paniers.</p>"


def test_resuming_publishes_no_change_that_nobody_read(
    networks: Networks, page: ExchangePage, marie: Any
) -> None:
    life.pause(page=page, by=marie)
    edit = reverse("publishing_edit", args=[page.pk])
    send(networks.alliance, marie, edit, title="Pas encore envoyé", keep="1")
    life.resume(page=page, by=marie)
    assert (now(page).live, now(page).title) == (True, "Cherche un local à Nice")
    assert now(page).get_latest_revision_as_object().title == "Pas encore envoyé"
    assert life.drop_changes(page=page, by=marie)
    assert not life.drop_changes(page=page, by=marie)
    assert now(page).get_latest_revision_as_object().title == "Cherche un local à Nice"
    assert not now(page).has_unpublished_changes


def test_closed_once_with_why_and_not_renewed_any_more(page: ExchangePage, marie: Any) -> None:
    heard: list[Any] = []

    def hear(page: ExchangePage, why: Result, **kwargs: Any) -> None:
        heard.append((page.pk, why))

    life.closed.connect(hear)
    try:
        assert life.close(page=page, by=marie, why=Result.ELSEWHERE)
        assert not life.close(page=page, by=marie, why=Result.PRICE)
    finally:
        life.closed.disconnect(hear)
    assert heard == [(page.pk, Result.ELSEWHERE)]
    assert not now(page).live
    with pytest.raises(life.NotNowError):
        life.renew(page=page, by=marie, until=page.expires_on)
    with pytest.raises(life.NotNowError):
        life.resume(page=page, by=marie)


def test_a_network_that_publishes_a_paused_one_ends_the_pause(page: ExchangePage, marie: Any) -> None:
    life.pause(page=page, by=marie)
    now(page).save_revision().publish()
    assert now(page).paused_at is None


def test_what_waited_to_be_read_is_taken_back_when_it_is_paused(
    networks: Networks, page: ExchangePage, marie: Any
) -> None:
    NetworkSettings.objects.filter(site=networks.alliance).update(review="always")
    send(networks.alliance, marie, reverse("publishing_edit", args=[page.pk]), title="Autre chose")
    assert now(page).workflow_in_progress
    life.pause(page=page, by=marie)
    assert not now(page).workflow_in_progress


def test_copied_once_for_oneself(networks: Networks, page: ExchangePage, marie: Any) -> None:
    key = drafts.key_of(marie, page.translation_key)
    first = act(networks.alliance, marie, "copy", page, key=key)
    assert act(networks.alliance, marie, "copy", page, key=key)["Location"] == first["Location"]
    made = ExchangePage.objects.exclude(pk=page.pk).get()
    assert (made.title, made.body, made.terms) == (page.title, page.body, page.terms)
    assert [way.code for way in made.methods.all()] == ["loan"]
    assert made.uid != page.uid
    assert not made.live
    assert drafts.is_unsent(made)


def test_a_draft_goes_with_its_picture_and_what_was_published_stays(
    networks: Networks, page: ExchangePage, marie: Any
) -> None:
    from wagtail.images import get_image_model

    send(networks.alliance, marie, title="Un brouillon", keep="1", picture=picture())
    draft = ExchangePage.objects.get(title="Un brouillon")
    assert act(networks.alliance, marie, "delete", draft)["Location"] == reverse("publishing_mine")
    assert not ExchangePage.objects.filter(pk=draft.pk).exists()
    assert not get_image_model().objects.exists()
    assert not life.delete(page=draft, by=marie)
    act(networks.alliance, marie, "delete", page)
    assert now(page).live


def test_two_who_speak_for_a_structure_have_one_effect(networks: Networks, marie: Any) -> None:
    sheet = networks.organisation(networks.alliance, "Les Paniers")
    paul = make_member(networks.alliance, "Paul")
    for person in (marie, paul):
        speak_for(person, sheet)
    page = published(networks.alliance, marie, organisation=sheet.pk)
    data = {"until": page.expires_on.isoformat()}
    for person in (marie, paul):
        assert act(networks.alliance, person, "renew", page, **data).status_code == 302
    assert now(page).expires_on == calendar.later(page.expires_on)
    for person in (marie, paul):
        act(networks.alliance, person, "close", page, why="elsewhere")
    assert now(page).closed_at is not None


def test_what_is_done_stands_in_the_history(page: ExchangePage, marie: Any) -> None:
    from wagtail.models import PageLogEntry

    life.renew(page=page, by=marie, until=page.expires_on)
    life.pause(page=page, by=marie)
    life.resume(page=page, by=marie)
    life.close(page=page, by=marie, why=Result.PRICE)
    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="exchanges.").order_by("pk")
    assert [entry.action for entry in entries] == [life.RENEWED, life.PAUSED, life.RESUMED, life.CLOSED]
    assert "Prix" in str(entries.last().formatter.format_message(entries.last()))
