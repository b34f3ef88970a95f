"""When somebody who answered for a structure no longer speaks for it: those who still do go on, the author is told."""

from django.db.models import QuerySet

from exchanges.conversations.locking import locked
from exchanges.conversations.queries import seated
from exchanges.conversations.reach import kept_out, name_of
from exchanges.conversations.telling import label_of, others, tell_one
from exchanges.models import Conversation, Involvement, Party, Side
from exchanges.people import speakers_of


def hand_on(*, organisation_id: int) -> None:
    """Bring the open answers of a structure to those who speak for it by now; safe to run twice.

    Whoever speaks for it no more keeps no place, and has it again once they do: each time they go is told once.
    """
    answers = Conversation.objects.open().filter(
        parties__in=Party.objects.filter(side=Side.ANSWER, organisation=organisation_id, left_at=None)
    )
    for pk in answers.order_by("pk").distinct().values_list("pk", flat=True):
        with locked(pk) as conversation:
            gone = _gone(conversation, organisation_id)
            if gone:
                heirs = seat_others(conversation, organisation_id)
                for party, times in gone:
                    tell_left(party, conversation, subject=f"silent:{party.pk}:{times}", heirs=heirs)


def _gone(conversation: Conversation, organisation_id: int) -> list[tuple[Party, int]]:
    """Who answers for the structure and speaks for it no more, with how many times they had come to."""
    theirs = conversation.parties.filter(side=Side.ANSWER, organisation=organisation_id, left_at=None)
    parties = list(theirs.exclude(pk__in=seated(theirs).values("pk")).select_related("organisation"))
    people = [party.person_id for party in parties]
    rows = Involvement.objects.filter(organisation=organisation_id, person__in=people)
    times = dict(rows.values_list("person", "times"))
    return [(party, times.get(party.person_id or 0, 0)) for party in parties]


def seat_others(conversation: Conversation, organisation_id: int, *, but: int = 0) -> list[Party]:
    """Give those who speak for the structure a place where nobody else answers for it; called once it is locked.

    `but` is the id of whoever is going.
    """
    theirs = conversation.parties.filter(side=Side.ANSWER, organisation=organisation_id)
    if seated(theirs).exclude(person=but).exists():
        return []
    found = []
    for person in speakers_of([organisation_id]).exclude(pk=but).order_by("pk"):
        if kept_out(networks=[conversation.network_id], person=person):
            continue
        said = {"side": Side.ANSWER, "name": name_of(person)[:150], "organisation_id": organisation_id}
        party, new = conversation.parties.get_or_create(person=person, defaults=said)
        if party.side != Side.ANSWER:  # They hear of it as the author.
            continue
        if not new:
            Party.objects.filter(pk=party.pk).update(left_at=None, organisation=organisation_id)
        found.append(party)
    return found


def tell_left(party: Party, conversation: Conversation, *, subject: str, heirs: list[Party]) -> None:
    """Tell the author, and who answers beside them, that the party left; whoever takes its place, that it is theirs."""
    facts = {
        "title": conversation.title,
        "who": label_of(party),
        "heirs": ", ".join(heir.name for heir in heirs),
        "alone": not _answering(conversation).exclude(pk=party.pk).exists(),
    }
    places = {heir.pk for heir in heirs}
    for reader in others(party, conversation):
        event = "answer_handed_on" if reader.pk in places else "party_left"
        tell_one(reader, conversation, event=event, subject=subject, facts=facts)


def _answering(conversation: Conversation) -> QuerySet[Party]:
    return seated(conversation.parties.filter(side=Side.ANSWER))
