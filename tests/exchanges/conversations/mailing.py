"""What mail programs send to reply addresses."""

from email.message import EmailMessage

from exchanges.conversations.replies import reply_address, reply_to_notice
from exchanges.models import Kind, Message, Notice, Party
from exchanges.notices.telling import tell
from tests.exchanges.conversations.talks import Talk

DOMAIN = "reponses.example.org"


def mail(party: Party, body: str = "D’accord pour samedi.", **headers: str) -> EmailMessage:
    """What the party's mail program sends."""
    message = EmailMessage()
    sender = party.person.email if party.person else party.email
    said = {
        "From": f"Quelqu’un <{sender}>",
        "To": reply_address(party),
        "Subject": "Re: Cherche un local",
        "Message-ID": "<1@example.org>",
    }
    for name, value in {**said, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        if value:
            message[name] = value
    message.set_content(body)
    return message


def said() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("body", flat=True))[1:]


def told_of(talk: Talk) -> Notice:
    """Paul was told that Marie's announcement fits his structure."""
    (notice,) = tell(
        people=[talk.paul],
        kind=Kind.MATCH,
        event="match_found",
        subject=f"exchange:{talk.page.pk}",
        facts={"title": talk.page.title, "sense": "need", "for": "Le Fournil", "said": {"fr": ["Locaux"]}},
        page=talk.page,
    )
    return notice


def answer_to(notice: Notice, sender: str, words: str = "Nous avons une salle.") -> bytes:
    """What a mail program sends in reply to the mail about a notice."""
    message = EmailMessage()
    message["From"], message["To"] = sender, reply_to_notice(notice)
    message["Message-ID"] = "<reponse@example.org>"
    message.set_content(words)
    return message.as_bytes()
