"""Mails of the demonstration: written as everywhere, and never sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.users.models import Letter
from exchanges.models import Notice

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


@contextmanager
def kept_in() -> Iterator[None]:
    """What is told meanwhile stands in people's space, and is taken for mailed: nothing leaves, now or later.

    One transaction: the worker of a first `make run` never sees a letter that has yet to leave.
    """
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = NOWHERE
    try:
        with transaction.atomic():
            letters = set(Letter.objects.values_list("pk", flat=True))
            notices = set(Notice.objects.values_list("pk", flat=True))
            yield
            now = timezone.now()
            Letter.objects.exclude(pk__in=letters).update(sent_at=now, content={})
            Notice.objects.exclude(pk__in=notices).update(mailed_at=now, mail_due_at=None)
    finally:
        settings.EMAIL_BACKEND = backend
