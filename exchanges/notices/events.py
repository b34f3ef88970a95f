"""Where each thing that people are told leads: the room that tells it says so."""

from collections.abc import Callable

from django.urls import reverse

from exchanges.models import Notice

Path = Callable[[Notice], str]
_paths: dict[str, Path] = {}


def register(event: str, *, path: Path) -> None:
    """Say to which path, of the site of the notice's network, an event leads its reader.

    Its words are two templates: `exchanges/notices/<event>_subject.txt`, one line, and
    `exchanges/notices/<event>_message.txt`. Both are given `notice`, `facts` and `network`, the latter
    also `url`, the whole address.
    """
    _paths[event] = path


def path_of(notice: Notice) -> str:
    """Where it leads; to the space where nobody said."""
    path = _paths.get(notice.event)
    return path(notice) if path else reverse("space")
