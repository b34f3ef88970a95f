"""Keeping somebody from writing to a person, and letting them again."""

from django.db import transaction

from cms.users.models import User
from exchanges.models import Block, Party


def block(*, person: User, party: Party) -> Block:
    """Whoever that party is does not write to the person any more; safe to run twice."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        found, _new = Block.objects.get_or_create(
            person=person, blocked=party.person, email="" if party.person_id else party.email
        )
        return found


def unblock(*, person: User, pk: int) -> bool:
    """Let them write again; False where the person blocked nobody under that number."""
    deleted, _rows = Block.objects.filter(person=person, pk=pk).delete()
    return bool(deleted)


def names(blocks: list[Block]) -> list[tuple[int, str]]:
    """The blocks with the name under which each is known to the person: an address is not shown."""
    found = []
    for row in blocks:
        who = (
            Party.objects.filter(person=row.blocked)
            if row.blocked_id
            else Party.objects.filter(email=row.email)
        )
        shared = who.filter(conversation__parties__person=row.person).order_by("-pk").first()
        found.append((row.pk, shared.name if shared else ""))
    return found
