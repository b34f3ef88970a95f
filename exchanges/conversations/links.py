"""Links and addresses by which people without an account reach their conversation; each names one party.

Both are signed, and lead nowhere once the party has left. A link opens the page of the conversation; an
address of `replies` only takes mails, and only from the party's own address.
"""

from django.core import signing
from django.urls import reverse

from exchanges.models import Party

SALT = "conversations.party"


def token_of(party: Party) -> str:
    """What a link to the conversation of that party holds."""
    return signing.Signer(salt=SALT).sign(str(party.pk))


def guest_of(token: str) -> Party | None:
    """The party without an account that the link names, if it still takes part."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    guests = Party.objects.filter(person=None, left_at=None).exclude(email="")
    return guests.select_related("conversation__exchange", "organisation").filter(pk=pk).first()


def path_of(party: Party) -> str:
    """Where the party reads and writes: in its space, or by a link of its own."""
    if party.person_id:
        return reverse("conversations_one", args=[party.conversation_id])
    return reverse("answer_one", args=[token_of(party)])
