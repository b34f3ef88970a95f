"""What the history of a page says of how its network helped it on, and of reports."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from exchanges.care import help as helping
from exchanges.care.reports import DECIDED
from exchanges.models import Verdict

# Action -> what it is called, and the sentence.
SENTENCES: dict[str, tuple[Any, Any]] = {
    helping.PROPOSED: (_("Propose a structure"), _("Proposed to %(structure)s.")),
    helping.WIDENED: (_("Widen the area"), _("Looked for in %(to)s instead of %(from)s.")),
    helping.NARROWED: (_("Undo the wider area"), _("Looked for in %(to)s again.")),
    helping.RELAUNCHED: (_("Relaunch"), _("Relaunched: %(told)s more people told.")),
    helping.SUGGESTED: (_("Suggest to close"), _("Its author was asked whether it should stay.")),
    DECIDED: (_("Decide on a report"), _("Report decided: %(verdict)s.")),
}


def formatter(action: str) -> type[LogFormatter]:
    """What shows an action in a history."""
    called, sentence = SENTENCES[action]

    class Formatter(LogFormatter):
        label: Any = called

        def format_message(self, log_entry: Any) -> str:
            """The sentence, with what it was about."""
            return str(sentence) % words(log_entry.data or {})

    return Formatter


def words(data: dict[str, Any]) -> dict[str, Any]:
    """What was kept, as it is called today."""
    verdict = data.get("verdict", "")
    named = Verdict(verdict).label if verdict in Verdict.values else gettext("nothing")
    return {"structure": "", "from": "", "to": "", "told": 0, **data, "verdict": named}
