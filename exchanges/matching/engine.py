"""Keeps the stored matches as they should be: what holds, less what is stored, is written."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from exchanges.matching.pairs import Pair, pairs
from exchanges.matching.reasons import Methods, reasons, tier
from exchanges.models import ExchangePage
from exchanges.models.matches import Match, draw_of

BATCH = 500
Ends = tuple[int, int]


def match(*, origins: Collection[int] | None = None) -> Counter[str]:
    """Bring the matches of these origin pages, or all of them, up to date; say how many changed how.

    Safe to run twice, at once with another, and to kill: a pair is unique, and what a killed run left
    out the next one finds. The counts are `found`, `again` (it holds once more), `changed` and `ended`.
    """
    found: dict[Ends, list[Pair]] = defaultdict(list)
    for pair in pairs(origins=origins):
        found[pair.exchange, pair.counterpart].append(pair)
    with transaction.atomic():
        return _write(_wanted(found), _stored(origins))


def _wanted(found: Mapping[Ends, list[Pair]]) -> dict[Ends, Match]:
    methods = _methods({pk for ends in found for pk in ends})
    return {
        (exchange, counterpart): Match(
            exchange_id=exchange,
            counterpart_id=counterpart,
            tier=tier(rows),
            reasons=reasons(found=rows, methods=methods),
            draw=draw_of(exchange, counterpart),
        )
        for (exchange, counterpart), rows in found.items()
    }


def _methods(origins: Collection[int]) -> Methods:
    """The codes of the methods of these exchanges, in one query a batch."""
    rows = ExchangePage.methods.through.objects.values_list("exchangepage_id", "method__code")
    found: dict[int, set[str]] = defaultdict(set)
    for batch in _batches(sorted(origins)):
        for page, code in rows.filter(exchangepage__in=batch):
            found[page].add(code)
    return {page: frozenset(codes) for page, codes in found.items()}


def _stored(origins: Collection[int] | None) -> dict[Ends, Match]:
    rows = Match.objects.all() if origins is None else Match.objects.of(list(origins))
    return {(row.exchange_id, row.counterpart_id): row for row in rows.select_for_update()}


def _write(wanted: dict[Ends, Match], stored: dict[Ends, Match]) -> Counter[str]:
    counts: Counter[str] = Counter()
    new = [match for ends, match in wanted.items() if ends not in stored]
    changed = []
    for ends, row in stored.items():
        what = _change(row, wanted.get(ends))
        if what:
            counts[what] += 1
            changed.append(row)
    Match.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    Match.objects.bulk_update(changed, ["tier", "reasons", "found_at", "ended_at"], batch_size=BATCH)
    return +(counts + Counter(found=len(new)))


def _change(row: Match, wanted: Match | None) -> str:
    """Make the stored row say what is wanted; the name of what changed, or nothing."""
    if wanted is None:
        if row.ended_at:
            return ""
        row.ended_at = timezone.now()
        return "ended"
    same = (row.tier, row.reasons) == (wanted.tier, wanted.reasons)
    what = "again" if row.ended_at else "" if same else "changed"
    if row.ended_at:
        row.found_at = timezone.now()
    row.tier, row.reasons, row.ended_at = wanted.tier, wanted.reasons, None
    return what


def _batches(ids: list[int]) -> Iterable[Any]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))
