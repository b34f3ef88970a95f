"""What a rule would bring, counted and listed before it is saved.

Set-based: the number of queries depends on the kinds, not on the pages. A page that its author
held back is listed for the people who know it already; of others they learn the number only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.text import capfirst
from wagtail.models import Site

from cms.core.disclosure import may_travel
from cms.core.models import SharedPage, Sharing
from cms.core.permissions import user_networks
from cms.core.registry import shared_kinds
from syndication import queries
from syndication.models import Delivery, State, SyndicationRule

LISTED = 50


@dataclass(frozen=True)
class Group:
    """Pages alike: typed on one network, shared as far, known to the reader already or not."""

    home: int
    sharing: str
    known: bool


@dataclass(frozen=True)
class Line:
    """A page of the list: where it would go, and where its author does not let it."""

    title: str
    kind: str
    network: str
    goes_to: list[str]
    kept_from: list[str]
    sharing: str


@dataclass
class RulePreview:
    """How many pages match, how many are held back somewhere, and those that may be named."""

    matching: int = 0
    held: int = 0
    unnamed: int = 0
    named: int = 0
    lines: list[Line] = field(default_factory=list)

    @property
    def unlisted(self) -> int:
        """How many more could be named than the list has room for."""
        return self.named - len(self.lines)


def preview(*, rule: SyndicationRule, user: Any) -> RulePreview:
    """What the rule, saved or not, finds now."""
    return _Preview(rule, user).run()


class _Preview:
    def __init__(self, rule: SyndicationRule, user: Any) -> None:
        self.rule = rule
        self.networks: dict[int, Site] = {site.pk: site for site in queries.networks()}
        self.roles = {pk: site.networksettings.role for pk, site in self.networks.items()}
        self.sources = [site.pk for site in rule.sources.all()]
        self.targets = [site.pk for site in rule.targets.all() if site.pk in self.networks]
        self.own = {site.pk for site in user_networks(user)}
        self.own_roles = {self.roles[pk] for pk in self.own if pk in self.roles}

    def run(self) -> RulePreview:
        found = RulePreview()
        for kind in shared_kinds():
            if self.rule.covers(kind):
                self._add(kind, found)
        # What needs a look comes first.
        found.lines.sort(key=lambda line: (not line.kept_from, line.title.casefold()))
        del found.lines[LISTED:]
        return found

    def _add(self, kind: type[SharedPage], found: RulePreview) -> None:
        pages = self._pages(kind)
        held: list[Group] = []
        going: list[Group] = []
        rows = pages.values_list("home", "sharing", "known").annotate(rows=Count("pk"))
        for home, sharing, known, count in rows:
            group = Group(home, sharing, known)
            if not self._goes_to(group):
                continue
            found.matching += count
            kept = bool(self._kept_from(group))
            found.held += count if kept else 0
            if self._may_name(group):
                found.named += count
                (held if kept else going).append(group)
            else:
                found.unnamed += count
        for groups in (held, going):
            found.lines += self._lines(kind, pages, groups)

    def _pages(self, kind: type[SharedPage]) -> QuerySet[Any]:
        """Pages that match and stand on a source, with their home and whether the reader knows them."""
        shown = Delivery.objects.filter(page=OuterRef("pk"), state=State.LIVE)
        matching: Any = self.rule.matching(kind)
        pages = matching.current().public().order_by()
        pages = pages.annotate(home=self._home(), known=Exists(shown.filter(target__in=self.own)))
        return pages.filter(home__isnull=False).filter(
            Q(home__in=self.sources) | Exists(shown.filter(target__in=self.sources))
        )

    def _home(self) -> Case:
        # The deepest root first: a network may stand below another's.
        sites = sorted(self.networks.values(), key=lambda site: -len(site.root_page.path))
        return Case(
            *(When(path__startswith=site.root_page.path, then=Value(site.pk)) for site in sites),
            default=Value(None),
            output_field=IntegerField(null=True),
        )

    def _goes_to(self, group: Group) -> list[int]:
        return [target for target in self.targets if target != group.home]

    def _kept_from(self, group: Group) -> list[int]:
        return [pk for pk in self._goes_to(group) if not may_travel(group.sharing, self.roles[pk])]

    def _may_name(self, group: Group) -> bool:
        """Whether the reader may know of such a page: theirs, shown to them, or meant for them."""
        meant = any(may_travel(group.sharing, role) for role in self.own_roles)
        return group.home in self.own or group.known or meant

    def _lines(self, kind: type[SharedPage], pages: QuerySet[Any], groups: Iterable[Group]) -> Iterator[Line]:
        chosen = Q()
        for group in groups:
            chosen |= Q(home=group.home, sharing=group.sharing, known=group.known)
        if not chosen:
            return
        rows = pages.filter(chosen).order_by("title", "pk")
        for title, home, sharing, known in rows.values_list("title", "home", "sharing", "known")[:LISTED]:
            yield self._line(kind, title, Group(home, sharing, known))

    def _line(self, kind: type[SharedPage], title: str, group: Group) -> Line:
        kept = self._kept_from(group)
        return Line(
            title=title,
            kind=capfirst(str(kind._meta.verbose_name)),
            network=queries.network_name(self.networks[group.home]),
            goes_to=[self._name(pk) for pk in self._goes_to(group) if pk not in kept],
            kept_from=[self._name(pk) for pk in kept],
            sharing=str(Sharing(group.sharing).label),
        )

    def _name(self, pk: int) -> str:
        return queries.network_name(self.networks[pk])
