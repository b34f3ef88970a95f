"""How long an announcement stands, and what is said of its last day."""

import calendar
from datetime import date, timedelta

from django.conf import settings
from django.utils import formats, timezone, translation

MONTHS = 3
# A listing that nobody looks after for longer is a dead one.
LONGEST = timedelta(days=366)
WARNED = timedelta(days=7)


def later(day: date, months: int = MONTHS) -> date:
    """The same day that many months later; the last one of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def proposed() -> date:
    """Until when an announcement that is typed today stands, unless its author says otherwise."""
    return later(timezone.localdate())


def renewed(until: date | None) -> date:
    """Until when an announcement stands that is renewed today."""
    return later(max(until or timezone.localdate(), timezone.localdate()))


def in_words(day: date) -> str:
    """The day as it is kept in a notice, in the language of the platform."""
    with translation.override(settings.LANGUAGE_CODE):
        return formats.date_format(day, "j F Y")


def day_of(text: str) -> date | None:
    """The day that a form or a log names ("2026-03-01"); None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
