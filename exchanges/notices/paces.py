"""How soon a person wants mails about a kind of thing."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.users.models import User
from exchanges.models import Alert, Kind, Mailbox, Notice, NoticePace, Pace
from exchanges.notices.hours import leaves_at

# What holds until somebody says otherwise: what others wait for comes at once.
USUAL: dict[str, Pace] = {Kind.MATCH: Pace.AT_ONCE, Kind.ALERT: Pace.DAILY}
# Each alert has a pace of its own.
CHOSEN_BY_KIND = tuple(kind for kind in Kind if kind != Kind.ALERT)


def pace_of(*, person: User, kind: str) -> Pace:
    """What the person chose, or else what is usual."""
    return paces_of(people=[person.pk], kind=kind)[person.pk]


def paces_of(*, people: Collection[int], kind: str) -> dict[int, Pace]:
    """The same for many, by the id of the person; one query."""
    chosen = dict(NoticePace.objects.filter(person__in=people, kind=kind).values_list("person", "pace"))
    return {person: Pace(chosen.get(person, USUAL.get(kind, Pace.AT_ONCE))) for person in people}


def choices_of(person: User) -> dict[str, Pace]:
    """The pace of each kind that has one; one query."""
    chosen = dict(NoticePace.objects.filter(person=person).values_list("kind", "pace"))
    return {kind: Pace(chosen.get(kind, USUAL.get(kind, Pace.AT_ONCE))) for kind in CHOSEN_BY_KIND}


def choose(*, person: User, kind: str, pace: Pace) -> None:
    """From now on the person hears at that pace of things of that kind; what waits to leave is set to it too.

    The kind of alerts stands for all of the person's alerts. Safe to run twice.
    """
    with transaction.atomic():
        if kind == Kind.ALERT:
            Alert.objects.filter(person=person, ended_at=None).update(pace=pace)
        else:
            NoticePace.objects.update_or_create(person=person, kind=kind, defaults={"pace": pace})
        box = Mailbox.objects.filter(person=person).first()
        reset(Notice.objects.filter(person=person, kind=kind), pace, box)


def reset(notices: QuerySet[Notice], pace: Pace, mailbox: Mailbox | None) -> None:
    """Have the mails of these notices that have yet to leave, leave at that pace."""
    waiting = notices.filter(mailed_at=None, mail_due_at__isnull=False)
    waiting.update(pace=pace, mail_due_at=leaves_at(pace, timezone.now(), mailbox))
