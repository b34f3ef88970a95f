"""Puts work on the queue once the transaction that made it is committed."""

from collections.abc import Iterable
from time import time

from django.db import transaction
from django_q.tasks import async_task


def queue_pages(page_ids: Iterable[int]) -> None:
    """Have the places of these origin pages looked at; ids of deleted pages are welcome.

    A job lost between the commit and the queue is made up for by the reconciliation, which
    reads what changed from the database itself.
    """
    ids = sorted(set(page_ids))
    if ids:
        transaction.on_commit(lambda: async_task("syndication.tasks.sync_pages", ids))


def queue_everything(*, thorough: bool = False) -> None:
    """Have every place looked at: a rule, a network or the thesaurus changed.

    The task is told when it was asked for: a run that began later has done its work already.
    """
    transaction.on_commit(
        lambda: async_task("syndication.tasks.sync_everything", asked_at=time(), thorough=thorough)
    )
