"""Letters on their way: each leaves once, whatever dies in between.

A letter waits, is taken by a worker, then marked as handed over the moment before the mail server gets
it. A worker that dies with a letter that is only taken loses nothing: after a while another one takes it.
One that dies between the mark and the answer of the server may have sent it: it is not sent again.
"""

import datetime
import logging
import smtplib
from collections.abc import Collection, Iterable
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from cms.users.mails import message_of
from cms.users.models import Letter

logger = logging.getLogger(__name__)
# For how long a letter is its worker's: longer than the queue lets a task run.
LEASE = datetime.timedelta(minutes=15)

# The server took mails for these addresses (`addresses`).
letters_left = Signal()
# The server does not take an address (`address`): for good (`hard`) or for now, and what it said (`why`).
letter_refused = Signal()


def waiting(ids: Collection[int] | None = None) -> QuerySet[Letter]:
    """Letters that a worker may take, all or of these."""
    free = Q(taken_at=None) | Q(taken_at__lt=timezone.now() - LEASE)
    found = Letter.objects.filter(free, handed_at=None, sent_at=None).exclude(content={})
    return found if ids is None else found.filter(pk__in=list(ids))


def send(ids: Iterable[int]) -> list[Exception]:
    """Send those of these letters that wait, over one connection; what went wrong.

    Raises OSError or smtplib.SMTPException where no server is there: all that is left waits.
    """
    letters = _take(list(ids))
    sent: list[Letter] = []
    problems: list[Exception] = []
    connection = get_connection()
    try:
        while letters:
            connection.open()
            letter = letters.pop(0)
            try:
                sent += [letter] if _hand_over(letter, connection) else []
            except Exception as problem:
                problems.append(problem)
                connection.close()
    finally:
        _release(letters)
        _note_sent(sent)
        connection.close()
    return problems


def _take(ids: list[int]) -> list[Letter]:
    """Those of the letters that are now ours, and nobody else's."""
    with transaction.atomic():
        free = list(waiting(ids).select_for_update(skip_locked=True).order_by("pk"))
        now = timezone.now()
        Letter.objects.filter(pk__in=[letter.pk for letter in free]).update(taken_at=now)
    for letter in free:
        letter.taken_at = now
    return free


def _release(letters: Collection[Letter]) -> None:
    """Let others take them: the server does not have them."""
    if letters:
        rows = Letter.objects.filter(pk__in=[letter.pk for letter in letters], sent_at=None)
        rows.update(taken_at=None, handed_at=None)


def _hand_over(letter: Letter, connection: Any) -> bool:
    """Give it to the server; whether it was taken. Raises what else went wrong."""
    message = message_of(letter)
    message.connection = connection
    ours = Letter.objects.filter(pk=letter.pk, taken_at=letter.taken_at, handed_at=None)
    if not ours.update(handed_at=timezone.now()):
        return False  # It took us so long that somebody else has it.
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        _refused(letter, refusal)
        return False
    except Exception as problem:
        if _may_have_it(connection, problem):
            logger.warning("Letter %s: the connection broke before the server said that it has it", letter.pk)
        else:
            _release([letter])
        raise
    return True


def _may_have_it(connection: Any, problem: Exception) -> bool:
    """Whether the mail may have arrived, though something went wrong; of a strange backend nobody knows."""
    open_one = getattr(connection, "connection", None)
    return bool(getattr(open_one, "is_uncertain", isinstance(problem, smtplib.SMTPServerDisconnected)))


def _refused(letter: Letter, refusal: smtplib.SMTPRecipientsRefused) -> None:
    """The server does not take the address: for good, or until the next round."""
    address = letter.content["to"]
    code, said = next(iter(refusal.recipients.values()))
    hard = code >= 500
    why = f"{code} {said.decode(errors='replace')}"
    first = letter.refused_at is None
    rows = Letter.objects.filter(pk=letter.pk)
    if hard:
        rows.update(content={}, refused_at=timezone.now())
    else:
        rows.update(taken_at=None, handed_at=None, refused_at=letter.refused_at or timezone.now())
    if hard or first:  # A server that says "later" to one letter says so at each round.
        letter_refused.send(Letter, address=address, hard=hard, why=why)


def _note_sent(letters: Collection[Letter]) -> None:
    """They left. They may hold a link that opens an account: nothing of them is kept."""
    if letters:
        rows = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
        rows.update(sent_at=timezone.now(), content={})
        letters_left.send(Letter, addresses=[letter.content["to"] for letter in letters])
