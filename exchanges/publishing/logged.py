"""What the history of an announcement says of what its author did with it."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from exchanges.models import Result
from exchanges.publishing import calendar, life, lineage

# Action -> what it is called, and the sentence.
LABELS: dict[str, tuple[Any, Any]] = {
    life.RENEWED: (_("Renew"), _("Renewed until %(until)s")),
    life.PAUSED: (_("Pause"), _("Paused by its author")),
    life.RESUMED: (_("Resume"), _("Resumed by its author")),
    life.CLOSED: (_("Close"), _("Closed: %(why)s")),
    lineage.COPIED: (_("Copy"), _("Copied from another announcement")),
    life.DROPPED: (_("Throw changes away"), _("Changes thrown away by their author")),
}


def formatter(action: str) -> type[LogFormatter]:
    """What shows an action in a history."""
    called, sentence = LABELS[action]

    class Formatter(LogFormatter):
        label: Any = called

        def format_message(self, log_entry: Any) -> str:
            """The sentence, with its date or reason."""
            return str(sentence) % words(log_entry.data)

    return Formatter


def words(data: dict[str, Any]) -> dict[str, str]:
    """What was kept, as people read it."""
    day, why = calendar.day_of(data.get("until", "")), data.get("why", "")
    return {
        "until": date_format(day, "j F Y") if day else gettext("no day"),
        "why": str(Result(why).label) if why in Result.values else why,
    }
