"""What the queue runs; each may run twice, late, or be killed."""

from collections.abc import Collection

from django.db import transaction
from django_q.tasks import async_task

from exchanges.matching.engine import match


def match_pages(origins: Collection[int]) -> dict[str, int]:
    """Bring the matches of these pages up to date, then have those told whom it concerns."""
    found = dict(match(origins=origins))
    _tell(list(origins))
    return found


def match_everything() -> dict[str, int]:
    """Bring all matches up to date: what expired ends, what a lost task left out is found, and told."""
    found = dict(match())
    _tell(None)
    return found


def _tell(origins: list[int] | None) -> None:
    transaction.on_commit(lambda: async_task("exchanges.matching.tasks.tell_matches", origins))
