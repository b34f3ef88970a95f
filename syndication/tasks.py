"""What the queue runs; each may run twice, late, or be killed."""

from collections.abc import Collection

from syndication.engine import sync


def sync_pages(page_ids: Collection[int]) -> dict[str, int]:
    """Bring the places of these pages, and what was left by deleted ones, to the plan."""
    return dict(sync(page_ids=page_ids).counts)


def sync_everything(*, thorough: bool = False) -> dict[str, int]:
    """Reconcile every site with the plan; `thorough` compares the content of every copy."""
    return dict(sync(thorough=thorough).counts)
