"""Addresses to which mails go: whose they are, whether they take mails, and the ticket by which mails come back."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from cms.users.models import User
from exchanges.models import Mailbox, Notice

SALT = "exchanges.notices.mailboxes"
# One refusal for good stops an address; one for now may pass.
PATIENCE = 3


def boxes_of(people: Iterable[User]) -> dict[int, Mailbox]:
    """The mailbox of each of these people, by the id of the person; as many queries for many as for one."""
    known = {person.pk: person for person in people}
    found = _boxes(known)
    moved = [pk for pk, box in found.items() if box.email != known[pk].email]
    missing = [person for pk, person in known.items() if pk not in found]
    if not moved and not missing:
        return found
    with transaction.atomic():
        for pk in moved:
            move(found[pk], known[pk])
        for person in missing:
            settle(person)
    return _boxes(known)


def _boxes(people: Collection[int]) -> dict[int, Mailbox]:
    boxes = Mailbox.objects.filter(person__in=list(people))
    return {box.person_id: box for box in boxes if box.person_id is not None}


def box_of(person: User) -> Mailbox:
    """The mailbox of the person."""
    return boxes_of([person])[person.pk]


def box_at(email: str) -> Mailbox:
    """The mailbox at that address, whoever's it is."""
    return Mailbox.objects.get_or_create(email=email.lower())[0]


def settle(person: User) -> None:
    """The address of the person has a mailbox, which is theirs."""
    Mailbox.objects.update_or_create(email=person.email, defaults={"person": person})


def move(box: Mailbox, person: User) -> None:
    """The person has another address: nothing is known against it."""
    Mailbox.objects.filter(email=person.email).exclude(pk=box.pk).delete()
    box.email = person.email
    box.refusals, box.stopped_at, box.stopped_why = 0, None, ""
    box.save()


def ticket(box: Mailbox) -> str:
    """Names the mailbox in what comes back from it; nobody can make one of their own."""
    return f"{box.pk}-{_seal(box.pk)}"


def box_of_ticket(written: str) -> Mailbox | None:
    """The mailbox that the ticket names, if it is one of ours."""
    pk, _dash, seal = written.partition("-")
    if not pk.isdecimal() or not constant_time_compare(seal, _seal(int(pk))):
        return None
    return Mailbox.objects.filter(pk=int(pk)).first()


def _seal(pk: int) -> str:
    return salted_hmac(SALT, str(pk), algorithm="sha256").hexdigest()[:16]


def note_refusal(*, box: Mailbox, hard: bool, why: str) -> None:
    """A mail was not taken: after one refusal for good, or three for now, no more mails go there."""
    with transaction.atomic():
        box = Mailbox.objects.select_for_update().get(pk=box.pk)
        box.refusals += 1
        if box.stopped_at is None and (hard or box.refusals >= PATIENCE):
            box.stopped_at, box.stopped_why = timezone.now(), why[:200]
            # It stands in the space; nothing old must come the day mails start again.
            waiting = Notice.objects.filter(person=box.person_id, mailed_at=None) if box.person_id else None
            if waiting is not None:
                waiting.update(mail_due_at=None)
        box.save()


def note_taken(*, emails: Collection[str]) -> None:
    """Mails were taken there: what was refused for now before counts no more."""
    Mailbox.objects.filter(email__in=list(emails), refusals__gt=0, stopped_at=None).update(refusals=0)


def start(box: Mailbox) -> None:
    """Mails go there again, now that somebody reads them. Safe to run twice."""
    Mailbox.objects.filter(pk=box.pk).update(refusals=0, stopped_at=None, stopped_why="")


def refused(sender: Any, *, address: str, hard: bool, why: str, **kwargs: Any) -> None:
    """Hears of mails that the server did not take."""
    note_refusal(box=box_at(address), hard=hard, why=why)


def taken(sender: Any, *, addresses: Collection[str], **kwargs: Any) -> None:
    """Hears of mails that the server took."""
    note_taken(emails=addresses)
