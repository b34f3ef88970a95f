"""Letters into the post: written once, and given to the queue in batches that share a connection."""

from collections.abc import Collection

from django.db import transaction
from django_q.tasks import async_task

from cms.users.models import Letter
from cms.users.tasks import BATCH


def post(letters: Collection[Letter]) -> None:
    """Save these letters, unless one with its key is there, and have them sent once this is committed."""
    Letter.objects.bulk_create(letters, batch_size=BATCH, ignore_conflicts=True)
    keys = [letter.key for letter in letters]
    ids = list(Letter.objects.filter(key__in=keys, sent_at=None).order_by("pk").values_list("pk", flat=True))

    def queue() -> None:
        for start in range(0, len(ids), BATCH):
            async_task("cms.users.tasks.deliver_all", ids[start : start + BATCH])

    transaction.on_commit(queue)
