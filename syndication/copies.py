"""Writes copies, many at a time: rows, relations, search entries, references and log.

Wagtail's own copy costs some 150 queries a page; here a batch costs the same number of queries
whatever its size. Nothing here decides anything: the engine says what to write.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, router
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from treebeard.exceptions import PathOverflow
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Site

from cms.core.disclosure import Disclosed
from cms.core.kinds import contact_table, relation, tag_table
from cms.core.models import SharedPage

RECEIVED, UPDATED, WITHDRAWN = "pes.receive", "pes.update", "pes.withdraw"
REFRESH = "_refresh_title_norms"
# What an update writes besides the content; caches of lists and maps go by `changed_at`.
STAMPS = ("draft_title", "last_published_at", "changed_at", "origin_page", "origin_site", "origin_url")


@dataclass(frozen=True)
class Item:
    """An origin page, what may be shown of it on the target, and the site where it was typed."""

    origin: SharedPage
    disclosed: Disclosed
    home: Site

    @cached_property
    def origin_url(self) -> str:
        """Where the origin is read."""
        return self.home.root_url + quote(path_of(self.origin, self.home))

    @cached_property
    def digest(self) -> str:
        """What is compared to know whether to update: the content, and where it comes from."""
        return sha256(f"{self.disclosed.digest} {self.home.pk} {self.origin_url}".encode()).hexdigest()


def create_copies(*, parent: Page, target: Site, items: Sequence[Item]) -> dict[int, SharedPage]:
    """Write the copies of these origins, all of one kind, below the parent.

    Call it in a transaction that holds the parent's row. Returns {id of the origin: its copy}.
    """
    if not items:
        return {}
    kind = type(items[0].origin)
    copies = [_blank(kind, parent, target, item) for item in items]
    _give_slugs(parent, copies)
    _give_paths(parent, copies)
    _insert(kind, copies)
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(copies))
    _write_relations(kind, zip(copies, items, strict=True))
    _index(kind, copies)
    _log(copies, RECEIVED)
    return {item.origin.pk: copy for item, copy in zip(items, copies, strict=True)}


def update_copies(*, items: Mapping[int, Item]) -> None:
    """Bring these copies (by their id), all of one kind, up to date; their address stays."""
    if not items:
        return
    kind = type(next(iter(items.values())).origin)
    copies = list(kind.objects.filter(pk__in=items))
    for copy in copies:
        _fill(copy, items[copy.pk])
    names = sorted({*kind.shared_fields, *STAMPS})
    kind.objects.bulk_update(copies, names, batch_size=200)
    _clear_relations(kind, [copy.pk for copy in copies])
    _write_relations(kind, [(copy, items[copy.pk]) for copy in copies])
    _clear_references([copy.pk for copy in copies])
    _index(kind, copies)
    _log(copies, UPDATED)


def remove_copies(*, copy_ids: Iterable[int]) -> None:
    """Delete these copies with all that was written of them; their log forgets their titles."""
    ids = list(copy_ids)
    if not ids:
        return
    _clear_references(ids)
    Page.objects.filter(pk__in=ids).delete()
    PageLogEntry.objects.filter(page_id__in=ids).update(label="—")


def path_of(page: Page, site: Site) -> str:
    """Where the page stands on its site: the path of its address, not quoted."""
    return "/" + page.url_path.removeprefix(site.root_page.url_path)


def index_for(kind: type[SharedPage], target: Site) -> Page | None:
    """The page of the site below which copies of that kind stand, if it has one."""
    indexes = apps.get_model(kind.index_model).objects.descendant_of(target.root_page)
    found: Page | None = indexes.filter(locale=target.root_page.locale_id).order_by("path").first()
    return found


def _blank(kind: type[SharedPage], parent: Page, target: Site, item: Item) -> SharedPage:
    origin = item.origin
    copy = kind(
        uid=origin.uid,
        is_copy=True,
        depth=parent.depth + 1,
        numchild=0,
        slug=origin.slug,
        live=True,
        has_unpublished_changes=False,
        show_in_menus=False,
        locale_id=parent.locale_id,
        # (translation_key, locale) is unique: a key of the copy's own, the same for all locales.
        translation_key=uuid.uuid5(origin.translation_key, f"site:{target.pk}"),
        content_type=ContentType.objects.get_for_model(kind),
    )
    _fill(copy, item)
    return copy


def _fill(copy: SharedPage, item: Item) -> None:
    for column, value in item.disclosed.columns.items():
        setattr(copy, column, value)
    copy.draft_title = copy.title
    # The same words, whatever links were taken out: worked out once for all the sites of a batch.
    vars(copy)["search_words"] = item.origin.search_words
    copy.last_published_at = copy.changed_at = timezone.now()
    copy.origin_page_id = item.origin.pk
    copy.origin_site = item.home
    copy.origin_url = item.origin_url


def _give_slugs(parent: Page, copies: Sequence[SharedPage]) -> None:
    wanted = {copy.slug for copy in copies}
    children = Page.objects.child_of(parent).filter(slug__in=wanted)
    taken = set(children.order_by().values_list("slug", flat=True))
    for copy in copies:
        if copy.slug in taken:
            copy.slug = f"{copy.slug[:240]}-{str(copy.uid)[:8]}"
        taken.add(copy.slug)
        copy.url_path = f"{parent.url_path}{copy.slug}/"


def _give_paths(parent: Page, copies: Sequence[SharedPage]) -> None:
    children = Page.objects.child_of(parent).order_by("-path")
    last = children.values_list("path", flat=True).first()
    step = Page._str2int(last[-Page.steplen :]) if last else 0
    if len(Page._int2str(step + len(copies))) > Page.steplen:
        raise PathOverflow(f"No room for {len(copies)} more pages below {parent.url_path}")
    for number, copy in enumerate(copies, start=step + 1):
        copy.path = Page._get_path(parent.path, copy.depth, number)


def _insert(kind: type[SharedPage], copies: Sequence[SharedPage]) -> None:
    """Insert the rows of `wagtailcore_page`, then the kind's own columns with the same ids."""
    columns = [field for field in Page._meta.local_concrete_fields if not field.primary_key]
    for copy, (pk,) in zip(copies, _insert_rows(Page, copies, columns), strict=True):
        copy.pk = pk
        copy._state.adding = False
    _insert_rows(kind, copies, kind._meta.local_concrete_fields)


def _insert_rows(table: type[Page], copies: Sequence[SharedPage], columns: Sequence[Any]) -> list[Any]:
    """Insert one table's columns of these objects; what the database gave back for each.

    Django refuses bulk_create() for a class with a concrete parent; this is what it and save() use.
    """
    rows: Any = models.QuerySet(table, using=router.db_for_write(table))
    rows._for_write = True
    return list(rows._batched_insert(list(copies), columns, batch_size=None))


def _write_relations(kind: type[SharedPage], pairs: Iterable[tuple[SharedPage, Item]]) -> None:
    pairs = list(pairs)
    for name in kind.shared_relations:
        to = relation(kind, name)
        to.table.objects.bulk_create(
            to.table(**{to.page_id: copy.pk, to.other_id: pk})
            for copy, item in pairs
            for pk in item.disclosed.relations[name]
        )
    tagged, contact = tag_table(kind), contact_table(kind)
    tagged.objects.bulk_create(
        tagged(content_object_id=copy.pk, tag_id=pk) for copy, item in pairs for pk in item.disclosed.tags
    )
    contact.objects.bulk_create(
        contact(page_id=copy.pk, **row) for copy, item in pairs for row in item.disclosed.contacts
    )


def _clear_relations(kind: type[SharedPage], ids: Sequence[int]) -> None:
    for name in kind.shared_relations:
        to = relation(kind, name)
        to.table.objects.filter(**{f"{to.page_id}__in": ids}).delete()
    tag_table(kind).objects.filter(content_object__in=ids).delete()
    contact_table(kind).objects.filter(page__in=ids).delete()


def _index(kind: type[SharedPage], copies: Sequence[SharedPage]) -> None:
    """Search entries and outgoing references of the copies."""
    children = [relation.get_accessor_name() for relation in get_all_child_relations(kind)]
    for copy in copies:
        # What hangs on a copy refers to nothing: without this, one query a relation and page.
        vars(copy)["_cluster_related_objects"] = {name: [] for name in children}
    ReferenceIndex.objects.bulk_create(_references(kind, copies), ignore_conflicts=True)
    for backend in get_search_backends(with_auto_update=True):
        index = backend.get_index_for_model(kind)
        if hasattr(index, REFRESH):
            # It weighs the titles of the whole index anew: once a batch, that is quadratic.
            setattr(index, REFRESH, lambda: None)
        index.add_items(kind, copies)


def weigh_titles() -> None:
    """Do once what the database's index does at each addition; entries not weighed yet are found again."""
    for backend in get_search_backends(with_auto_update=True):
        index = backend.get_index_for_model(Page)
        if hasattr(index, REFRESH):
            getattr(index, REFRESH)()


def _references(kind: type[SharedPage], copies: Sequence[SharedPage]) -> list[ReferenceIndex]:
    own = ContentType.objects.get_for_model(kind)
    base = ContentType.objects.get_for_model(Page)
    return [
        ReferenceIndex(
            content_type=own,
            base_content_type=base,
            object_id=copy.pk,
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for copy in copies
        for to_type, to_id, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(copy)
        )
    ]


def _clear_references(ids: Sequence[int]) -> None:
    base = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.filter(base_content_type=base, object_id__in=[str(pk) for pk in ids]).delete()


def _log(copies: Sequence[SharedPage], action: str) -> None:
    now = timezone.now()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type_id=copy.content_type_id,
            label=copy.title,
            action=action,
            timestamp=now,
            page_id=copy.pk,
            content_changed=True,
            data={"from": copy.origin_site.hostname if copy.origin_site else ""},
        )
        for copy in copies
    )
