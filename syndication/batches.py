"""One batch on one site: compares what is planned with the ledger, and writes both.

Runs inside the transaction of the engine, which holds the site.
"""

import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.core.disclosure import Disclosed, disclose, hidden_mentions
from cms.core.models import SharedPage
from cms.core.registry import shared_kinds
from sites.models import NetworkSettings
from syndication import facts
from syndication.copies import Item, create_copies, path_of, remove_copies, update_copies
from syndication.local import apply_local
from syndication.models import Delivery, State
from syndication.plan import Place

logger = logging.getLogger(__name__)
Rows = dict[int, Delivery]
# What the engine writes of a delivery; the rest belongs to people.
WRITTEN = (
    "network", "kind", "page", "copy", "state", "state_at", "rule", "via",
    "title", "path", "digest", "seen_at", "attempts", "error",
)  # fmt: skip


class NoIndexError(Exception):
    """The receiving site has no page below which such a copy could stand."""


def write(*, target: Site, page_ids: Collection[int], places: Mapping[int, Place]) -> Counter[str]:
    """Bring these pages on this site to these places; those without one leave it.

    Returns counts: created, updated, withdrawn, each state newly taken, and noted (the ledger only).
    """
    found = Delivery.objects.filter(target=target, page__in=page_ids)
    rows: Rows = {row.page_id: row for row in found}
    counts = withdraw(rows=[row for page, row in rows.items() if page not in places])
    for kind in shared_kinds():
        origins = _load(kind, [page for page in page_ids if page in places])
        if origins:
            counts += _write_kind(target, kind, origins, places, rows)
    return counts


def withdraw(*, rows: Collection[Delivery]) -> Counter[str]:
    """Take these deliveries back: the copy goes, the row stays and forgets the title."""
    leaving = [row for row in rows if row.state != State.WITHDRAWN or row.copy_id]
    remove_copies(copy_ids=[row.copy_id for row in leaving if row.copy_id])
    never_shown = [row.pk for row in leaving if row.state == State.HELD and not row.decision]
    Delivery.objects.filter(pk__in=never_shown).delete()
    for row in leaving:
        _enter(row, State.WITHDRAWN)
        row.copy_id, row.title, row.digest, row.seen_at, row.error = None, "", "", None, ""
    Delivery.objects.bulk_update([row for row in leaving if row.pk not in never_shown], WRITTEN)
    return Counter({"withdrawn": len(leaving)}) if leaving else Counter()


def note_failure(*, target_id: int, page_id: int, error: Exception) -> None:
    """Keep on the ledger that a page could not be written, and why."""
    page = Page.objects.get(pk=page_id).specific
    row, _created = Delivery.objects.get_or_create(
        uid=page.uid,
        target_id=target_id,
        defaults={
            "page_id": page_id,
            "kind": page._meta.label,
            "state": State.FAILED,
            "state_at": timezone.now(),
        },
    )
    _enter(row, State.FAILED)
    row.attempts += 1
    row.error = (str(error) or type(error).__name__)[:500]
    row.save()


def _load(kind: type[SharedPage], page_ids: Collection[int]) -> list[SharedPage]:
    """The origins of that kind with all that disclosure reads of them."""
    relations = [*kind.shared_relations, kind.shared_contacts, "tagged_items"]
    pages = facts.origins(kind, page_ids).select_related("area").prefetch_related(*relations)
    return list(pages.order_by("pk"))


def _write_kind(
    target: Site,
    kind: type[SharedPage],
    origins: Sequence[SharedPage],
    places: Mapping[int, Place],
    rows: Rows,
) -> Counter[str]:
    homes = _homes(origins)
    new = [_new_row(page, target, homes[page.pk]) for page in origins if page.pk not in rows]
    rows |= {row.page_id: row for row in new}
    before = {page.pk: rows[page.pk].state for page in origins}
    shown = [page for page in origins if places[page.pk].state == State.LIVE]
    counts = _write_shown(target, kind, shown, homes, rows)
    counts += _hide([page for page in origins if places[page.pk].state != State.LIVE], rows)
    changed = []
    for page in origins:
        row, place = rows[page.pk], places[page.pk]
        if _settle(row, page, place, homes[page.pk]):
            changed.append(row)
        if place.state not in (before[page.pk], State.LIVE):
            counts[place.state] += 1
    Delivery.objects.bulk_update([row for row in changed if row.pk], WRITTEN, batch_size=200)
    Delivery.objects.bulk_create([row for row in changed if not row.pk])
    # Rows of which only the rule, the way or the date changed: nothing that a visitor sees.
    noted = len(changed) - counts.total()
    return counts + Counter({"noted": noted})


def _write_shown(
    target: Site, kind: type[SharedPage], pages: Sequence[SharedPage], homes: Mapping[int, Site], rows: Rows
) -> Counter[str]:
    """Create and update the copies of the pages that are shown."""
    if not pages:
        return Counter()
    role = NetworkSettings.for_site(target).role
    hidden = hidden_mentions(pages, role=role)
    items = {page.pk: Item(page, disclose(page, role=role, hidden=hidden), homes[page.pk]) for page in pages}
    fresh = [item for pk, item in items.items() if not rows[pk].copy_id]
    stale = {
        rows[pk].copy_id: item
        for pk, item in items.items()
        if rows[pk].copy_id and rows[pk].digest != _digest(item.disclosed, item.home)
    }
    update_copies(target=target, items=stale)
    created = _create(target, kind, fresh, rows)
    for pk, item in items.items():
        rows[pk].digest = _digest(item.disclosed, item.home)
    return +Counter({"created": created, "updated": len(stale)})


def _digest(disclosed: Disclosed, home: Site) -> str:
    """What is compared: the content, and where it comes from."""
    return disclosed.digest if not home.pk else f"{disclosed.digest[:52]}-{home.pk:011d}"


def _create(target: Site, kind: type[SharedPage], items: Sequence[Item], rows: Rows) -> int:
    if not items:
        return 0
    copies = create_copies(parent=_parent(target, kind), target=target, items=items)
    for page_id, copy in copies.items():
        row = rows[page_id]
        row.copy_id, row.path = copy.pk, path_of(copy, target)
    # What the site's editors had said of a page that was here before still holds.
    known = [rows[page_id] for page_id in copies if rows[page_id].pk]
    for row in Delivery.objects.with_local_fields(known):
        row.copy_id = rows[row.page_id].copy_id
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
    _enter(row, place.state)
    row.rule_id, row.via_id = place.rule, place.via
    row.network, row.page_id = home, page.pk
    # The receiving network learns the title of what it may see only.
    row.title = "" if place.state == State.HELD else page.title
    row.seen_at = page.changed_at if place.state == State.LIVE else None
    row.error, row.attempts = "", 0
    return not row.pk or _snapshot(row) != before


def _snapshot(row: Delivery) -> list[object]:
    return [getattr(row, Delivery._meta.get_field(name).attname) for name in WRITTEN]


def _enter(row: Delivery, state: str) -> None:
    if row.state != state:
        row.state, row.state_at = state, timezone.now()


def _new_row(page: SharedPage, target: Site, home: Site) -> Delivery:
    return Delivery(
        uid=page.uid,
        kind=page._meta.label,
        page_id=page.pk,
        network=home,
        target=target,
        state="",
        state_at=timezone.now(),
    )


def _homes(pages: Sequence[SharedPage]) -> dict[int, Site]:
    sites = Site.objects.select_related("root_page").in_bulk()
    roots = {path: sites[pk] for path, pk in facts.site_roots().items()}
    lengths = sorted({len(path) for path in roots}, reverse=True)
    return {page.pk: next(roots[page.path[:n]] for n in lengths if page.path[:n] in roots) for page in pages}


def _parent(target: Site, kind: type[SharedPage]) -> Page:
    """The index page below which copies of that kind stand; raises NoIndexError."""
    model = apps.get_model(kind.index_model)
    indexes = model.objects.descendant_of(target.root_page).filter(locale=target.root_page.locale_id)
    index = indexes.order_by("path").first()
    if index is None:
        raise NoIndexError(
            _("%(site)s has no page “%(kind)s” to hold it: create one.")
            % {"site": target.site_name, "kind": model._meta.verbose_name}
        )
    parent: Page = Page.objects.select_for_update().get(pk=index.pk)
    return parent
