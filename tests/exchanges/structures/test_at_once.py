"""Two who do the same at once, in real processes: one effect."""

import os
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from cms.core.registry import Duty
from cms.users.models import Letter
from exchanges.models import Involvement, Notice, Standing
from exchanges.structures import claims, invitations, team
from tests.exchanges.structures.world import path_in
from tests.members import make_member, speak_for
from tests.networks import Networks
from tests.processes import finish, spawn

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_two_who_decide_at_once_decide_once(networks: Networks) -> None:
    page = networks.organisation(networks.apeas, "Jardin")
    page.contacts.create(medium="email", value="jardin@example.org")
    marie, luc = make_member(networks.apeas, "Marie"), make_member(networks.apeas, "Luc")
    speak_for(luc, page)
    moderator = networks.user(("apeas", Duty.MODERATOR))
    claim = claims.ask(person=marie, organisation=page)
    # The mail has left: the letter says nothing any more.
    token = path_in({"text": mail.outbox[0].body}).rstrip("/").rpartition("/")[2]

    def deciding(verb: Any) -> Any:
        def work() -> None:
            try:
                verb()
            except claims.NotWaitingError:
                return

        return work

    at_once(
        deciding(lambda: claims.decide(involvement=claim, by=luc, accepts=True)),
        deciding(lambda: claims.decide(involvement=claim, by=moderator, accepts=False, reason="Non")),
        deciding(lambda: claims.confirm_by_mail(token=token)),
    )
    claim.refresh_from_db()
    [notice] = Notice.objects.filter(person=marie)
    assert claim.standing in (Standing.CONFIRMED, Standing.REFUSED)
    assert notice.facts["accepted"] is (claim.standing == Standing.CONFIRMED)
    assert bool(claim.reason) is (claim.standing == Standing.REFUSED)


def test_one_who_asks_twice_at_once_asks_once(networks: Networks) -> None:
    page = networks.organisation(networks.apeas, "Jardin")
    page.contacts.create(medium="email", value="jardin@example.org")
    marie = make_member(networks.apeas, "Marie")

    def work() -> None:
        claims.ask(person=marie, organisation=page)

    at_once(work, work, work)
    assert Involvement.objects.count() == Letter.objects.count() == 1


def test_two_who_accept_one_invitation_at_once_are_one(networks: Networks) -> None:
    page = networks.organisation(networks.apeas, "Jardin")
    people = [make_member(networks.apeas, name) for name in ("Marie", "Luc", "Ana")]
    speak_for(people[2], page)
    made = invitations.invite(organisation=page, email="contact@example.org", by=people[2])

    def accepting(person: Any) -> Any:
        def work() -> None:
            try:
                invitations.accept(invitation=made, person=person)
            except invitations.NotOpenError:
                return

        return work

    at_once(*(accepting(person) for person in people[:2]))
    assert team.of(page.pk).count() == 2


def test_two_who_take_each_other_out_at_once_leave_one(networks: Networks) -> None:
    page = networks.organisation(networks.apeas, "Jardin")
    people = [make_member(networks.apeas, name) for name in ("Marie", "Luc")]
    rows = [speak_for(person, page) for person in people]

    def removing(index: int) -> Any:
        def work() -> None:
            try:
                team.remove(involvement=rows[index], by=people[1 - index])
            except PermissionDenied:
                return

        return work

    at_once(removing(0), removing(1))
    assert team.of(page.pk).count() == 1
