"""What moderators took off stays off: its author can't put it back before they free it."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data

from cms.core.registry import Duty
from exchanges.care import reports
from exchanges.models import ExchangePage, Notice, Verdict
from exchanges.publishing import life, review
from exchanges.publishing.drafts import key_of
from sites.models import Membership, NetworkSettings
from tests.exchanges.publishing.typed import act, answers, get, published, send, ways
from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def marie(networks: Networks) -> Any:
    ways()
    return make_member(networks.alliance, "Marie")


def judged(networks: Networks, page: ExchangePage, verdict: Verdict) -> None:
    """The moderators decide on a report."""
    moderator = networks.user(("alliance", Duty.MODERATOR)) if verdict == Verdict.REMOVED else None
    made = reports.report(page=page, complaint="charter", text=verdict, email="zoe@example.org")
    assert made is not None
    reports.decide(made=made, verdict=verdict, reason="Vu.", by=moderator or page.locked_by)


def is_shown(page: ExchangePage) -> bool:
    return ExchangePage.objects.live().filter(pk=page.pk).exists()


def test_it_can_neither_be_sent_again_nor_resumed(networks: Networks, marie: Any) -> None:
    page = published(networks.alliance, marie)
    life.pause(page=page, by=marie)
    judged(networks, page, Verdict.REMOVED)
    path = reverse("publishing_edit", args=[page.pk])
    again = browser(networks.alliance, marie).post(path, answers(marie, title=page.title))
    assert "modérateurs" in again.content.decode()
    act(networks.alliance, marie, "resume", page)
    with pytest.raises(life.NotNowError):
        life.resume(page=page, by=marie)
    assert not is_shown(page)


def test_once_it_is_freed_it_can(networks: Networks, marie: Any) -> None:
    page = published(networks.alliance, marie)
    judged(networks, page, Verdict.REMOVED)
    page.refresh_from_db()
    judged(networks, page, Verdict.KEPT)
    path = reverse("publishing_edit", args=[page.pk])
    typed = answers(marie, title=page.title)
    assert browser(networks.alliance, marie).post(path, typed).status_code == 302
    assert is_shown(page)


def trusted_to_copy(networks: Networks, marie: Any) -> ExchangePage:
    """Something of somebody whose announcements are shown at once."""
    page = published(networks.alliance, marie)
    Membership.objects.filter(person=marie).update(trusted_at=timezone.now())
    return page


def copied(networks: Networks, marie: Any, page: ExchangePage) -> ExchangePage:
    """What they get by the button."""
    before = set(ExchangePage.objects.values_list("pk", flat=True))
    act(networks.alliance, marie, "copy", page, key=key_of(marie, uuid4()))
    return ExchangePage.objects.exclude(pk__in=before).get()


def test_it_is_not_copied_either(networks: Networks, marie: Any) -> None:
    page = trusted_to_copy(networks, marie)
    judged(networks, page, Verdict.REMOVED)
    client = browser(networks.alliance, marie)
    copy = reverse("publishing_copy", args=[page.pk])
    for closed in (False, True):
        if closed:
            act(networks.alliance, marie, "close", page, why="other")
        shown = client.get(reverse("publishing_mine")).content.decode()
        assert copy not in shown
        answer = client.post(copy, {"key": key_of(marie, uuid4())}, follow=True)
        assert "modérateurs" in answer.content.decode()
    assert ExchangePage.objects.get() == page


@pytest.mark.parametrize("when", ["never", "first"])
def test_a_copy_that_was_made_before_is_read_whoever_sends_it(
    networks: Networks, marie: Any, when: str
) -> None:
    page = trusted_to_copy(networks, marie)
    copy = copied(networks, marie, page)
    of_copy = copied(networks, marie, copy)
    other = copied(networks, marie, published(networks.alliance, marie, title="Propose des cagettes"))
    judged(networks, page, Verdict.REMOVED)
    NetworkSettings.objects.filter(site=networks.alliance).update(review=when)
    for each in (copy, of_copy, other):
        path = reverse("publishing_edit", args=[each.pk])
        send(networks.alliance, marie, path, title=f"Le même autrement, {each.pk}")
    assert [is_shown(each) for each in (copy, of_copy, other)] == [False, False, True]
    assert [review.is_waiting(each) for each in (copy, of_copy)] == [True, True]


def test_once_it_is_freed_its_copies_are_like_any_other(networks: Networks, marie: Any) -> None:
    page = trusted_to_copy(networks, marie)
    judged(networks, page, Verdict.REMOVED)
    page.refresh_from_db()
    judged(networks, page, Verdict.KEPT)
    copy = copied(networks, marie, page)
    send(networks.alliance, marie, reverse("publishing_edit", args=[copy.pk]), title="Le même autrement")
    assert is_shown(copy)


def approve(page: ExchangePage, task: Any, by: Any) -> Any:
    """The answer to a moderator who approves, in the administration, what that task was about."""
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    return browser(page.get_site(), by).post(url, nested_form_data({"comment": ""}))


def test_a_change_that_waited_is_not_published_by_whoever_approves_it(networks: Networks, marie: Any) -> None:
    page = published(networks.alliance, marie)
    NetworkSettings.objects.filter(site=networks.alliance).update(review="always")
    send(networks.alliance, marie, reverse("publishing_edit", args=[page.pk]), title="Cherche un hangar")
    task = page.current_workflow_task_state
    assert task is not None
    judged(networks, page, Verdict.REMOVED)
    page.refresh_from_db()
    approve(page, task, by=page.locked_by)
    assert not is_shown(page)
    assert not review.is_waiting(page)
    # The decision is what its author hears, alone: nobody judged the change.
    assert list(Notice.objects.filter(person=marie).order_by("pk").values_list("event", flat=True)) == [
        "reported",
        "report_decided",
    ]
    assert "Retirée par le réseau" in get(networks.alliance, marie, "mine").content.decode()
