"""One at a time in a conversation."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from exchanges.models import Conversation


@contextmanager
def locked(pk: int) -> Iterator[Conversation]:
    """The conversation, which nobody else changes meanwhile."""
    with transaction.atomic():
        yield Conversation.objects.select_for_update(of=("self",)).get(pk=pk)
