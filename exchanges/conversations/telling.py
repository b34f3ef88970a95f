"""Who is told of what happens in a conversation: everybody in it but who did it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator

from cms.users.mails import network_mail, voice_of
from exchanges.conversations.links import path_of
from exchanges.conversations.queries import seated
from exchanges.conversations.replies import reply_address
from exchanges.models import Conversation, Kind, Message, Party, Side, Step
from exchanges.notices.telling import tell
from sites.members import home_of

# Of a long message a notice quotes the beginning; a mail to somebody without a space says all of it.
QUOTED = 600


def others(party: Party | None, conversation: Conversation) -> list[Party]:
    """Those who take part, but for that one; not who acts for its structure no longer."""
    there = seated(conversation.parties.all()).select_related("person", "organisation")
    return list(there.exclude(pk=party.pk) if party else there)


def label_of(party: Party | None) -> str:
    """How a party is called: a name, with its structure."""
    if party is None:
        return ""
    structure = party.organisation.title if party.organisation else ""
    return f"{party.name} ({structure})" if structure and structure != party.name else party.name


def tell_message(message: Message, conversation: Conversation) -> None:
    """Tell the others of what was written; of a first message the author hears as of an answer."""
    first = conversation.messages.order_by("sent_at", "pk").first()
    for reader in others(message.party, conversation):
        is_answer = message == first and reader.side == Side.AUTHOR
        facts = {
            "title": conversation.title,
            "who": label_of(message.party),
            "words": Truncator(message.body).chars(QUOTED),
            "files": message.attachments.count(),
        }
        event = "answer_received" if is_answer else "message_received"
        said = {"body": message.body}
        tell_one(reader, conversation, event=event, subject=f"message:{message.pk}", facts=facts, more=said)


def tell_step(step: Step, conversation: Conversation, readers: Iterable[Party] | None = None) -> None:
    """Tell the others what state it came to."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = {
            "title": conversation.title,
            "who": label_of(step.party),
            "state": str(step.state),
            "note": step.note,
        }
    for reader in others(step.party, conversation) if readers is None else readers:
        tell_one(reader, conversation, event="state_changed", subject=f"step:{step.pk}", facts=facts)


def tell_one(
    reader: Party,
    conversation: Conversation,
    *,
    event: str,
    subject: str,
    facts: dict[str, Any],
    kind: Kind = Kind.ANSWER,
    more: dict[str, Any] | None = None,
) -> None:
    """Tell one party, once: in its space, or by a mail where it has none. `more` is for mails only."""
    facts = {**facts, "reply_to": reply_address(reader)}
    if reader.person:
        network = None if home_of(reader.person) else conversation.network
        tell(
            people=[reader.person],
            kind=kind,
            event=event,
            subject=subject,
            facts=facts,
            page=conversation.exchange,
            conversation=conversation,
            network=network,
        )
    elif reader.email:
        site_id = reader.site_id or conversation.network_id
        network_mail(
            site_id=site_id,
            to=reader.email,
            template=f"exchanges/conversations/mail/{event}",
            context={
                **facts,
                **(more or {}),
                "reader": reader.name,
                "url": voice_of(site_id).url + path_of(reader),
            },
            key=f"{subject}-{reader.pk}",
            answers=facts["reply_to"],
        )
