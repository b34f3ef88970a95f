"""How conversations are put on a page."""

from collections.abc import Iterable
from typing import Any

from exchanges.conversations.queries import messages_of, steps_of
from exchanges.conversations.seats import Seat
from exchanges.conversations.telling import label_of
from exchanges.models import OPEN_STATES, AnswerState, Conversation

# The way of an answer that goes well.
WAY = (AnswerState.RECEIVED, AnswerState.DISCUSSED, AnswerState.AGREED, AnswerState.CONCLUDED)


def lines(conversations: Iterable[Any]) -> list[dict[str, Any]]:
    """The lines of a list: with whom, about what, how it stands, the last words."""
    return [
        {
            "pk": row.pk,
            "title": row.title,
            "is_mine": row.side == "author",
            "with": ", ".join(label_of(party) for party in row.present if party.side != row.side),
            "state": row.get_state_display(),
            "state_code": row.state,
            "is_unread": row.is_unread,
            "last_words": row.last_words or "",
            "at": row.last_message_at,
        }
        for row in conversations
    ]


def spoken(conversation: Conversation, seat: Seat) -> list[dict[str, Any]]:
    """What was said, with who said it."""
    return [
        {
            "message": message,
            "who": label_of(message.party),
            "is_mine": message.party_id == seat.party.pk,
            "files": [{"file": file, "url": seat.url("file", file.pk)} for file in message.attachments.all()],
            "report_url": "" if message.party_id == seat.party.pk else seat.url("report", message.pk),
        }
        for message in messages_of(conversation)
    ]


def timeline(conversation: Conversation) -> list[dict[str, Any]]:
    """The states that it came to, then those that may come."""
    steps = steps_of(conversation)
    is_open = conversation.state in OPEN_STATES
    found: list[dict[str, Any]] = [
        {
            "label": step.get_state_display(),
            "date": step.at,
            "note": " · ".join(word for word in (label_of(step.party), step.note) if word),
            "state": "current" if is_open and step is steps[-1] else "done",
        }
        for step in steps
    ]
    if is_open:
        ahead = WAY[WAY.index(AnswerState(conversation.state)) + 1 :]
        found += [{"label": state.label, "date": None, "note": "", "state": "next"} for state in ahead]
    return found
