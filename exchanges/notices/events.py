"""Where each thing that people are told leads: the room that tells it says so."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from exchanges.models import Notice

Path = Callable[[Notice], str]


@dataclass(frozen=True)
class Event:
    """Where it leads, and to which address answers to its mail go (may be empty: the network's)."""

    path: Path
    answers: Path | None = None


_events: dict[str, Event] = {}


def register(event: str, *, path: Path, answers: Path | None = None) -> None:
    """Say to which path, of the site of the notice's network, an event leads its reader.

    Its words are two templates: `exchanges/notices/<event>_subject.txt`, one line, and
    `exchanges/notices/<event>_message.txt`. Both are given `notice`, `facts` and `network`, the latter
    also `url`, the whole address. People with the same facts read the same words: `notice` tells whom only
    by what `facts` say. `answers`, where given, says to which address an answer to the mail goes.
    """
    _events[event] = Event(path, answers)


def registered() -> list[str]:
    """The names of all events."""
    return sorted(_events)


def path_of(notice: Notice) -> str:
    """Where it leads; to the space where nobody said."""
    event = _events.get(notice.event)
    return event.path(notice) if event else reverse("space")


def answers_to(notice: Notice) -> str:
    """The address to which an answer to its mail goes; empty for the network's own."""
    event = _events.get(notice.event)
    return event.answers(notice) if event and event.answers else ""
