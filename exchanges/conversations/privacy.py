"""What this room holds of a person: to take along, and to forget."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.registry import PersonalData, export_words, personal_data
from exchanges.conversations.telling import label_of, tell_step
from exchanges.models import (
    OPEN_STATES,
    AnswerInvite,
    AnswerState,
    Block,
    Conversation,
    Notice,
    Party,
    PendingAnswer,
    Side,
)

WORDS: dict[str, Any] = {
    "about": gettext_lazy("About"),
    "with": gettext_lazy("With"),
    "in_the_name_of": gettext_lazy("In the name of"),
    "state": gettext_lazy("State"),
    "opened_at": gettext_lazy("Opened on"),
    "messages": gettext_lazy("What I wrote"),
    "sent_at": gettext_lazy("Sent on"),
    "text": gettext_lazy("Text"),
    "files": gettext_lazy("Files"),
    "blocked": gettext_lazy("Whom I keep from writing to me"),
}


def export(person: Any) -> list[dict[str, Any]]:
    """Their conversations: about what, with whom, how it stands, and what they wrote themselves."""
    found = []
    mine = Party.objects.filter(person=person).select_related("conversation", "organisation")
    for party in mine.order_by("conversation__opened_at", "pk"):
        conversation = party.conversation
        beside = conversation.parties.exclude(pk=party.pk).select_related("organisation")
        said = party.messages.prefetch_related("attachments")
        found.append(
            {
                "about": conversation.title,
                "with": [label_of(other) for other in beside],
                "in_the_name_of": party.organisation.title if party.organisation else "",
                "state": conversation.get_state_display(),
                "opened_at": conversation.opened_at,
                "messages": [
                    {
                        "sent_at": message.sent_at,
                        "text": message.body,
                        "files": [file.name for file in message.attachments.all()],
                    }
                    for message in said
                ],
            }
        )
    return found


def erase(person: Any) -> None:
    """Their places become nameless; what they wrote stays for those to whom they wrote it.

    What they had answered alone and was still open goes to who speaks for the structure beside them, or counts as
    withdrawn: nobody would hear of it any more. The author is told.
    """
    from exchanges.conversations.locking import locked
    from exchanges.conversations.parties import only_one_left
    from exchanges.conversations.verbs import answerer_key

    PendingAnswer.objects.filter(email=person.email).delete()
    Block.objects.filter(blocked=person).delete()
    # Also what they had answered at that address, as a visitor.
    theirs = Q(person=person) | Q(person=None, email=person.email, side=Side.ANSWER)
    for party in list(Party.objects.filter(theirs).select_related("organisation")):
        _forget_name(party)
        with locked(party.conversation_id) as conversation:
            Party.objects.filter(pk=party.pk).update(
                person=None, email="", name=_("Deleted account"), organisation=None
            )
            is_open = party.side == Side.ANSWER and conversation.state in OPEN_STATES
            if is_open and only_one_left(party, conversation):
                _leave_to_others(party, conversation, person)
            Party.objects.filter(pk=party.pk, left_at=None).update(left_at=conversation.state_at)
    # The key named the account.
    keys = (answerer_key(person=person), answerer_key(email=person.email))
    for conversation in Conversation.objects.filter(answerer__in=keys):
        Conversation.objects.filter(pk=conversation.pk).update(answerer=f"gone:{conversation.pk}")


def _leave_to_others(party: Party, conversation: Conversation, person: Any) -> None:
    """Tell who takes part that somebody nameless left; the answer is withdrawn where nobody takes their place."""
    from exchanges.conversations.leaving import seat_others, tell_left
    from exchanges.conversations.verbs import move

    structure = party.organisation_id
    party = Party.objects.get(pk=party.pk)
    heirs = seat_others(conversation, structure, but=person.pk) if structure else []
    if heirs:
        tell_left(party, conversation, subject=f"left:{party.pk}", heirs=heirs)
    else:
        tell_step(move(conversation, AnswerState.WITHDRAWN, party), conversation)


def _forget_name(party: Party) -> None:
    """What the others in the conversation were told named them."""
    invites = list(AnswerInvite.objects.filter(by=party).values_list("pk", flat=True))
    said = Q(conversation=party.conversation_id, facts__who=label_of(party))
    for notice in Notice.objects.filter(said | Q(event="invited_to_answer", facts__invite__in=invites)):
        Notice.objects.filter(pk=notice.pk).update(facts={**notice.facts, "who": _("Deleted account")})


def register() -> None:
    """Say so to whoever takes care of accounts."""
    export_words.update(WORDS)
    personal_data["conversations"] = PersonalData(
        label=gettext_lazy("My conversations"), export=export, erase=erase
    )
