"""What is told of a report, and to whom: what is wrong and what was decided, never who reported it."""

from collections.abc import Iterable

from cms.users.mails import network_mail
from cms.users.models import User
from exchanges.models import Kind, Report, Verdict
from exchanges.notices.telling import tell

OUTCOME_MAIL = "exchanges/care/mail/report_outcome"


def tell_reported(made: Report, people: Iterable[User]) -> None:
    """Tell its authors that the page was reported. Of a message nobody is told: it would say by whom."""
    if made.message_id:
        return
    tell(
        people=people,
        kind=Kind.PAGE,
        event="reported",
        subject=f"report:{made.pk}",
        facts={"title": made.title, "complaint": made.complaint},
        page=made.page,
    )


def tell_decided(made: Report, people: Iterable[User]) -> None:
    """Tell its authors and whoever reported it what was decided, and why."""
    facts = {
        "title": made.title,
        "complaint": made.complaint,
        "verdict": made.verdict,
        "reason": made.reason,
    }
    decided = f"{made.decided_at:%Y%m%d%H%M%S%f}"
    # A message that stays is nothing to its author, who was not told of the report.
    if not made.message_id or made.verdict == Verdict.REMOVED:
        tell(
            people=people,
            kind=Kind.PAGE,
            event="report_decided",
            subject=f"report:{made.pk}:decided:{decided}",
            facts=facts,
            page=made.page,
        )
    if made.verdict != Verdict.PASSED_ON:
        _tell_reporter(made, facts, decided)


def _tell_reporter(made: Report, facts: dict[str, str], decided: str) -> None:
    if made.person_id and made.person:
        tell(
            people=[made.person],
            kind=Kind.PAGE,
            event="report_outcome",
            subject=f"report:{made.pk}:outcome:{decided}",
            facts=facts,
            page=made.page,
        )
    elif made.email:
        network_mail(
            site_id=made.network_id,
            to=made.email,
            template=OUTCOME_MAIL,
            context=facts,
            key=f"report:{made.pk}:{decided}",
        )
