"""The hours of mails: when digests leave, and when somebody does not want to be woken."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from exchanges.models import Mailbox, Pace

# Digests leave then, by the clock of Europe/Paris (TIME_ZONE); the weekly ones on Mondays.
MORNING = time(7)
MONDAY = 0
# What the preferences propose.
EVENING = time(21)


def next_morning(now: datetime, *, weekday: int | None = None) -> datetime:
    """The next time that digests leave, on that day of the week where one is given."""
    day = timezone.localtime(now).date()
    while _at(day, MORNING) <= now or weekday not in (None, day.weekday()):
        day += timedelta(days=1)
    return _at(day, MORNING)


def leaves_at(pace: str, now: datetime, mailbox: Mailbox | None) -> datetime | None:
    """When the mail about something that happens now should leave at that pace; None: never."""
    if pace == Pace.NEVER or (mailbox is not None and mailbox.stopped_at):
        return None
    if pace == Pace.AT_ONCE:
        return awake_at(now, mailbox)
    return next_morning(now, weekday=MONDAY if pace == Pace.WEEKLY else None)


def awake_at(now: datetime, mailbox: Mailbox | None) -> datetime:
    """Now, or the end of the quiet hours in which now falls."""
    start = mailbox.quiet_from if mailbox else None
    end = mailbox.quiet_until if mailbox else None
    if start is None or end is None or start == end:
        return now
    local = timezone.localtime(now)
    clock = local.time()
    through_midnight = start > end
    if through_midnight and clock >= start:
        return _at(local.date() + timedelta(days=1), end)
    if clock < end and (through_midnight or clock >= start):
        return _at(local.date(), end)
    return now


def _at(day: object, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))  # type: ignore[arg-type]
