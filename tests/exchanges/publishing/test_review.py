"""Read first, or shown at once, as the network wants it; and what the author hears of it."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import nested_form_data

from cms.core.registry import Duty
from exchanges.models import ExchangePage, Notice
from exchanges.publishing import review
from exchanges.publishing.review import Outcome, submit
from sites.models import Membership, NetworkSettings
from tests.exchanges.publishing.typed import act, decide, get, published, send, ways
from tests.members import browser, make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def marie(networks: Networks) -> Any:
    ways()
    return make_member(networks.alliance, "Marie")


@pytest.fixture
def moderator(networks: Networks) -> Any:
    return networks.user(("alliance", Duty.MODERATOR))


def review_by(networks: Networks, when: str) -> None:
    NetworkSettings.objects.filter(site=networks.alliance).update(review=when)


def only(person: Any) -> ExchangePage:
    return ExchangePage.objects.get(owner=person)


def test_the_first_is_read_and_the_next_are_shown_at_once(
    networks: Networks, marie: Any, moderator: Any
) -> None:
    review_by(networks, "first")
    send(networks.alliance, marie)
    page = only(marie)
    assert not page.live
    decide(page, moderator, accept=True)
    page.refresh_from_db()
    assert page.live
    assert Membership.objects.get(person=marie).trusted_at is not None
    send(networks.alliance, marie, title="Propose des cagettes", sense="offer", type="premises")
    assert ExchangePage.objects.get(title="Propose des cagettes").live


def test_what_is_always_read_is_read_also_of_those_who_are_trusted(
    networks: Networks, marie: Any, moderator: Any
) -> None:
    review_by(networks, "always")
    send(networks.alliance, marie)
    decide(only(marie), moderator, accept=True)
    send(networks.alliance, marie, title="Propose des cagettes")
    assert not ExchangePage.objects.get(title="Propose des cagettes").live


def test_whoever_may_publish_there_anyway_is_not_read(networks: Networks, moderator: Any) -> None:
    from sites.members import join

    review_by(networks, "always")
    network = NetworkSettings.objects.get(site=networks.alliance)
    join(network=network, person=moderator, accepts_charter=True)
    page = networks.exchange(networks.alliance, "Un local", owner=moderator)
    assert submit(page=page, person=moderator, network=network) == Outcome.PUBLISHED


def test_it_waits_in_the_inbox_of_those_who_moderate(networks: Networks, marie: Any, moderator: Any) -> None:
    review_by(networks, "first")
    send(networks.alliance, marie)
    page = only(marie)
    client = browser(networks.alliance, moderator)
    assert "Cherche un local à Nice" in client.get(reverse("wagtailadmin_home")).content.decode()
    task = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    assert client.post(url, nested_form_data({"comment": ""})).status_code in (200, 302)
    page.refresh_from_db()
    assert page.live


def test_the_author_hears_once_why_it_was_sent_back_and_sends_it_again(
    networks: Networks, marie: Any, moderator: Any
) -> None:
    review_by(networks, "first")
    send(networks.alliance, marie)
    page = only(marie)
    decide(page, moderator, accept=False, comment="Dites la surface.")
    notice = Notice.objects.get(person=marie)
    assert (notice.event, notice.facts["why"]) == ("review_refused", "Dites la surface.")
    assert notice.network == networks.alliance
    edit = reverse("publishing_edit", args=[page.pk])
    assert "Dites la surface." in browser(networks.alliance, marie).get(edit).content.decode()
    assert "Dites la surface." in get(networks.alliance, marie, "mine").content.decode()
    send(networks.alliance, marie, edit, title="Cherche un local de 40 m² à Nice")
    decide(page, moderator, accept=False, comment="Et le loyer ?")
    assert [each.facts["why"] for each in Notice.objects.order_by("pk")] == [
        "Dites la surface.",
        "Et le loyer ?",
    ]
    assert not ExchangePage.objects.live().filter(pk=page.pk).exists()


def test_the_author_hears_that_it_is_online_and_wagtail_does_not_write_as_well(
    networks: Networks, marie: Any, moderator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    review_by(networks, "first")
    send(networks.alliance, marie)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide(only(marie), moderator, accept=True)
    assert [notice.event for notice in Notice.objects.filter(person=marie)] == ["review_accepted"]
    assert not [sent for sent in mail.outbox if marie.email in sent.to and "/admin/" in sent.body]


def test_published_by_hand_it_is_accepted(networks: Networks, marie: Any, moderator: Any) -> None:
    review_by(networks, "first")
    send(networks.alliance, marie)
    page = only(marie)
    page.get_latest_revision().publish(user=moderator)
    assert Notice.objects.get(person=marie).event == "review_accepted"
    assert Membership.objects.get(person=marie).trusted_at is not None


def test_a_change_of_what_is_online_is_read_too_and_the_old_one_stays_meanwhile(
    networks: Networks, marie: Any, moderator: Any
) -> None:
    page = published(networks.alliance, marie)
    review_by(networks, "always")
    edit = reverse("publishing_edit", args=[page.pk])
    send(networks.alliance, marie, edit, title="Cherche un hangar")
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "Cherche un local à Nice")
    # While it is read nothing is typed into it.
    assert browser(networks.alliance, marie).get(edit)["Location"] == reverse("publishing_mine")
    decide(page, moderator, accept=True)
    page.refresh_from_db()
    assert page.title == "Cherche un hangar"


def test_taken_back_it_is_its_authors_again(networks: Networks, marie: Any) -> None:
    review_by(networks, "first")
    send(networks.alliance, marie)
    page = only(marie)
    assert act(networks.alliance, marie, "take_back", page)["Location"] == reverse(
        "publishing_edit", args=[page.pk]
    )
    assert not page.workflow_in_progress
    assert get(networks.alliance, marie, "edit", page.pk).status_code == 200
    assert not Notice.objects.filter(person=marie).exists()


def test_without_anybody_to_read_it_nothing_is_shown_and_nothing_is_lost(
    networks: Networks, marie: Any
) -> None:
    from wagtail.models import WorkflowPage

    review_by(networks, "first")
    WorkflowPage.objects.all().delete()
    response = send(networks.alliance, marie)
    assert "n’a personne pour relire" in response.content.decode()
    assert not only(marie).live
    assert only(marie).title == "Cherche un local à Nice"


def test_a_sheet_goes_the_same_way(networks: Networks, marie: Any, moderator: Any) -> None:
    review_by(networks, "first")
    sheet = networks.organisation(networks.alliance, "Les Paniers")
    speak_for(marie, sheet)
    network = NetworkSettings.objects.get(site=networks.alliance)
    sheet.summary = "Des paniers"
    assert review.submit(page=sheet, person=marie, network=network) == Outcome.WAITING
    sheet.refresh_from_db()
    assert sheet.summary == ""
    decide(sheet, moderator, accept=True)
    sheet.refresh_from_db()
    assert sheet.summary == "Des paniers"
    assert Notice.objects.get(person=marie).kind == "structure"


def test_handed_in_again_it_is_read_once(networks: Networks, marie: Any) -> None:
    review_by(networks, "first")
    send(networks.alliance, marie)
    page = only(marie)
    network = NetworkSettings.objects.get(site=networks.alliance)
    submit(page=page, person=marie, network=network)
    assert WorkflowState.objects.filter(object_id=page.pk, status="in_progress").count() == 1
