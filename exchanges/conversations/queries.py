"""What a person reads of their conversations."""

from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from exchanges.models import (
    OPEN_STATES,
    AnswerState,
    Conversation,
    Involvement,
    Message,
    Notice,
    Outcome,
    Party,
    Side,
    Step,
)
from exchanges.people import structures_of


def seats_of(person: Any) -> QuerySet[Party]:
    """The places of the person in conversations: of those for a structure, while they speak for it.

    On the author's side, whoever typed the announcement keeps theirs.
    """
    theirs = structures_of(person).order_by().values("pk")
    held = Q(organisation=None) | Q(organisation__in=theirs)
    typed = Q(side=Side.AUTHOR, conversation__exchange__owner=person)
    return Party.objects.filter(held | typed, person=person, left_at=None)


def seated(parties: QuerySet[Party]) -> QuerySet[Party]:
    """Those of the parties that hold their place, whoever they are: of members what `seats_of` says."""
    speaks = Involvement.objects.confirmed().filter(
        person=OuterRef("person"), organisation=OuterRef("organisation")
    )
    typed = Q(side=Side.AUTHOR, conversation__exchange__owner=F("person"))
    held = Q(person=None) | Q(organisation=None) | Q(Exists(speaks)) | typed
    return parties.filter(held, left_at=None)


def seat_of(person: Any, conversation_id: int) -> Party | None:
    """The place of the person in that conversation, if they have one."""
    found = seats_of(person).filter(conversation=conversation_id)
    return found.select_related("conversation__exchange", "organisation", "person").first()


def conversations_of(person: Any) -> QuerySet[Any]:
    """The conversations of the person: unread ones first, then by their last words.

    Each has `is_unread`, `side` (theirs), `last_words` and `present`, those who take part.
    """
    mine = seats_of(person).filter(conversation=OuterRef("pk"))
    said = Message.objects.filter(conversation=OuterRef("pk"))
    heard = said.exclude(party__person=person).order_by("-sent_at").values("sent_at")[:1]
    shown = said.filter(hidden_at=None).order_by("-sent_at", "-pk").values("body")[:1]
    there = seated(Party.objects.all()).select_related("organisation").order_by("pk")
    found = Conversation.objects.filter(Exists(mine)).annotate(
        read_at=Subquery(mine.values("read_at")[:1]),
        heard_at=Subquery(heard),
        side=Subquery(mine.values("side")[:1]),
        last_words=Subquery(shown),
    )
    unread = Q(heard_at__isnull=False) & (Q(read_at__isnull=True) | Q(heard_at__gt=F("read_at")))
    found = found.annotate(is_unread=ExpressionWrapper(unread, output_field=BooleanField()))
    return found.prefetch_related(Prefetch("parties", there, to_attr="present")).order_by(
        "-is_unread", "-last_message_at", "-pk"
    )


def unread_count(person: Any) -> int:
    """In how many conversations others said something that the person has not seen."""
    return conversations_of(person).filter(is_unread=True).count()


def unanswered(person: Any) -> QuerySet[Conversation]:
    """The answers to announcements of theirs to which nobody replied yet."""
    mine = seats_of(person).filter(side=Side.AUTHOR).values("conversation")
    return Conversation.objects.filter(pk__in=mine, state=AnswerState.RECEIVED).order_by("opened_at")


def to_confirm(person: Any) -> QuerySet[Outcome]:
    """What others said of how it ended, and waits for the person to confirm."""
    mine = seats_of(person).filter(side=Side.ANSWER).values("conversation")
    told = Outcome.objects.filter(conversation__in=mine, confirmed_at=None, contested_at=None)
    return told.select_related("conversation").order_by("told_at")


def to_tell(person: Any) -> QuerySet[Conversation]:
    """The answers of which the person was asked how they ended, and has not said."""
    mine = seats_of(person).filter(side=Side.AUTHOR).values("conversation")
    told = Outcome.objects.filter(exchange__isnull=False).values("exchange")
    asked = Conversation.objects.filter(pk__in=mine, outcome_asked__gt=0, state__in=OPEN_STATES)
    return asked.exclude(exchange__in=told).order_by("outcome_asked_at")


def messages_of(conversation: Conversation) -> QuerySet[Message]:
    """What was said, in order, with who said it and the files."""
    said = conversation.messages.select_related("party__organisation")
    return said.prefetch_related("attachments").order_by("sent_at", "pk")


def steps_of(conversation: Conversation) -> list[Step]:
    """The states that it came to, oldest first."""
    return list(conversation.steps.select_related("party__organisation"))


def mark_read(party: Party) -> None:
    """The party has the conversation before its eyes: nothing in it is new any more."""
    now = timezone.now()
    Party.objects.filter(pk=party.pk).update(read_at=now)
    if party.person_id:
        unread = Notice.objects.filter(
            person=party.person_id, conversation=party.conversation_id, read_at=None
        )
        unread.update(read_at=now)
