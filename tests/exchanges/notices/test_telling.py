"""Telling: once a person and subject, with as many queries for thirty people as for one."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.users.models import User
from exchanges.models import Kind, Mailbox, Notice, NoticePace, Pace
from exchanges.notices import hours
from exchanges.notices.paces import choose
from exchanges.notices.telling import tell
from sites.members import homes_of
from sites.models import Membership
from tests.exchanges.notices.conftest import FACTS
from tests.members import make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Notice]]


def at(clock: str, day: str = "2026-11-25") -> datetime:
    """That hour in Paris; the day is a Wednesday unless told."""
    return timezone.make_aware(datetime.fromisoformat(f"{day} {clock}"))


def test_a_person_hears_of_a_subject_once(told: Told, marie: User, letters: list[Any]) -> None:
    (notice,) = told(marie, marie)
    assert told(marie) == []
    assert told(marie, kind=Kind.ALERT) == []
    assert Notice.objects.get() == notice
    assert len(letters) == 1


def test_in_the_name_of_their_own_network_or_of_the_one_named(
    told: Told, networks: Networks, marie: User
) -> None:
    jean = make_member(networks.mesclun, "Jean")
    told(marie, jean)
    assert dict(Notice.objects.values_list("person", "network")) == {
        marie.pk: networks.alliance.pk,
        jean.pk: networks.mesclun.pk,
    }
    (named,) = told(marie, subject="other", network=networks.hub)
    assert named.network == networks.hub


def test_nobody_without_a_network_or_an_open_account_is_told(
    told: Told, networks: Networks, marie: User
) -> None:
    stranger = User.objects.create_user("stranger@example.org")
    Membership.objects.filter(person=marie).update(excluded_at=timezone.now())
    closed = make_member(networks.apeas, "Anne", is_active=False)
    assert told(stranger, marie, closed) == []


def test_facts_and_paces_of_one_person_alone(told: Told, networks: Networks, marie: User) -> None:
    jean = make_member(networks.alliance, "Jean")
    told(marie, jean, personal={jean.pk: {"reasons": ["miel"]}}, paces={jean.pk: Pace.WEEKLY})
    hers, his = Notice.objects.order_by("person")
    assert "reasons" not in hers.facts
    assert his.facts == {**FACTS, "reasons": ["miel"]}
    assert (hers.pace, his.pace) == (Pace.AT_ONCE, Pace.WEEKLY)


def test_as_many_queries_for_thirty_people_as_for_one(networks: Networks) -> None:
    people = [make_member(networks.alliance, f"Membre {number}") for number in range(31)]

    def cost(those: list[User], subject: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(
                tell(people=those, kind=Kind.MATCH, event="alert_hit", subject=subject, facts={})
            ) == len(those)
        return len(queries)

    assert cost(people[:1], "one") == cost(people[1:], "thirty") == 8


def test_homes_are_the_first_network_that_somebody_joined(networks: Networks, marie: User) -> None:
    Membership.objects.create(network=networks.apeas, person=marie)
    assert homes_of([marie]) == {marie.pk: networks.alliance}


@pytest.mark.parametrize(
    ("now", "start", "end", "expected"),
    [
        ("22:00", "21:00", "07:00", at("07:00", "2026-11-26")),
        ("03:00", "21:00", "07:00", at("07:00")),
        ("07:00", "21:00", "07:00", at("07:00")),
        ("20:59", "21:00", "07:00", at("20:59")),
        ("13:00", "12:00", "14:00", at("14:00")),
        ("11:00", "12:00", "14:00", at("11:00")),
        ("13:00", "12:00", "12:00", at("13:00")),
    ],
)
def test_quiet_hours(now: str, start: str, end: str, expected: datetime) -> None:
    box = Mailbox(quiet_from=time.fromisoformat(start), quiet_until=time.fromisoformat(end))
    assert hours.awake_at(at(now), box) == expected
    assert hours.awake_at(at(now), None) == at(now)


@pytest.mark.parametrize(
    ("pace", "now", "expected"),
    [
        (Pace.AT_ONCE, at("12:00"), at("12:00")),
        (Pace.DAILY, at("06:59"), at("07:00")),
        (Pace.DAILY, at("07:00"), at("07:00", "2026-11-26")),
        (Pace.WEEKLY, at("12:00"), at("07:00", "2026-11-30")),
        (Pace.WEEKLY, at("06:00", "2026-11-30"), at("07:00", "2026-11-30")),
        # The night on which clocks are put forward is an hour shorter.
        (Pace.DAILY, at("12:00", "2026-03-28"), at("07:00", "2026-03-29")),
        (Pace.NEVER, at("12:00"), None),
    ],
)
def test_when_a_mail_leaves(pace: Pace, now: datetime, expected: datetime | None) -> None:
    assert hours.leaves_at(pace, now, None) == expected
    assert hours.leaves_at(pace, now, Mailbox(stopped_at=now)) is None


def test_mail_due_follows_what_was_chosen(told: Told, marie: User, letters: list[Any]) -> None:
    choose(person=marie, kind=Kind.MATCH, pace=Pace.NEVER)
    (notice,) = told(marie)
    assert notice.mail_due_at is None
    choose(person=marie, kind=Kind.MATCH, pace=Pace.WEEKLY)
    choose(person=marie, kind=Kind.MATCH, pace=Pace.WEEKLY)
    assert NoticePace.objects.get().pace == Pace.WEEKLY
    (weekly,) = told(marie, subject="exchange:2")
    assert timezone.localtime(weekly.mail_due_at).weekday() == 0
    assert not letters


def test_another_pace_holds_for_what_has_yet_to_leave(told: Told, marie: User, letters: list[Any]) -> None:
    choose(person=marie, kind=Kind.MATCH, pace=Pace.DAILY)
    (notice,) = told(marie)
    choose(person=marie, kind=Kind.MATCH, pace=Pace.NEVER)
    notice.refresh_from_db()
    assert (notice.pace, notice.mail_due_at) == (Pace.NEVER, None)


def test_whom_a_network_excluded_hears_nothing_in_its_name(
    told: Told, networks: Networks, marie: User
) -> None:
    Membership.objects.create(network=networks.mesclun, person=marie, excluded_at=timezone.now())
    assert told(marie, network=networks.mesclun) == []
    (elsewhere,) = told(marie)
    assert elsewhere.network == networks.alliance
