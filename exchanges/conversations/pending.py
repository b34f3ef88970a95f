"""A visitor's answer, from the form to the link of the mail that confirms it; erased after three days."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from cms.users.mails import link, network_mail
from exchanges.conversations.verbs import open_conversation
from exchanges.models import ExchangePage, Party, PendingAnswer

LIFE = timedelta(days=3)


@dataclass(frozen=True)
class Words:
    """What a visitor wrote, and who they say they are."""

    name: str
    email: str
    body: str


def keep(*, page: ExchangePage, site: Site, words: Words) -> PendingAnswer:
    """Keep what a visitor wrote about the announcement (its origin), and send the link that confirms it."""
    token = token_urlsafe(32)
    with transaction.atomic():
        made = PendingAnswer.objects.create(
            exchange=page,
            site=site,
            name=words.name,
            email=words.email.lower(),
            body=words.body,
            digest=digest_of(token),
        )
        network_mail(
            site_id=site.pk,
            to=made.email,
            template="exchanges/conversations/mail/confirm_answer",
            context={"title": page.title, "url": link(site.pk, "answer_confirm", token)},
            key=f"answer-{made.pk}",
        )
    return made


def find(token: str) -> PendingAnswer | None:
    """The answer that the link confirms, or has confirmed; None once it is erased."""
    since = timezone.now() - LIFE
    found = PendingAnswer.objects.filter(digest=digest_of(token), created_at__gt=since)
    return found.select_related("exchange", "site", "party").first()


def confirm(*, pending: PendingAnswer) -> Party:
    """Bring the answer to its author, once; the visitor's place in the conversation.

    Raises RefusedError where the announcement takes no answers by now.
    """
    with transaction.atomic():
        row = PendingAnswer.objects.select_for_update(of=("self",)).get(pk=pending.pk)
        if row.party is not None:
            return row.party
        message = open_conversation(
            page=row.exchange,
            body=row.body,
            name=row.name,
            email=row.email,
            site=row.site,
            key=f"pending:{row.pk}",
        )
        party = message.party
        assert party is not None  # noqa: S101 - it was just written by it
        # The words are in the conversation now.
        PendingAnswer.objects.filter(pk=row.pk).update(confirmed_at=timezone.now(), party=party, body="")
        return party


def forget_old() -> int:
    """Erase what was not confirmed in time, and what is left of what was."""
    deleted, _rows = PendingAnswer.objects.filter(created_at__lte=timezone.now() - LIFE).delete()
    return deleted


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return sha256(token.encode()).hexdigest()
