"""One batch of pages: compares what is planned with the ledger, and writes both.

Runs inside the transaction of the engine, which holds the sites.
"""

import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, cast

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.core.disclosure import Details, disclose, hidden_mentions, read_details
from cms.core.kinds import column
from cms.core.models import SharedPage
from cms.core.registry import kind_named, shared_kinds
from sites.models import NetworkSettings
from syndication import facts
from syndication.copies import Item, create_copies, index_for, path_of, remove_copies, update_copies
from syndication.local import apply_local
from syndication.models import Delivery, State
from syndication.plan import Place, Plan

logger = logging.getLogger(__name__)
Rows = dict[int, Delivery]
# {page: the sites on which it is looked at}
Batch = dict[int, list[int]]
# What the engine writes of a delivery; the rest belongs to people.
MOST_ATTEMPTS = 32_767  # What the column holds on PostgreSQL.
WRITTEN = (
    "network", "kind", "page", "copy", "state", "state_at", "rule", "via",
    "title", "path", "digest", "seen_at", "attempts", "error",
)  # fmt: skip


def write(*, sites: Mapping[int, Site], batch: Batch, plan: Plan) -> Counter[str]:
    """Bring these pages on these sites to their places; those without one leave the site.

    Returns counts: created, updated, withdrawn, each state newly taken, and noted (the ledger only).
    """
    ledger: dict[int, Rows] = {target: {} for target in sites}
    for row in Delivery.objects.filter(target__in=sites, page__in=batch):
        page_id = row.page_id or 0
        if row.target_id in batch[page_id]:
            ledger[row.target_id][page_id] = row
    counts = withdraw(
        rows=[
            row
            for target, rows in ledger.items()
            for page, row in rows.items()
            if page not in plan.get(target, {})
        ]
    )
    staying = [page for page, targets in batch.items() if any(page in plan.get(t, {}) for t in targets)]
    for kind in shared_kinds():
        load = Load.of(kind, staying)
        for target, site in sites.items() if load.pages else ():
            places = {pk: place for pk, place in plan.get(target, {}).items() if target in batch[pk]}
            pages = [page for page in load.pages if page.pk in places]
            if pages:
                counts += _write_kind(site, load, pages, places, ledger[target])
    return counts


@dataclass
class Load:
    """Origins of one kind with all that is said of them, read once for every site of a batch."""

    kind: type[SharedPage]
    pages: list[SharedPage]
    homes: dict[int, Site]
    details: dict[int, Details]
    items: dict[str, dict[int, Item]] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: type[SharedPage], page_ids: Collection[int]) -> Self:
        """The origins of that kind among these pages."""
        pages = list(facts.origins(kind, page_ids).select_related("area").order_by("pk"))
        return cls(kind, pages, _homes(pages), read_details(pages))

    def items_for(self, role: str) -> dict[int, Item]:
        """What may be shown of each page on a site with that role; worked out once a role."""
        if role not in self.items:
            hidden = hidden_mentions(self.pages, role=role)
            self.items[role] = {
                page.pk: Item(
                    page,
                    disclose(page, role=role, hidden=hidden, details=self.details[page.pk]),
                    self.homes[page.pk],
                )
                for page in self.pages
            }
        return self.items[role]


def withdraw(*, rows: Collection[Delivery]) -> Counter[str]:
    """Take these deliveries back: the copy goes, the row stays and forgets the title."""
    leaving = [row for row in rows if row.state != State.WITHDRAWN or row.copy_id]
    remove_copies(copy_ids=[row.copy_id for row in leaving if row.copy_id])
    # What was shown once keeps its row: its old address says that it is gone.
    never_shown = [row.pk for row in leaving if row.state == State.HELD and not row.decision and not row.path]
    Delivery.objects.filter(pk__in=never_shown).delete()
    for row in leaving:
        _enter(row, State.WITHDRAWN)
        row.copy_id, row.title, row.digest, row.seen_at, row.error = None, "", "", None, ""
    Delivery.objects.bulk_update([row for row in leaving if row.pk not in never_shown], WRITTEN)
    return Counter({"withdrawn": len(leaving)}) if leaving else Counter()


def note_failure(*, target: Site, page_id: int, error: Exception) -> None:
    """Keep on the ledger that a page could not be written, and why; a page gone meanwhile is no failure."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return
    origin = cast("SharedPage", page.specific)
    row = Delivery.objects.filter(uid=origin.uid, target=target).first() or _new_row(origin, target)
    row.network = row.network or _homes([origin])[page_id]
    _fail(row, str(error) or type(error).__name__)
    row.save(
        update_fields=None if row._state.adding else ["network", "state", "state_at", "attempts", "error"]
    )


def _fail(row: Delivery, error: str) -> None:
    _enter(row, State.FAILED)
    row.attempts = min(row.attempts + 1, MOST_ATTEMPTS)
    row.error = error[:500]


def _write_kind(
    target: Site, load: Load, pages: Sequence[SharedPage], places: Mapping[int, Place], rows: Rows
) -> Counter[str]:
    for page in pages:
        if page.pk not in rows:
            rows[page.pk] = _new_row(page, target)
    before = {page.pk: rows[page.pk].state for page in pages}
    shown = [page for page in pages if places[page.pk].state == State.LIVE]
    counts = _write_shown(target, load, shown, rows)
    counts += _hide([page for page in pages if places[page.pk].state != State.LIVE], rows)
    changed = []
    for page in pages:
        row, place = rows[page.pk], places[page.pk]
        if _settle(row, page, place, load.homes[page.pk]):
            changed.append(row)
        if row.state not in (before[page.pk], State.LIVE):
            counts[row.state] += 1
    Delivery.objects.bulk_update([row for row in changed if row.pk], WRITTEN, batch_size=200)
    Delivery.objects.bulk_create([row for row in changed if not row.pk])
    # Rows of which only the rule, the way or the date changed: nothing that a visitor sees.
    noted = len(changed) - counts.total()
    return counts + Counter({"noted": noted})


def _write_shown(target: Site, load: Load, pages: Sequence[SharedPage], rows: Rows) -> Counter[str]:
    """Create and update the copies of the pages that are shown."""
    if not pages:
        return Counter()
    known = load.items_for(NetworkSettings.for_site(target).role)
    items = {page.pk: known[page.pk] for page in pages}
    stale = {
        copy_id: item
        for pk, item in items.items()
        if (copy_id := rows[pk].copy_id) and rows[pk].digest != item.digest
    }
    update_copies(items=stale)
    created = _create(target, load.kind, [item for pk, item in items.items() if not rows[pk].copy_id], rows)
    for pk, item in items.items():
        rows[pk].digest = item.digest
    return +Counter({"created": created, "updated": len(stale)})


def _create(target: Site, kind: type[SharedPage], items: Sequence[Item], rows: Rows) -> int:
    """Write these copies; none where the site has no page to hold them, which the rows then say."""
    parent = _parent(target, kind) if items else None
    if parent is None:
        return 0
    copies = create_copies(parent=parent, target=target, items=items)
    for page_id, copy in copies.items():
        row = rows[page_id]
        row.copy_id, row.path = copy.pk, path_of(copy, target)
    # What the site's editors had said of a page that was here before still holds.
    known = [rows[page_id] for page_id in copies if rows[page_id].pk]
    for row in Delivery.objects.with_local_fields(known) if known else ():
        row.copy_id = rows[row.page_id or 0].copy_id
        apply_local(delivery=row)
    return len(copies)


def _hide(pages: Sequence[SharedPage], rows: Rows) -> Counter[str]:
    """Remove the copies of pages that are not shown any more."""
    leaving = [rows[page.pk] for page in pages if rows[page.pk].copy_id]
    remove_copies(copy_ids=[row.copy_id for row in leaving if row.copy_id])
    for row in leaving:
        row.copy_id, row.digest = None, ""
    return +Counter({"withdrawn": len(leaving)})


def _settle(row: Delivery, page: SharedPage, place: Place, home: Site) -> bool:
    """Bring the row to the place; whether anything in it changed."""
    before = _snapshot(row)
    row.rule_id, row.via_id = place.rule, place.via
    row.network, row.page_id = home, page.pk
    # The receiving network learns the title of what it may see only.
    row.title = "" if place.state == State.HELD else page.title
    row.seen_at = page.changed_at if place.state == State.LIVE else None
    if place.state == State.LIVE and not row.copy_id:
        _fail(row, _no_index(row))
    else:
        _enter(row, place.state)
        row.error, row.attempts = "", 0
    return not row.pk or _snapshot(row) != before


def _no_index(row: Delivery) -> str:
    model = apps.get_model(kind_named(row.kind).index_model)
    return _("%(site)s has no page “%(kind)s” to hold it: create one.") % {
        "site": row.target.site_name,
        "kind": model._meta.verbose_name,
    }


def _snapshot(row: Delivery) -> list[object]:
    return [getattr(row, column(Delivery, name)) for name in WRITTEN]


def _enter(row: Delivery, state: str) -> None:
    if row.state != state:
        row.state, row.state_at = state, timezone.now()


def _new_row(page: SharedPage, target: Site) -> Delivery:
    return Delivery(
        uid=page.uid,
        kind=page._meta.label,
        page_id=page.pk,
        target=target,
        state="",
        state_at=timezone.now(),
    )


def _homes(pages: Sequence[SharedPage]) -> dict[int, Site]:
    if not pages:
        return {}
    sites = Site.objects.select_related("root_page").in_bulk()
    home_of = facts.home_finder()
    return {page.pk: sites[home_of(page.path)] for page in pages}


def _parent(target: Site, kind: type[SharedPage]) -> Page | None:
    """The index page below which copies of that kind stand, held for this transaction."""
    index = index_for(kind, target)
    return Page.objects.select_for_update().get(pk=index.pk) if index else None
