"""Tells the first person of a structure of a few needs that stand already: in one notice, never one by one."""

from django.db import transaction
from wagtail.models import Site

from cms.users.models import User
from exchanges.matching.addressees import addressee
from exchanges.matching.telling import DIGEST, hold, mark, sites_of, still_untold
from exchanges.matching.untold import Telling, fitting, tellings
from exchanges.matching.words import facts_of
from exchanges.models import ExchangePage, Involvement, Kind, Match, Notice, OrganisationPage, Standing, Tier
from exchanges.notices.telling import tell
from exchanges.people import authors_of
from sites.models import Membership

MOST = 5


def welcome(*, involvement: Involvement) -> Notice | None:
    """Tell the person of what their structure could answer now, if they are the first who speaks for it; once."""
    if involvement.standing != Standing.CONFIRMED or _others(involvement):
        return None
    structure, person = involvement.organisation, involvement.person
    with transaction.atomic():
        hold({addressee(structure.pk, None)})
        chosen, home = _chosen(structure, person)
        if home is None:
            return None
        pages = ExchangePage.objects.in_bulk([each.news for each in chosen])
        items = [facts_of(pages[each.news], [each])[each.match] for each in chosen]
        told = tell(
            people=[person],
            kind=Kind.MATCH,
            event=DIGEST,
            subject=f"welcome:{structure.pk}",
            facts={"items": items, "for": structure.title},
            network=home,
        )
        mark((each, None) for each in chosen if told)
    return told[0] if told else None


def _others(involvement: Involvement) -> bool:
    others = Involvement.objects.confirmed().exclude(pk=involvement.pk)
    return others.filter(organisation=involvement.organisation_id).exists()


def _chosen(structure: OrganisationPage, person: User) -> tuple[list[Telling], Site | None]:
    """At most five needs, all to be read on one site of the person's, and that site."""
    current = Match.objects.current().filter(counterpart=structure, told_at=None, tier__lte=Tier.CLOSE)
    waiting = still_untold(each for group in fitting(tellings(current)).values() for each in group)
    known = _told_otherwise(waiting, person)
    waiting = [each for each in waiting if each.news not in known]
    sites = sites_of([each.news for each in waiting])
    mine = Membership.objects.current().filter(person=person).select_related("network__root_page")
    for membership in mine.order_by("joined_at", "pk"):
        here = [each for each in waiting if membership.network_id in sites.get(each.news, ())]
        found = [each for each in sorted(here, key=lambda each: each.place) if not _own(each, person)]
        if found:
            return found[:MOST], membership.network
    return [], None


def _told_otherwise(waiting: list[Telling], person: User) -> set[int]:
    """Of which of these announcements the person was told already, for example by an alert."""
    subjects = {f"exchange:{each.news}": each.news for each in waiting}
    found = Notice.objects.filter(person=person, subject__in=list(subjects))
    return {subjects[subject] for subject in found.values_list("subject", flat=True)}


def _own(each: Telling, person: User) -> bool:
    page = ExchangePage.objects.filter(pk=each.news).first()
    return page is None or authors_of(page).filter(pk=person.pk).exists()
