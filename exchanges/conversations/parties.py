"""Who takes part: the author's side follows who speaks for the announcement."""

from django.utils import timezone

from exchanges.conversations.locking import locked
from exchanges.conversations.queries import seated
from exchanges.conversations.reach import authors, is_blocked
from exchanges.models import Conversation, Party, Side


def bring_authors(conversation: Conversation) -> None:
    """Have on the author's side those to whom the announcement belongs by now, and nobody else.

    Somebody who no longer speaks for the structure leaves; an address that was written to for want of a
    person stays until there is one. Called with the conversation locked.
    """
    page = conversation.exchange
    if page is None:
        return
    wanted = authors(page)
    people = {author.person.pk for author in wanted if author.person}
    side = conversation.parties.filter(side=Side.AUTHOR)
    if people:
        side.filter(left_at=None).exclude(person__in=people).update(left_at=timezone.now())
    for author in wanted:
        if author.person is None and side.filter(left_at=None).exists():
            continue
        found = conversation.parties.filter(person=author.person, email=author.email).first()
        if found is None:
            conversation.parties.create(
                side=Side.AUTHOR,
                person=author.person,
                email=author.email,
                name=author.name[:150],
                organisation=page.organisation,
            )
        elif found.side == Side.AUTHOR and found.left_at is not None:
            Party.objects.filter(pk=found.pk).update(left_at=None)


def follow(*, organisation_id: int) -> None:
    """Somebody speaks for a structure, or no longer does: bring the conversations about its announcements along."""
    about = Conversation.objects.open().filter(exchange__organisation=organisation_id)
    for pk in about.values_list("pk", flat=True):
        with locked(pk) as conversation:
            bring_authors(conversation)


def across(party: Party, conversation: Conversation) -> list[Party]:
    """Those on the other side who take part."""
    other = conversation.parties.filter(left_at=None).exclude(side=party.side)
    return list(other.select_related("person", "organisation"))


def silenced(party: Party, conversation: Conversation) -> bool:
    """Whether somebody on the other side does not want to be written to by that party any more."""
    readers = [other.person for other in across(party, conversation) if other.person]
    return is_blocked(by=readers, person=party.person, email=party.email)


def only_one_left(party: Party, conversation: Conversation) -> bool:
    """Whether nobody else is on its side, but for who speaks for a structure no more."""
    return not seated(conversation.parties.filter(side=party.side)).exclude(pk=party.pk).exists()
