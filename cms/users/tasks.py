"""What the queue does for people: mails."""

import datetime
import logging

from django.utils import timezone

from cms.users import idle, signups
from cms.users.mails import message_of
from cms.users.models import Letter
from cms.users.resets import write_reset

__all__ = ["deliver", "deliver_waiting", "tend_accounts", "write_reset", "write_sign_up"]

logger = logging.getLogger(__name__)
# A letter that did not leave within a day is no longer what its reader waits for.
PATIENCE = datetime.timedelta(days=1)
KEPT = datetime.timedelta(days=7)


def deliver(letter_id: int) -> None:
    """Send the letter, once: what is already taken is somebody else's to send, or was sent.

    Who dies with the letter in hand may have handed it over: it is not sent again. Where the server
    refuses it, it waits for the next round.
    """
    waiting = Letter.objects.filter(pk=letter_id, taken_at=None)
    if not waiting.update(taken_at=timezone.now()):
        return
    letter = Letter.objects.get(pk=letter_id)
    try:
        message_of(letter).send()
    except Exception:
        Letter.objects.filter(pk=letter_id).update(taken_at=None)
        raise
    # It may hold a link that opens an account: nothing of it is kept.
    Letter.objects.filter(pk=letter_id).update(sent_at=timezone.now(), content={})


def write_sign_up(sign_up_id: int) -> None:
    """Write to the address of a sign-up."""
    signups.write(sign_up_id=sign_up_id)


def tend_accounts() -> None:
    """Each night: warn and forget people who do not come any more, and sign-ups that nobody confirmed."""
    signups.forget_old()
    idle.tend(now=timezone.now())


def deliver_waiting() -> None:
    """Write and send what was left behind, and forget what is old."""
    now = timezone.now()
    signups.write_waiting()
    Letter.objects.filter(created_at__lt=now - KEPT).delete()
    Letter.objects.filter(created_at__lt=now - PATIENCE).exclude(content={}).update(content={}, taken_at=now)
    for letter_id in Letter.objects.filter(taken_at=None).values_list("pk", flat=True):
        try:
            deliver(letter_id)
        except Exception:  # One refused address must not hold up the others.
            logger.exception("Letter %s was not taken", letter_id)
