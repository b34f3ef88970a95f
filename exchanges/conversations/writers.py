"""Who mails to a reply address, and where their words go: only ever from the address that we wrote to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from cms.users.models import User
from cms.users.strangers import may_by_mail
from exchanges.conversations.files import Checked
from exchanges.conversations.links import path_of
from exchanges.conversations.queries import seated
from exchanges.conversations.replies import NOTICE, Destination
from exchanges.conversations.verbs import open_conversation, write
from exchanges.matching.addressees import ORGANISATION, addressees_of, ids_of
from exchanges.models import ExchangePage, Match, Message, Notice, OrganisationPage, Party
from exchanges.people import structures_of

# Words, files, and what tells one mail from another.
Say = Callable[[str, Sequence[Checked], str], Message]


@dataclass(frozen=True)
class Writer:
    """Somebody whose mail is taken: their address, what it is about, where they read on, and how it is said.

    `parties` are the ids of their places there, `may` counts one more mail of theirs: False for too many.
    """

    address: str
    title: str
    site_id: int
    path: str
    key: str
    say: Say
    may: Callable[[], bool]
    parties: tuple[int, ...]


def writer_of(destination: Destination, sender: str) -> Writer | None:
    """Whoever may mail there, where the mail is from their own address."""
    find = _reader if destination.kind == NOTICE else _party
    found = find(destination.pk)
    return found if found is not None and sender and found.address == sender else None


def _party(pk: int) -> Writer | None:
    """Somebody who holds their place in a conversation."""
    party = seated(Party.objects.filter(pk=pk)).select_related("person", "conversation").first()
    if party is None or (party.person is not None and not party.person.is_active):
        return None
    person, address = party.person, (party.person.email if party.person else party.email).lower()
    return Writer(
        address=address,
        title=party.conversation.title,
        site_id=party.site_id or party.conversation.network_id,
        path=path_of(party),
        key=f"{party.pk}",
        say=lambda words, files, key: write(party=party, body=words, files=files, key=key),
        may=lambda: may_by_mail("message", user=person, key="" if person else address),
        parties=(party.pk,),
    )


def _reader(pk: int) -> Writer | None:
    """Somebody who was told of an announcement, and answers it."""
    notice = Notice.objects.filter(pk=pk).select_related("person", "network").first()
    page = ExchangePage.objects.origins().filter(pk=notice.page_id).first() if notice else None
    if notice is None or page is None or not notice.person.is_active:
        return None
    person = notice.person

    def say(words: str, files: Sequence[Checked], key: str) -> Message:
        return open_conversation(
            page=page,
            body=words,
            person=person,
            organisation=structure_told(person, page),
            site=notice.network,
            files=files,
            key=key,
        )

    return Writer(
        address=person.email,
        title=page.title,
        site_id=notice.network_id,
        path=reverse("notices_open", args=[notice.pk]),
        key=f"n{notice.pk}",
        say=say,
        may=lambda: may_by_mail("answer", user=person, key=person.email),
        parties=tuple(
            Party.objects.filter(person=person, conversation__exchange=page).values_list("pk", flat=True)
        ),
    )


def structure_told(person: User, page: ExchangePage) -> OrganisationPage | None:
    """For which of their structures somebody answers: the one that was told, or else the only one."""
    told = Match.objects.filter(news=page, addressee__in=addressees_of(person), told_at__isnull=False)
    named = ids_of(told.values_list("addressee", flat=True), ORGANISATION)
    mine = list(structures_of(person).order_by("pk"))
    chosen = [each for each in mine if each.pk in named]
    return chosen[0] if chosen else mine[0] if len(mine) == 1 else None
