"""Tells people what they could answer: once, fairly, and only what the site of their network shows them.

What a match is told as is always an announcement: a need to those who could answer it, an offer to whoever
looks for it. Safe to run twice, at once with another, and to kill: what was told is kept with the notices,
in one transaction, and what was not is found again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Site

from cms.users.models import User
from exchanges.matching.addressees import ORGANISATION, PERSON, ids_of, people_of
from exchanges.matching.pairs import shown
from exchanges.matching.untold import Telling, fitting, tellings, told_of, untold, week_of
from exchanges.matching.words import facts_of
from exchanges.models import Conversation, ExchangePage, Kind, Match, Notice
from exchanges.notices.telling import tell
from exchanges.people import authors_of
from exchanges.reach import reach_of
from sites.models import Membership

FOUND, DIGEST = "match_found", "match_digest"
BATCH = 500


def tell_matches(*, origins: Collection[int] | None = None) -> int:
    """Tell what waits to be told of these origin pages, or of all; how many structures or people were told."""
    return sum(_tell_of(news, rows) for news, rows in untold(origins=origins).items())


def tell_again(page: ExchangePage) -> int:
    """Tell of a need or an offer that stays unanswered those who were not told of it; how many were.

    Also those whom it only resembles, and however long ago they were found; the caps of the week hold.
    """
    rows = tellings(Match.objects.current().filter(told_at=None).of([page.pk]))
    found = fitting(each for each in rows if each.news == page.pk)
    return _tell_of(page.pk, found[page.pk]) if found else 0


def _tell_of(news: int, rows: list[Telling]) -> int:
    """Tell of one announcement those who have room for it this week."""
    page = readable(news)
    if page is None:
        return 0
    with transaction.atomic():
        hold({each.to for each in rows})
        waiting = still_untold(rows)
        told, week = told_of(news), week_of({each.to for each in waiting})
        readers, facts = _readers(page, waiting), facts_of(page, waiting)
        room = _room(page, told)
        new: list[Telling] = []
        marked: list[tuple[Telling, datetime | None]] = []
        for to, group in _groups(waiting).items():
            full = len(new) >= room or len(week[to]) >= settings.MATCHES_A_WEEK
            if to not in told and (full or not readers.get(to)):
                continue
            if to not in told:
                new.append(group[0])
            marked += [(each, told.get(to)) for each in group]
        _tell(page, {each.to: readers[each.to] for each in new}, {each.to: facts[each.match] for each in new})
        mark(marked)
    return len(new)


def readable(news: int) -> ExchangePage | None:
    """The announcement, if it is still there for everybody."""
    found: ExchangePage | None = ExchangePage.objects.origins().current().public().filter(pk=news).first()
    return found


def hold(names: Collection[str]) -> None:
    """Hold these until the end of the transaction: their week can't be filled twice at once."""
    pages = Page.objects.filter(pk__in=ids_of(names, ORGANISATION)).order_by("pk")
    list(pages.select_for_update(no_key=True).values_list("pk"))
    people = User.objects.filter(pk__in=ids_of(names, PERSON)).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))


def still_untold(rows: Iterable[Telling]) -> list[Telling]:
    """Those of them that hold and were not told meanwhile; held until the end of the transaction."""
    rows = list(rows)
    stored = Match.objects.current().filter(pk__in=[each.match for each in rows], told_at=None)
    left = set(stored.select_for_update().values_list("pk", flat=True))
    return [each for each in rows if each.match in left]


def _groups(rows: list[Telling]) -> dict[str, list[Telling]]:
    """By addressee, in the order in which each comes first."""
    found: dict[str, list[Telling]] = {}
    for each in rows:
        found.setdefault(each.to, []).append(each)
    return found


def _room(page: ExchangePage, told: dict[str, datetime]) -> int:
    """How many more may be told of it now: once somebody answered, those told long ago count too."""
    if not Conversation.objects.filter(exchange=page).exists():
        wave = timezone.now() - timedelta(days=settings.MATCH_WAVE_DAYS)
        told = {to: at for to, at in told.items() if at > wave}
    return max(settings.MATCH_FANOUT - len(told), 0)


def _readers(page: ExchangePage, rows: list[Telling]) -> dict[str, list[tuple[Site, User]]]:
    """Whom to tell, and in the name of which network: not its author, nor who could not open it."""
    people = people_of({each.to for each in rows})
    everybody = {person.pk for group in people.values() for person in group}
    authors = set(authors_of(page).values_list("pk", flat=True))
    known = _told_in_digest(page.pk, everybody)
    homes = homes_of(everybody - authors - known, sites_of([page.pk]).get(page.pk, set()))
    return {
        to: [(homes[person.pk], person) for person in group if person.pk in homes]
        for to, group in people.items()
    }


def _told_in_digest(news: int, people: Collection[int]) -> set[int]:
    notices = Notice.objects.filter(person__in=people, event=DIGEST).values_list("person", "facts")
    return {person for person, facts in notices if news in [item["page"] for item in facts["items"]]}


def sites_of(news: Collection[int]) -> dict[int, set[int]]:
    """On which sites visitors find each of these announcements, itself or a copy that it still lets stand there."""
    found: dict[int, set[int]] = {}
    reach = reach_of(ExchangePage, news)
    pages = shown(ExchangePage).filter(Q(pk__in=news) | Q(origin_page__in=news))
    for row in pages:
        origin, site = row["at_origin"], row["at_site"]
        if origin in reach and (row["at_page"] == origin or site in reach[origin]):
            found.setdefault(origin, set()).add(site)
    return found


def homes_of(people: Collection[int], sites: Collection[int]) -> dict[int, Site]:
    """For each of the people, the first of these sites of which they became a member; others are left out."""
    rows = Membership.objects.current().filter(person__in=people, network__in=sites)
    ordered = rows.select_related("network__root_page").order_by("person", "joined_at", "pk")
    return {person: next(group).network for person, group in groupby(ordered, lambda row: row.person_id)}


def _tell(
    page: ExchangePage, readers: dict[str, list[tuple[Site, User]]], facts: dict[str, dict[str, Any]]
) -> None:
    """Tell all of them, those of one network at once; who stands behind several names hears of the first."""
    groups: dict[Site, dict[User, dict[str, Any]]] = defaultdict(dict)
    for to, people in readers.items():
        for network, person in people:
            groups[network].setdefault(person, facts[to])
    for network, said in groups.items():
        tell(
            people=said,
            kind=Kind.MATCH,
            event=FOUND,
            subject=f"exchange:{page.pk}",
            facts={},
            personal={person.pk: each for person, each in said.items()},
            page=page,
            network=network,
        )


def mark(rows: Iterable[tuple[Telling, datetime | None]]) -> None:
    """Keep that these were told, each at that time or now; one statement for many."""
    now = timezone.now()
    told = [
        Match(pk=each.match, news_id=each.news, addressee=each.to, told_at=at or now) for each, at in rows
    ]
    Match.objects.bulk_update(told, ["news", "addressee", "told_at"], batch_size=BATCH)
