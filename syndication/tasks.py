"""What the queue runs; each may run twice, late, or be killed."""

from collections.abc import Collection
from time import time

from django.core.cache import cache

from syndication.engine import sync

LAST_RUN = "syndication.last_run"


def sync_pages(page_ids: Collection[int]) -> dict[str, int]:
    """Bring the places of these pages, and what was left by deleted ones, to the plan."""
    return dict(sync(page_ids=page_ids).counts)


def sync_everything(*, thorough: bool = False, asked_at: float | None = None) -> dict[str, int]:
    """Reconcile every site with the plan; `thorough` compares the content of every copy.

    `asked_at` (seconds since 1970) lets a burst of changes cost one run: nothing is done when a
    whole run began after it. The memory of that is the cache's: losing it costs a run, no more.
    """
    key = f"{LAST_RUN}.{thorough}"
    if asked_at is not None and asked_at < cache.get(key, 0):
        return {}
    began = time()
    outcome = sync(thorough=thorough)
    cache.set(key, began, timeout=None)
    return dict(outcome.counts)
