"""Who may see what: the one place that decides, asked by every way out.

Sources: DESIGN 4. `sharing` says how far a page may travel, the audience of a contact point
(or of a guarded field) says who may read it.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page

from cms.core.kinds import column, contact_table, relation, tag_table
from cms.core.models import Audience, SharedPage, Sharing
from cms.core.registry import shared_kinds

CONTACT_FIELDS = ("sort_order", "medium", "value", "label", "audience")
PAGE_LINK = re.compile(r'<a (?=[^>]*linktype="page")[^>]*>(.*?)</a>', re.DOTALL)
PAGE_ID = re.compile(r'<a (?=[^>]*linktype="page")[^>]*\bid="(\d+)"')

# How far each level of sharing goes.
REACH = {Sharing.NETWORK: 0, Sharing.HUB: 1, Sharing.NETWORKS: 2, Sharing.OPEN: 3}
NETWORK_ROLE, HUB_ROLE = "network", "hub"
NEEDED = {HUB_ROLE: REACH[Sharing.HUB], NETWORK_ROLE: REACH[Sharing.NETWORKS]}


class Circle(IntEnum):
    """How near a reader is to a page, from the farthest."""

    ANYBODY = 0
    MEMBER = 1
    SAME_NETWORK = 2
    EDITOR = 3


READABLE_FROM = {
    Audience.PUBLIC: Circle.ANYBODY,
    Audience.MEMBERS: Circle.MEMBER,
    Audience.NETWORK: Circle.SAME_NETWORK,
    Audience.PRIVATE: Circle.EDITOR,
}
# Signed-in members read copies on every site; what is for one network stays there.
COPIED_CIRCLE = Circle.MEMBER


def may_travel(sharing: str, role: str) -> bool:
    """Whether a page with that sharing may go to a site with that role ("network" or "hub")."""
    return REACH[Sharing(sharing)] >= NEEDED[role]


def sharings_for(role: str) -> list[str]:
    """The levels of sharing with which a page may go to a site with that role."""
    return [level.value for level, reach in REACH.items() if reach >= NEEDED[role]]


def readable(audience: str, circle: Circle) -> bool:
    """Whether a reader of that circle may read something with that audience."""
    return circle >= READABLE_FROM[Audience(audience)]


def contacts_for(page: SharedPage, circle: Circle) -> tuple[list[Any], bool]:
    """The contact points of the page that a reader of that circle may see, and whether members see more.

    That there is more is all that is said of it.
    """
    contacts = list(getattr(page, page.shared_contacts).all())
    shown = [contact for contact in contacts if readable(contact.audience, circle)]
    more = circle < Circle.MEMBER and any(contact.audience == Audience.MEMBERS for contact in contacts)
    return shown, more


def may_read(page: SharedPage, field_name: str, circle: Circle) -> bool:
    """Whether a reader of that circle may see that field of the page."""
    guard = page.guarded_fields.get(field_name)
    return guard is None or readable(getattr(page, guard), circle)


@dataclass(frozen=True)
class Disclosed:
    """What of a page may leave its network: columns, related ids, rows of contacts, tags."""

    columns: dict[str, Any]
    relations: dict[str, list[int]]
    contacts: list[dict[str, Any]]
    tags: list[int]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all of it: equal digests mean nothing to update."""
        said = [self.columns, self.relations, self.contacts, self.tags]
        text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Details:
    """What hangs on a page, as plain values."""

    relations: dict[str, list[int]]
    contacts: list[dict[str, Any]]
    tags: list[int]


def read_details(pages: Collection[SharedPage]) -> dict[int, Details]:
    """What hangs on these pages, all of one kind; costs the same queries whatever their number."""
    if not pages:
        return {}
    kind = type(next(iter(pages)))
    ids = [page.pk for page in pages]
    found = {pk: Details({name: [] for name in kind.shared_relations}, [], []) for pk in ids}
    for name in kind.shared_relations:
        to = relation(kind, name)
        rows = to.table.objects.filter(**{f"{to.page_id}__in": ids}).order_by(to.other_id)
        for pk, other in rows.values_list(to.page_id, to.other_id):
            found[pk].relations[name].append(other)
    tagged = tag_table(kind).objects.filter(content_object__in=ids)
    for pk, tag in tagged.order_by("tag_id").values_list("content_object_id", "tag_id"):
        found[pk].tags.append(tag)
    contacts = contact_table(kind).objects.filter(page__in=ids)
    for row in contacts.order_by("sort_order", "pk").values("page_id", *CONTACT_FIELDS):
        found[row.pop("page_id")].contacts.append(row)
    return found


def disclose(
    page: SharedPage, *, role: str, hidden: frozenset[int], details: Details | None = None
) -> Disclosed:
    """What a copy of the page on a site with that role holds.

    `hidden` are ids of the pages mentioned in it that may not go there (`hidden_mentions`);
    `details` what hangs on it, read here when not given.
    """
    details = details or read_details([page])[page.pk]
    kind = type(page)
    columns = {column(kind, name): getattr(page, column(kind, name)) for name in kind.shared_fields}
    for name in kind.guarded_fields:
        if not may_read(page, name, COPIED_CIRCLE):
            columns[column(kind, name)] = _nothing(kind, name)
    columns |= position(page, COPIED_CIRCLE)
    for name in kind.shared_references:
        if columns[column(kind, name)] in hidden:
            columns[column(kind, name)] = None
    columns["body"] = without_links(page.body, hidden)
    contacts = [row for row in details.contacts if readable(row["audience"], COPIED_CIRCLE)]
    return Disclosed(columns, details.relations, contacts, details.tags)


def position(page: SharedPage, circle: Circle) -> dict[str, Any]:
    """`location`, `latitude`, `longitude` as a reader of that circle may know them.

    Where the address is not for them, the middle of the commune stands for it.
    """
    if may_read(page, "location", circle):
        return {
            "location": page.location,
            "latitude": page.latitude,
            "longitude": page.longitude,
        }
    area = page.area
    return {
        "location": "",
        "latitude": area.latitude if area else None,
        "longitude": area.longitude if area else None,
    }


def mentions(page: SharedPage) -> set[int]:
    """Ids of the pages to which the page refers, by a field or by a link in its text."""
    fields = {getattr(page, f"{name}_id") for name in page.shared_references}
    return {pk for pk in fields if pk} | {int(pk) for pk in PAGE_ID.findall(page.body)}


def hidden_mentions(pages: Iterable[SharedPage], *, role: str) -> frozenset[int]:
    """Of all pages mentioned in these, the ids of those that may not be named on such a site."""
    asked = set().union(*(mentions(page) for page in pages))
    if not asked:
        return frozenset()
    shown = set(Page.objects.filter(pk__in=asked).live().public().values_list("pk", flat=True))
    for kind in shared_kinds():
        kept_back = kind.objects.filter(pk__in=shown).exclude(sharing__in=sharings_for(role))
        shown -= set(kept_back.values_list("pk", flat=True))
    return frozenset(asked - shown)


def without_links(html: str, hidden: frozenset[int]) -> str:
    """The rich text with the links to those pages replaced by their words."""
    if not hidden:
        return html

    def unwrap(match: re.Match[str]) -> str:
        found = PAGE_ID.search(match[0])
        return match[1] if found and int(found[1]) in hidden else match[0]

    return PAGE_LINK.sub(unwrap, html)


def _nothing(kind: type[Any], name: str) -> Any:
    """What the field holds when nothing is said."""
    return kind._meta.get_field(name).get_default()
