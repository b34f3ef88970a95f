"""What a receiving network is shown of a page before it decides: what its copy would hold, no more."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, ForeignKey
from django.utils.text import capfirst
from wagtail.models import Page

from cms.core.disclosure import Disclosed, disclose, hidden_mentions, may_travel, read_details
from cms.core.models import Area, ContactPoint, SharedPage, Theme
from cms.core.registry import kind_named
from syndication import facts, queries
from syndication.models import Delivery, State

# Shown in their own places, or of no use to a reader.
APART = {
    "title",
    "seo_title",
    "search_description",
    "first_published_at",
    "summary",
    "body",
    "image",
    "area",
    "location",
    "latitude",
    "longitude",
    "sharing",
    "themes",
}


@dataclass(frozen=True)
class Fact:
    """A line of a sheet: what, and what is said of it."""

    label: str
    value: Any


@dataclass
class Proposal:
    """A delivery and what of its page would be shown; only the title when it can't be shown any more."""

    delivery: Delivery
    kind: str
    title: str
    summary: str = ""
    body: str = ""
    area: Area | None = None
    themes: list[Theme] = field(default_factory=list)
    image: Any = None
    contacts: list[ContactPoint] = field(default_factory=list)
    page: SharedPage | None = None
    disclosed: Disclosed | None = None

    @property
    def origin_name(self) -> str:
        """The network where it was typed."""
        return queries.network_name(self.delivery.network)

    @property
    def target_name(self) -> str:
        """The network that decides."""
        return queries.network_name(self.delivery.target)

    @property
    def is_available(self) -> bool:
        """Whether its author still offers it."""
        return self.disclosed is not None

    @property
    def facts(self) -> list[Fact]:
        """Whatever else the kind declares, in its own words."""
        if self.page is None or self.disclosed is None:
            return []
        return [*_column_facts(self.page, self.disclosed), *_relation_facts(self.page, self.disclosed)]


def propose(deliveries: Iterable[Delivery]) -> list[Proposal]:
    """The proposals of these deliveries, in their order, in a number of queries that rows don't change."""
    rows = list(deliveries)
    roles = queries.roles()
    groups: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for row in rows:
        # What was withdrawn is no longer told, even where its author would allow it.
        if row.page_id and row.target_id in roles and row.state != State.WITHDRAWN:
            groups[row.kind, roles[row.target_id]].append(row)
    found: dict[int, Proposal] = {}
    for (kind, role), group in groups.items():
        found |= _propose_kind(kind, role, group)
    return [found.get(row.pk) or _untold(row) for row in rows]


def _untold(delivery: Delivery) -> Proposal:
    return Proposal(
        delivery=delivery,
        kind=queries.kind_name(delivery.kind),
        title=queries.title_for(delivery, own=False),
    )


def _propose_kind(label: str, role: str, deliveries: Collection[Delivery]) -> dict[int, Proposal]:
    kind = kind_named(label)
    pages = load(kind, [row.page_id for row in deliveries if row.page_id])
    # The engine may not have come by since the author changed their mind.
    told = {page.pk: page for page in pages if may_travel(page.sharing, role)}
    hidden = hidden_mentions(told.values(), role=role)
    details = read_details(list(told.values()))
    proposals = {}
    for row in deliveries:
        page = told.get(row.page_id or 0)
        if page:
            disclosed = disclose(page, role=role, hidden=hidden, details=details[page.pk])
            proposals[row.pk] = _told(row, page, disclosed)
    return proposals


def load(kind: type[SharedPage], page_ids: Collection[int]) -> list[SharedPage]:
    """Current originals of the kind with all that disclosure reads of them."""
    parts = [*kind.shared_relations, kind.shared_contacts, "tagged_items"]
    return list(facts.origins(kind, page_ids).select_related("area", "image").prefetch_related(*parts))


def _told(delivery: Delivery, page: SharedPage, disclosed: Disclosed) -> Proposal:
    columns, shown_themes = disclosed.columns, set(disclosed.relations.get("themes", []))
    contacts = getattr(type(page), page.shared_contacts).rel.related_model
    return Proposal(
        delivery=delivery,
        kind=queries.kind_name(delivery.kind),
        title=columns["title"],
        summary=columns["summary"],
        body=columns["body"],
        area=page.area if columns["area_id"] else None,
        themes=[theme for theme in page.themes.all() if theme.pk in shown_themes],
        image=page.image if columns["image_id"] else None,
        contacts=[contacts(**row) for row in disclosed.contacts],
        page=page,
        disclosed=disclosed,
    )


def _column_facts(page: SharedPage, disclosed: Disclosed) -> list[Fact]:
    # Made of what is disclosed only: nothing else of the page can slip through.
    shown = type(page)(**disclosed.columns)
    fields: list[Any] = [page._meta.get_field(name) for name in page.shared_fields if name not in APART]
    values = ((model_field, _display(shown, model_field)) for model_field in fields)
    return [Fact(capfirst(str(f.verbose_name)), value) for f, value in values if value not in ("", None)]


def _display(shown: SharedPage, model_field: Field) -> Any:
    if model_field.choices:
        return getattr(shown, f"get_{model_field.name}_display")()
    value = getattr(shown, model_field.name)
    if isinstance(model_field, ForeignKey) and isinstance(value, Page):
        return value.title
    return value


def _relation_facts(page: SharedPage, disclosed: Disclosed) -> list[Fact]:
    lines = []
    for name, allowed in disclosed.relations.items():
        words = [str(item) for item in getattr(page, name).all() if item.pk in set(allowed)]
        if words and name not in APART:
            label = page._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            lines.append(Fact(capfirst(str(label)), ", ".join(words)))
    return lines
