"""What the queue does for people: mails."""

import datetime
import logging
from collections.abc import Collection

from django.utils import timezone

from cms.users import idle, sending, signups
from cms.users.models import Letter
from cms.users.resets import write_reset

__all__ = ["deliver", "deliver_all", "deliver_waiting", "tend_accounts", "write_reset", "write_sign_up"]

logger = logging.getLogger(__name__)
# A letter that did not leave within a day is no longer what its reader waits for.
PATIENCE = datetime.timedelta(days=1)
KEPT = datetime.timedelta(days=7)
# So many letters share a connection: slow servers included, within the time that the queue gives a task.
BATCH = 50


def deliver(letter_id: int) -> None:
    """Send the letter, once: what is already taken is somebody else's to send, or was sent.

    Raises what went wrong; the letter then waits for the next round.
    """
    deliver_all([letter_id])


def deliver_all(letter_ids: Collection[int]) -> None:
    """Send these letters, each once, over one connection; raises the first thing that went wrong."""
    problems = sending.send(letter_ids)
    for problem in problems[1:]:
        logger.error("A letter was not taken", exc_info=problem)
    if problems:
        raise problems[0]


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
    said = Letter.objects.exclude(content={})
    said.filter(created_at__lt=now - PATIENCE).update(content={}, taken_at=now)
    # Of these nobody knows whether they left.
    said.filter(handed_at__lt=now - sending.LEASE).update(content={})
    ids = list(sending.waiting().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        try:
            deliver_all(ids[start : start + BATCH])
        except Exception:
            logger.exception("Letters were not taken")
