"""What is done in a conversation: answer, write, agree, decline, withdraw.

Each locks the conversation, leaves a step with its date and its party, tells the others, and is safe to run
twice. What can't be done as things stand raises RefusedError with words for whoever asked.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.users.models import User
from exchanges.conversations.errors import RefusedError
from exchanges.conversations.files import Checked, attach
from exchanges.conversations.locking import locked
from exchanges.conversations.parties import bring_authors, silenced
from exchanges.conversations.reach import (
    authors,
    home_site,
    is_blocked,
    is_own,
    kept_out,
    name_of,
    takes_answers,
)
from exchanges.conversations.telling import tell_message, tell_step
from exchanges.models import (
    OPEN_STATES,
    AnswerState,
    Conversation,
    ExchangePage,
    Message,
    OrganisationPage,
    Party,
    Side,
    Step,
)

# From which states one may come to each.
FROM: dict[AnswerState, tuple[AnswerState, ...]] = {
    AnswerState.RECEIVED: (AnswerState.WITHDRAWN,),
    AnswerState.DISCUSSED: (AnswerState.RECEIVED, AnswerState.DECLINED, AnswerState.WITHDRAWN),
    AnswerState.AGREED: (AnswerState.RECEIVED, AnswerState.DISCUSSED),
    AnswerState.DECLINED: OPEN_STATES,
    AnswerState.WITHDRAWN: OPEN_STATES,
    AnswerState.CONCLUDED: OPEN_STATES,
}


def open_conversation(
    *,
    page: ExchangePage,
    body: str,
    person: User | None = None,
    organisation: OrganisationPage | None = None,
    name: str = "",
    email: str = "",
    site: Site | None = None,
    files: Sequence[Checked] = (),
    key: str = "",
) -> Message:
    """Answer the announcement (its origin): as a member, for a structure or in one's own name, or as a visitor.

    Who answered before goes on in the same conversation. Raises RefusedError where it takes no answers from them.
    """
    _check(page, person, email, site)
    answerer = answerer_key(person=person, organisation=organisation, email=email)
    now = timezone.now()
    with transaction.atomic():
        conversation, new = Conversation.objects.get_or_create(
            exchange=page,
            answerer=answerer,
            defaults={
                "title": page.title,
                "network": home_site(page),
                "state_at": now,
                "opened_at": now,
                "last_message_at": now,
            },
        )
        conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        bring_authors(conversation)
        party = _answering(conversation, person, organisation, name=name, email=email, site=site)
        if new:
            Step.objects.create(conversation=conversation, state=AnswerState.RECEIVED, at=now, party=party)
        return write(party=party, body=body, files=files, key=key)


def answerer_key(
    *, person: User | None = None, organisation: OrganisationPage | None = None, email: str = ""
) -> str:
    """Who answers, as the conversation keeps it: one conversation an announcement and key."""
    if organisation is not None:
        return f"org:{organisation.pk}"
    return f"person:{person.pk}" if person else f"mail:{sha256(email.lower().encode()).hexdigest()}"


def _check(page: ExchangePage, person: User | None, email: str, site: Site | None) -> None:
    if not takes_answers(page):
        raise RefusedError(_("This announcement no longer takes answers."))
    if person and is_own(person, page):
        raise RefusedError(_("This announcement is yours."))
    home = home_site(page)
    refused = kept_out(networks=(home, site or home), person=person, email=email)
    if refused:
        raise RefusedError(refused)
    there = authors(page)
    if not there:
        raise RefusedError(_("Nobody can be reached about this announcement: write to the network."))
    readers = [author.person for author in there if author.person]
    if is_blocked(by=readers, person=person, email=email):
        raise RefusedError(_("This answer can’t be passed on."))


def _answering(
    conversation: Conversation,
    person: User | None,
    organisation: OrganisationPage | None,
    *,
    name: str,
    email: str,
    site: Site | None,
) -> Party:
    """The party of whoever answers, made where it is missing; somebody who left comes back."""
    who: dict[str, Any] = {"person": person} if person else {"email": email.lower()}
    said = {
        "side": Side.ANSWER,
        "name": (name_of(person) if person else name)[:150],
        "organisation": organisation,
        "site": site,
    }
    party, _new = Party.objects.get_or_create(conversation=conversation, **who, defaults=said)
    if party.side != Side.ANSWER:  # The address to which it is relayed: they would write to themselves.
        raise RefusedError(_("This announcement is yours."))
    if party.left_at is not None:
        Party.objects.filter(pk=party.pk).update(left_at=None)
    return party


def write(*, party: Party, body: str, files: Sequence[Checked] = (), key: str = "") -> Message:
    """Say something in the conversation. The same `key` (a form, a mail) by the same party says it once.

    The first words of the author open the discussion; those of somebody who had withdrawn open the answer
    again, those of the author one that they had declined.
    """
    mail_id = _mail_id(party.pk, key) if key else None
    with locked(party.conversation_id) as conversation:
        said = Message.objects.filter(mail_id=mail_id).first() if mail_id else None
        if said:
            return said
        party = present(party)
        if silenced(party, conversation):
            raise RefusedError(_("This message can’t be passed on."))
        state = _state_after_words(party, conversation)
        bring_authors(conversation)
        now = timezone.now()
        message = Message.objects.create(
            conversation=conversation, party=party, body=body, sent_at=now, mail_id=mail_id
        )
        attach(message, files)
        Conversation.objects.filter(pk=conversation.pk).update(last_message_at=now)
        Party.objects.filter(pk=party.pk).update(read_at=now)
        if state:
            move(conversation, state, party)
        tell_message(message, conversation)
        return message


def was_said(*, parties: Iterable[int], key: str) -> bool:
    """Whether one of these parties (ids) said something under that key."""
    return Message.objects.filter(mail_id__in=[_mail_id(pk, key) for pk in parties]).exists()


def _mail_id(party_id: int, key: str) -> str:
    return sha256(f"{party_id} {key}".encode()).hexdigest()


def agree(*, party: Party) -> bool:
    """The author says yes to the answer; False when they had before."""
    return change(party=party, state=AnswerState.AGREED, side=Side.AUTHOR)


def decline(*, party: Party, note: str = "") -> bool:
    """The author says no to the answer, with a word if they like."""
    return change(party=party, state=AnswerState.DECLINED, side=Side.AUTHOR, note=note)


def withdraw(*, party: Party) -> bool:
    """Who answered takes it back."""
    return change(party=party, state=AnswerState.WITHDRAWN, side=Side.ANSWER)


def change(*, party: Party, state: AnswerState, side: Side, note: str = "") -> bool:
    """Bring the answer to that state, and tell the others; False where it was there already."""
    with locked(party.conversation_id) as conversation:
        party = present(party)
        if conversation.state == state:
            return False
        if party.side != side:
            raise RefusedError(_("This is for the other side to say."))
        if conversation.state not in FROM[state]:
            raise RefusedError(
                _("It can’t be done any more: this answer is “%(state)s”.")
                % {"state": conversation.get_state_display()}
            )
        step = move(conversation, state, party, note)
        tell_step(step, conversation)
        return True


def present(party: Party) -> Party:
    """The party as it is now; raises RefusedError where it has left."""
    found = Party.objects.select_related("person", "organisation").filter(pk=party.pk, left_at=None).first()
    if found is None:
        raise RefusedError(_("You no longer take part in this conversation."))
    return found


def _state_after_words(party: Party, conversation: Conversation) -> AnswerState | None:
    """To which state words of that party bring it; raises RefusedError where they may not speak."""
    state, is_author = conversation.state, party.side == Side.AUTHOR
    if is_author and state in (AnswerState.RECEIVED, AnswerState.DECLINED):
        return AnswerState.DISCUSSED
    if state == AnswerState.DECLINED:
        raise RefusedError(_("The author has declined this answer."))
    if state == AnswerState.WITHDRAWN:
        if is_author:
            raise RefusedError(_("This answer was withdrawn."))
        spoken = conversation.messages.filter(party__side=Side.AUTHOR).exists()
        return AnswerState.DISCUSSED if spoken else AnswerState.RECEIVED
    return None


def move(conversation: Conversation, state: AnswerState, party: Party | None, note: str = "") -> Step:
    """Write down the state, with its date and who brought it there."""
    now = timezone.now()
    Conversation.objects.filter(pk=conversation.pk).update(state=state, state_at=now)
    conversation.state, conversation.state_at = state, now
    return Step.objects.create(conversation=conversation, state=state, at=now, party=party, note=note[:300])
