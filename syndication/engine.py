"""Desired state, then difference: brings every site to what the plan says.

Each batch of pages is planned again, compared and written in one transaction that holds the
root pages of the receiving sites: two workers, a worker killed half-way or a task run twice end in the same state.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from django.db import OperationalError, transaction
from django.db.models import F, Q
from wagtail.models import Page, Site

from cms.core import registry
from cms.core.registry import shared_kinds
from syndication import batches, facts
from syndication.batches import Batch
from syndication.copies import remove_copies, weigh_titles
from syndication.models import Delivery, State
from syndication.plan import Plan, follow

logger = logging.getLogger(__name__)
BATCH = 500
Progress = Callable[[int, int], None]
# States in which nothing of a page is on the site any more.
OVER = [State.WITHDRAWN]


@dataclass
class Outcome:
    """What a run did: counts by what happened to a page on a site."""

    counts: Counter[str] = field(default_factory=Counter)
    planned: Counter[str] = field(default_factory=Counter)

    @property
    def changed(self) -> int:
        """How many places were written."""
        return sum(self.counts.values())


def sync(
    *,
    page_ids: Collection[int] | None = None,
    thorough: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Bring the sites to what the plan says, for these origin pages or for all.

    `thorough` compares the content of every copy, not only of pages saved since; pages that are
    named are always compared. `progress` is told (places done, places to do). `dry_run` does the
    same work and takes every batch back.
    """
    plan = follow(facts.read(page_ids=page_ids))
    outcome = Outcome(planned=_count_states(plan))
    if thorough and not dry_run:
        outcome.counts += _remove_strays()
    compare_all = thorough or page_ids is not None
    todo = _every_place(plan, page_ids) if compare_all else _places_to_write(plan)
    total, done = sum(len(pages) for pages in todo.values()), 0
    for batch in _batched(todo):
        outcome.counts += _write(batch, dry_run=dry_run)
        done += _size(batch)
        if progress:
            progress(done, total)
    if total and not dry_run:
        weigh_titles()
    outcome.counts += _withdraw_orphans(dry_run=dry_run)
    return outcome


def _count_states(plan: Plan) -> Counter[str]:
    return Counter(place.state for places in plan.values() for place in places.values())


def _every_place(plan: Plan, page_ids: Collection[int] | None) -> dict[int, set[int]]:
    """Every place that is planned, or in the ledger and not over: {site: pages}."""
    todo = {target: set(places) for target, places in plan.items()}
    rows = Delivery.objects.filter(page__isnull=False).exclude(state__in=OVER)
    if page_ids is not None:
        rows = rows.filter(page__in=page_ids)
    for target, page in rows.values_list("target_id", "page_id"):
        todo.setdefault(target, set()).add(page)
    return todo


def _places_to_write(plan: Plan) -> dict[int, set[int]]:
    """Places where the ledger says something else than the plan, or whose page was saved since."""
    todo: dict[int, set[int]] = defaultdict(set)
    unseen = {target: set(places) for target, places in plan.items()}
    rows = Delivery.objects.filter(page__isnull=False)
    columns = rows.values_list("target_id", "page_id", "state", "rule_id", "via_id")
    for target, page, *place in columns.iterator(chunk_size=5000):
        planned = plan.get(target, {}).get(page)
        if planned is None:
            if place[0] not in OVER:
                todo[target].add(page)
            continue
        unseen[target].discard(page)
        if planned != tuple(place):
            todo[target].add(page)
    for target, pages in unseen.items():
        todo[target] |= pages
    for target, page in _saved_since():
        todo[target].add(page)
    return todo


def _saved_since() -> Iterator[tuple[int, int]]:
    """Places that show a page as it was before it was saved last, or whose copy is gone."""
    live = Delivery.objects.filter(state=State.LIVE)
    yield from live.filter(copy__isnull=True, page__isnull=False).values_list("target_id", "page_id")
    for kind in shared_kinds():
        column = f"page__{kind._meta.model_name}__changed_at"
        stale = live.filter(kind=kind._meta.label).exclude(seen_at=F(column))
        yield from stale.filter(page__isnull=False).values_list("target_id", "page_id")


def _write(batch: Batch, *, dry_run: bool) -> Counter[str]:
    """Write one batch; if it fails, place by place, so that one bad page holds up no other."""
    try:
        return _write_batch(batch, dry_run=dry_run)
    except OperationalError:
        raise  # The database is busy or away: the task is run again.
    except Exception as error:
        if _size(batch) == 1:
            ((page_id, (target_id,)),) = batch.items()
            logger.exception("Page %s could not be written on site %s", page_id, target_id)
            return _note_failure(target_id, page_id, error, dry_run=dry_run)
    counts: Counter[str] = Counter()
    for page_id, targets in batch.items():
        for target_id in targets:
            counts += _write({page_id: [target_id]}, dry_run=dry_run)
    return counts


@transaction.atomic
def _write_batch(batch: Batch, *, dry_run: bool) -> Counter[str]:
    sites = lock(set().union(*batch.values()))
    # Planned again under the lock: what was read before may be out of date by now.
    plan = follow(facts.read(page_ids=batch))
    counts = batches.write(sites=sites, batch=batch, plan=plan)
    if counts:
        for hear in registry.place_hearers:
            hear(batch)
    if dry_run:
        transaction.set_rollback(True)
    return counts


def lock(site_ids: Collection[int]) -> dict[int, Site]:
    """Hold the receiving sites for this transaction: one writer of copies at a time on each."""
    sites = Site.objects.select_related("root_page").in_bulk(site_ids)
    roots = Page.objects.filter(pk__in=[site.root_page_id for site in sites.values()])
    # Always in the same order, so that two workers never wait for each other.
    list(roots.select_for_update().order_by("pk").only("pk"))
    return sites


@transaction.atomic
def _note_failure(target_id: int, page_id: int, error: Exception, *, dry_run: bool) -> Counter[str]:
    sites = lock([target_id])
    batches.note_failure(target=sites[target_id], page_id=page_id, error=error)
    if dry_run:
        transaction.set_rollback(True)
    return Counter({State.FAILED.value: 1})


def _withdraw_orphans(*, dry_run: bool) -> Counter[str]:
    """Take back what is left of pages that were deleted."""
    counts: Counter[str] = Counter()
    gone = Delivery.objects.filter(page__isnull=True).filter(~Q(state__in=OVER) | Q(copy__isnull=False))
    if dry_run:
        return +Counter({"withdrawn": gone.count()})
    for target_id in sorted(set(gone.values_list("target_id", flat=True))):
        while ids := list(gone.filter(target=target_id).values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                lock([target_id])
                rows = list(Delivery.objects.filter(pk__in=ids))
                counts += batches.withdraw(rows=rows)
    return counts


def _remove_strays() -> Counter[str]:
    """Remove copies that no delivery answers for: those of a site that was deleted and laid out again."""
    counts: Counter[str] = Counter()
    for kind in shared_kinds():
        strays = kind.objects.filter(is_copy=True, delivery__isnull=True).order_by()
        while ids := list(strays.values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                remove_copies(copy_ids=ids)
            counts["withdrawn"] += len(ids)
    return counts


def _batched(todo: dict[int, set[int]]) -> Iterator[Batch]:
    """The places to write, page by page, in batches of some size: a page is read once for all sites."""
    by_page: Batch = defaultdict(list)
    for target, pages in sorted(todo.items()):
        for page in pages:
            by_page[page].append(target)
    batch: Batch = {}
    for page in sorted(by_page):
        batch[page] = by_page[page]
        if _size(batch) >= BATCH:
            yield batch
            batch = {}
    if batch:
        yield batch


def _size(batch: Batch) -> int:
    return sum(len(targets) for targets in batch.values())
