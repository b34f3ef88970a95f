"""Several structures that answer together: inviting one, joining, saying no, leaving."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.users.models import User
from exchanges.conversations.errors import RefusedError
from exchanges.conversations.locking import locked
from exchanges.conversations.parties import only_one_left
from exchanges.conversations.reach import kept_out, name_of
from exchanges.conversations.telling import label_of, others, tell_one
from exchanges.conversations.verbs import present
from exchanges.models import (
    OPEN_STATES,
    AnswerInvite,
    Conversation,
    Involvement,
    Kind,
    OrganisationPage,
    Party,
    Side,
)
from exchanges.notices.telling import tell
from exchanges.people import speakers_of, structures_of
from sites.members import home_of

MOST_FOUND = 20
MOST_INVITED = 10


def could_join(*, conversation: Conversation, site: Site, words: str = "") -> QuerySet[OrganisationPage]:
    """The structures (origins) shown on the site, with somebody who speaks for them, that may be invited."""
    here = OrganisationPage.objects.live().public().on_site(site)
    shown = here.filter(is_copy=False).values("pk")
    copied = here.filter(is_copy=True).values("origin_page")
    spoken = Involvement.objects.confirmed().values("organisation")
    there = conversation.parties.filter(left_at=None, organisation__isnull=False).values("organisation")
    asked = conversation.invites.values("organisation")
    found = OrganisationPage.objects.origins().live().filter(pk__in=spoken)
    found = found.filter(pk__in=shown) | found.filter(pk__in=copied)
    found = found.exclude(pk__in=there).exclude(pk__in=asked)
    if conversation.exchange and conversation.exchange.organisation_id:
        found = found.exclude(pk=conversation.exchange.organisation_id)
    for word in words.split()[:6]:
        found = found.filter(title__icontains=word)
    return found.select_related("area").defer("body").order_by("title", "pk")


def invite(*, party: Party, organisation: OrganisationPage, site: Site, words: str = "") -> AnswerInvite:
    """Ask a structure to answer with them; raises RefusedError. Asking twice asks once."""
    with locked(party.conversation_id) as conversation:
        party = present(party)
        known = conversation.invites.filter(organisation=organisation).first()
        if known:
            return known
        if party.side != Side.ANSWER or conversation.state not in OPEN_STATES:
            raise RefusedError(_("Nobody can be invited into this conversation."))
        if conversation.invites.count() >= MOST_INVITED:
            raise RefusedError(
                _("%(count)d structures were invited already: that is the most.") % {"count": MOST_INVITED}
            )
        if not could_join(conversation=conversation, site=site).filter(pk=organisation.pk).exists():
            raise RefusedError(_("This structure can’t be invited."))
        made = AnswerInvite.objects.create(
            conversation=conversation, organisation=organisation, by=party, words=words[:500]
        )
        facts = {
            "title": conversation.title,
            "who": label_of(party),
            "structure": organisation.title,
            "words": made.words,
            "invite": made.pk,
        }
        for person in speakers_of([organisation.pk]):
            tell(
                people=[person],
                kind=Kind.ANSWER,
                event="invited_to_answer",
                subject=f"invite:{made.pk}",
                facts=facts,
                page=conversation.exchange,
                network=None if home_of(person) else conversation.network,
            )
        return made


def invites_for(person: User) -> QuerySet[AnswerInvite]:
    """The invitations that wait for a structure of theirs."""
    waiting = AnswerInvite.objects.filter(decided_at=None, conversation__state__in=OPEN_STATES)
    theirs = structures_of(person).values("pk")
    return waiting.filter(organisation__in=theirs).select_related(
        "conversation__exchange", "organisation", "by__organisation"
    )


def accept(*, invite: AnswerInvite, person: User) -> Party:
    """Join the conversation for the structure; raises RefusedError where it is over or was refused."""
    with locked(invite.conversation_id) as conversation:
        row = AnswerInvite.objects.select_for_update(of=("self",)).get(pk=invite.pk)
        mine = conversation.parties.filter(person=person).first()
        if row.accepted and mine:
            return mine
        if row.accepted is False or conversation.state not in OPEN_STATES:
            raise RefusedError(_("This invitation is over."))
        if mine and mine.side == Side.AUTHOR:
            raise RefusedError(_("This announcement is yours."))
        refused = kept_out(networks=[conversation.network_id], person=person)
        if refused:
            raise RefusedError(refused)
        now = timezone.now()
        AnswerInvite.objects.filter(pk=row.pk).update(decided_at=now, accepted=True)
        if mine:
            Party.objects.filter(pk=mine.pk).update(left_at=None)
        else:
            mine = _join(conversation, person, row.organisation)
        facts = {"title": conversation.title, "who": label_of(mine)}
        for reader in others(mine, conversation):
            tell_one(reader, conversation, event="party_joined", subject=f"joined:{mine.pk}", facts=facts)
        return mine


def _join(conversation: Conversation, person: User, organisation: OrganisationPage) -> Party:
    try:
        with transaction.atomic():
            return Party.objects.create(
                conversation=conversation,
                side=Side.ANSWER,
                person=person,
                name=name_of(person)[:150],
                organisation=organisation,
            )
    except IntegrityError:
        return conversation.parties.get(person=person)


def refuse(*, invite: AnswerInvite) -> bool:
    """The structure does not answer with them; False when it was decided already."""
    open_ones = AnswerInvite.objects.filter(pk=invite.pk, decided_at=None)
    return bool(open_ones.update(decided_at=timezone.now(), accepted=False))


def leave(*, party: Party) -> bool:
    """Leave those who answer; the last one withdraws the answer instead (RefusedError). False: had left."""
    with locked(party.conversation_id) as conversation:
        if not Party.objects.filter(pk=party.pk, left_at=None).exists():
            return False
        if party.side != Side.ANSWER or only_one_left(party, conversation):
            raise RefusedError(_("You are alone on your side: withdraw the answer instead."))
        Party.objects.filter(pk=party.pk).update(left_at=timezone.now())
        facts = {"title": conversation.title, "who": label_of(party)}
        for reader in others(party, conversation):
            tell_one(reader, conversation, event="party_left", subject=f"left:{party.pk}", facts=facts)
        return True
