"""Two who do the same at once, in real processes: one effect."""

import os
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cms.core.registry import Duty
from cms.users.models import Letter, User
from sites import invitations, people
from sites.models import Invitation
from sites.people import duties_of, people_of
from tests.networks import Networks
from tests.processes import finish, spawn
from tests.sites.people_world import GOOD, logged, network_of

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "nouvelle@example.org"


def at_once(*works: Any) -> None:
    """Run these in a process each, all let go at the same moment."""
    reading, writing = os.pipe()

    def started(work: Any) -> Any:
        def run() -> None:
            os.read(reading, 1)
            work()

        return run

    children = [spawn(started(work)) for work in works]
    os.write(writing, b"x" * len(works))
    assert all(finish(child) for child in children)
    os.close(reading)
    os.close(writing)


def test_two_who_invite_at_once_make_one_invitation(networks: Networks) -> None:
    inviters = [
        networks.user(("apeas", Duty.MANAGER)),
        networks.user(("apeas", Duty.MANAGER), ("apeas", Duty.EDITOR)),
    ]
    network = network_of(networks.apeas)

    def try_once(by: User) -> Any:
        def work() -> None:
            try:
                invitations.invite(network=network, email=NEW, duties=[Duty.EDITOR], by=by)
            except ValidationError:
                return

        return work

    at_once(*(try_once(by) for by in inviters))
    assert Invitation.objects.count() == Letter.objects.count() == 1


def test_accepted_twice_at_once_there_is_one_account(networks: Networks) -> None:
    by = networks.user(("apeas", Duty.MANAGER))
    made = invitations.invite(network=network_of(networks.apeas), email=NEW, duties=[Duty.EDITOR], by=by)

    def work() -> None:
        try:
            invitations.accept_with_new_account(
                invitation=made, first_name="Ana", last_name="", password=GOOD
            )
        except invitations.NotOpenError:
            return

    at_once(work, work, work)
    assert User.objects.filter(email=NEW).count() == 1
    assert [action for action, _who in logged(networks.apeas)].count(invitations.ACCEPTED) == 1


def test_one_who_clicks_twice_at_once_accepts_once(networks: Networks) -> None:
    by, person = networks.user(("apeas", Duty.MANAGER)), networks.user(("alliance", Duty.EDITOR))
    network = network_of(networks.apeas)
    made = invitations.invite(network=network, email=person.email, duties=[Duty.EDITOR], by=by)

    def work() -> None:
        invitations.accept(invitation=made, person=person)

    at_once(work, work, work)
    assert [duties_of(each) for each in people_of(networks.apeas) if each == person] == [[Duty.EDITOR]]
    assert [action for action, _who in logged(networks.apeas)].count(invitations.ACCEPTED) == 1


def test_two_managers_who_leave_at_once_leave_one(networks: Networks) -> None:
    pair = [
        networks.user(("apeas", Duty.MANAGER)),
        networks.user(("apeas", Duty.MANAGER), ("apeas", Duty.EDITOR)),
    ]
    root = User.objects.create_superuser("root@example.org", "x")
    network = network_of(networks.apeas)

    def leave(person: User) -> Any:
        def work() -> None:
            try:
                people.remove(network=network, person=person, by=root)
            except ValidationError:
                return

        return work

    at_once(*(leave(person) for person in pair))
    managers = [person for person in people_of(networks.apeas) if Duty.MANAGER in duties_of(person)]
    assert len(managers) == 1
