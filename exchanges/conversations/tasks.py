"""What the queue runs for this room; each may run twice, late, or be killed."""

from exchanges.conversations.leaving import hand_on
from exchanges.conversations.outcomes import ask_due
from exchanges.conversations.parties import follow
from exchanges.conversations.pending import forget_old


def ask_outcomes() -> int:
    """Ask authors how it ended, where it is time; how many were asked."""
    return ask_due()


def forget_answers() -> int:
    """Erase what visitors wrote and never confirmed."""
    return forget_old()


def follow_structure(organisation_id: int) -> None:
    """Bring the conversations about a structure's announcements, and its answers, to those who speak for it by now."""
    follow(organisation_id=organisation_id)
    hand_on(organisation_id=organisation_id)
