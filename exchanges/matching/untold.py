"""Which matches wait to be told, of what, and to whom: reads only."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from exchanges.matching.addressees import addressee
from exchanges.models import Involvement, Match, Reserve, Tier

Told = tuple[int, str]
NEEDED = (
    "exchange__organisation_id", "exchange__owner_id", "exchange__last_published_at",
    "counterpart__last_published_at", "counterpart__owner_id",
    "counterpart__exchangepage__organisation_id", "counterpart__organisationpage__pk",
)  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """A match to be told: the announcement that is news, to whom, and by which page of theirs they are concerned."""

    match: int
    news: int
    to: str
    by: int
    tier: int
    draw: int
    themes: frozenset[str]
    km: int | None

    @property
    def place(self) -> tuple[int, int]:
        """Its place: the nearest tier first, drawn by lot within it."""
        return self.tier, self.draw


def untold(*, origins: Collection[int] | None = None) -> dict[int, list[Telling]]:
    """What waits, by the announcement that is news; of these origin pages, or all.

    What is older than MATCH_FRESH_DAYS, or was found before its structure had people, is only shown.
    """
    since = timezone.now() - timedelta(days=settings.MATCH_FRESH_DAYS)
    rows = Match.objects.current().filter(told_at=None, tier__lte=Tier.CLOSE, found_at__gte=since)
    if origins is not None:
        rows = rows.of(list(origins))
    rows = rows.filter(Q(counterpart__organisationpage=None) | Q(_has_people("counterpart")))
    return fitting(tellings(rows))


def tellings(rows: QuerySet[Match]) -> list[Telling]:
    """What there would be to tell of these matches, to whom."""
    found = [
        _telling(row)
        for row in rows.values("pk", "exchange_id", "counterpart_id", "tier", "draw", "reasons", *NEEDED)
    ]
    return [each for each in found if each.to]


def _has_people(end: str) -> Exists:
    """That the structure had people when the match was found: those who come later are told otherwise."""
    confirmed = Involvement.objects.confirmed().alias(since=Coalesce("decided_at", "asked_at"))
    return Exists(confirmed.filter(organisation=OuterRef(end), since__lte=OuterRef("found_at")))


def _telling(row: dict[str, Any]) -> Telling:
    """Of two announcements the one that was published last is the news, and the other's author is told of it."""
    exchange, counterpart = row["exchange_id"], row["counterpart_id"]
    structure = row["counterpart__organisationpage__pk"]
    if structure:
        news, to, by = exchange, addressee(structure, None), counterpart
    elif _later(row["exchange__last_published_at"], row["counterpart__last_published_at"]):
        to = addressee(row["counterpart__exchangepage__organisation_id"], row["counterpart__owner_id"])
        news, by = exchange, counterpart
    else:
        to = addressee(row["exchange__organisation_id"], row["exchange__owner_id"])
        news, by = counterpart, exchange
    themes, km = frozenset(row["reasons"]["themes"]), row["reasons"]["km"]
    return Telling(row["pk"], news, to, by, row["tier"], row["draw"], themes, km)


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one >= other)


def fitting(found: Iterable[Telling]) -> dict[int, list[Telling]]:
    """Less what its addressee does not want to be told of; the nearest tier first."""
    rows = sorted(found, key=lambda each: each.place)
    names = {each.to for each in rows}
    themes, reach = reserves(names)
    declined = declined_by(names)
    by_news: dict[int, list[Telling]] = defaultdict(list)
    for each in rows:
        too_far = each.km is not None and each.km > reach.get(each.to, each.km)
        if not (too_far or each.themes <= themes[each.to] or (each.news, each.to) in declined):
            by_news[each.news].append(each)
    return by_news


def reserves(names: Collection[str]) -> tuple[dict[str, set[str]], dict[str, int]]:
    """What these do not want to be told of: themes by their code, and what lies farther than so many kilometres."""
    themes: dict[str, set[str]] = defaultdict(set)
    reach: dict[str, int] = {}
    rows = Reserve.objects.filter(addressee__in=names)
    for name, code, km in rows.values_list("addressee", "theme__code", "within_km"):
        if code:
            themes[name].add(code)
        elif km is not None:
            reach[name] = km
    return themes, reach


def declined_by(names: Collection[str]) -> set[Told]:
    """What these said is not for them: (the announcement, who)."""
    rows = Match.objects.filter(addressee__in=names, declined_at__isnull=False)
    return set(rows.values_list("news", "addressee"))


def week_of(names: Collection[str]) -> dict[str, set[int]]:
    """Of which announcements each was told within a week."""
    told: dict[str, set[int]] = defaultdict(set)
    week = timezone.now() - timedelta(days=7)
    rows = Match.objects.told_to(names).filter(told_at__gte=week)
    for name, news in rows.values_list("addressee", "news").distinct():
        told[name].add(news)
    return told


def told_of(news: int) -> dict[str, datetime]:
    """Who was told of an announcement, and when first."""
    rows = Match.objects.filter(news=news, told_at__isnull=False).order_by("-told_at")
    return dict(rows.annotate(at=F("told_at")).values_list("addressee", "at"))
