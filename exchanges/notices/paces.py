"""How soon a person wants mails about a kind of thing."""

from datetime import datetime

from django.utils import timezone

from cms.users.models import User
from exchanges.models import Kind, NoticePace, Pace

# What holds until somebody says otherwise: what others wait for comes at once.
USUAL: dict[str, Pace] = {Kind.MATCH: Pace.AT_ONCE, Kind.ALERT: Pace.DAILY}


def pace_of(*, person: User, kind: str) -> Pace:
    """What the person chose, or else what is usual."""
    chosen = NoticePace.objects.filter(person=person, kind=kind).values_list("pace", flat=True).first()
    return Pace(chosen) if chosen else USUAL.get(kind, Pace.AT_ONCE)


def due_at(*, person: User, kind: str) -> datetime | None:
    """When the mail about something of that kind that happens now should leave; None: never."""
    return timezone.now() if pace_of(person=person, kind=kind) == Pace.AT_ONCE else None
