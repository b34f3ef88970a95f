"""Wagtail's mails about a page reach those who may see it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import RequestFactory
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Comment, Page, PageSubscription, WorkflowState

from cms.core.registry import Duty
from cms.users.models import User
from sites.people import remove
from sites.roles import group_for
from tests.networks import Networks
from tests.sites.people_world import network_of

pytestmark = pytest.mark.django_db
Leave = Callable[[User], None]


@pytest.fixture
def leaver(networks: Networks) -> User:
    return networks.user(("apeas", Duty.EDITOR), ("alliance", Duty.EDITOR))


@pytest.fixture
def manager(networks: Networks) -> User:
    return networks.user(("apeas", Duty.MANAGER))


@pytest.fixture
def page(networks: Networks) -> Page:
    return networks.exchange(networks.apeas, "Besoin discret")


@pytest.fixture(params=["people", "groups"])
def leave(request: Any, networks: Networks, manager: User) -> Leave:
    """Somebody leaves APEAS: a manager takes them out, or a superuser empties their groups."""
    if request.param == "groups":
        return lambda person: person.groups.clear()
    return lambda person: _taken_out(networks, person, manager)


def _taken_out(networks: Networks, person: User, by: User) -> None:
    remove(network=network_of(networks.apeas), person=person, by=by)


def say(page: Page, by: User) -> None:
    """Add a comment, as the editor of pages does once it is saved."""
    comment = Comment.objects.create(page=page, user=by, text="À garder entre nous", contentpath="title")
    view: Any = EditView()
    view.page, view.request = page, RequestFactory().get("/")
    view.request.user = by
    nothing: list[Any] = []
    changes = {"deleted_comments": nothing, "resolved_comments": nothing, "new_replies": nothing}
    view.send_commenting_notifications({**changes, "new_comments": [comment]})


def told() -> set[str]:
    """Who was written to, until now."""
    found = {address for letter in mail.outbox for address in letter.to}
    mail.outbox.clear()
    return found


def test_comments_are_not_told_to_who_followed_the_page(
    page: Page, leaver: User, manager: User, leave: Leave
) -> None:
    stays = User.objects.create_superuser("root@example.org", "x")
    for person in (leaver, stays):
        PageSubscription.objects.create(user=person, page=page, comment_notifications=True)
    say(page, manager)
    assert told() == {leaver.email, stays.email}
    leave(leaver)
    say(page, manager)
    assert told() == {stays.email}


def test_nor_to_who_took_part_in_the_thread(page: Page, leaver: User, manager: User, leave: Leave) -> None:
    thread = Comment.objects.create(page=page, user=leaver, text="Un mot", contentpath="title")
    view: Any = EditView()
    view.page, view.request = page, RequestFactory().get("/")
    view.request.user = manager
    changes: dict[str, list[Any]] = {"new_comments": [], "deleted_comments": [], "new_replies": []}
    for expected in ({leaver.email}, set()):
        view.send_commenting_notifications({**changes, "resolved_comments": [thread]})
        assert told() == expected
        leave(leaver)


def test_nor_is_the_end_of_a_review_to_who_asked_for_it(
    page: Page, leaver: User, manager: User, leave: Leave
) -> None:
    workflow = page.get_workflow()
    assert workflow is not None
    for expected in ({leaver.email}, set()):
        started = workflow.start(page, leaver)
        told()
        if not expected:
            leave(leaver)
        # As another request finds it.
        state = WorkflowState.objects.get(pk=started.pk)
        state.current_task_state.specific.reject(user=manager)
        state.refresh_from_db()
        state.cancel(user=manager)
        assert told() == expected


def test_nor_a_step_of_it_to_a_group_that_reviews_for_others(
    networks: Networks, page: Page, leaver: User, manager: User, leave: Leave
) -> None:
    task = page.get_workflow().tasks.get().specific
    theirs = group_for(networks.alliance, Duty.EDITOR)
    assert theirs is not None
    task.groups.add(theirs)
    page.get_workflow().start(page, manager).cancel(user=manager)
    assert leaver.email in told()
    leave(leaver)
    leaver.groups.add(theirs)
    page.get_workflow().start(page, manager)
    assert leaver.email not in told()
