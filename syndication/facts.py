"""Reads from the database what the plan depends on, in a number of queries that pages don't change."""

from collections import defaultdict
from collections.abc import Callable, Collection

from django.db.models import QuerySet
from wagtail.models import Site

from cms.core.disclosure import may_travel
from cms.core.models import SharedPage, Sharing
from cms.core.registry import shared_kinds
from sites.models import NetworkSettings
from syndication.models import Decision, Delivery, Mode, SyndicationRule
from syndication.plan import Facts, Ids, RuleFacts


def read(*, page_ids: Collection[int] | None = None) -> Facts:
    """The facts about all pages, or about those only."""
    roles = dict(NetworkSettings.objects.values_list("site_id", "role"))
    homes, by_sharing = _homes(set(roles), page_ids)
    here = frozenset().union(*homes.values()) if homes else frozenset()
    allowed_for = {
        role: frozenset().union(
            *(pages for sharing, pages in by_sharing.items() if may_travel(sharing, role))
        )
        for role in set(roles.values())
    }
    decisions = _decisions(page_ids)
    return Facts(
        homes=homes,
        allowed={site: allowed_for[role] for site, role in roles.items()},
        rules=[_rule_facts(rule, here, page_ids) for rule in SyndicationRule.objects.active()],
        accepted=decisions[Decision.ACCEPTED],
        refused=decisions[Decision.REFUSED],
    )


def origins(kind: type[SharedPage], page_ids: Collection[int] | None = None) -> QuerySet[SharedPage]:
    """Pages of the kind that may be shown somewhere: typed here, current, not behind a password."""
    pages = kind.objects.origins().current().public().order_by()
    return pages if page_ids is None else pages.filter(pk__in=page_ids)


def home_finder() -> Callable[[str], int | None]:
    """A function that says on which site a page stands, from its path in the tree."""
    roots = dict(Site.objects.values_list("root_page__path", "pk"))
    lengths = sorted({len(path) for path in roots}, reverse=True)
    if len(lengths) == 1:  # As good as always: every root page is as deep.
        (length,) = lengths
        return lambda path: roots.get(path[:length])
    return lambda path: next((roots[path[:n]] for n in lengths if path[:n] in roots), None)


def _homes(networks: set[int], page_ids: Collection[int] | None) -> tuple[dict[int, Ids], dict[str, Ids]]:
    home_of = home_finder()
    homes: dict[int, set[int]] = {site: set() for site in networks}
    by_sharing: dict[str, set[int]] = {level: set() for level in Sharing.values}
    for kind in shared_kinds():
        for pk, path, sharing in origins(kind, page_ids).values_list("pk", "path", "sharing"):
            site = home_of(path)
            if site in homes:
                homes[site].add(pk)
                by_sharing[sharing].add(pk)
    return (
        {site: frozenset(pages) for site, pages in homes.items()},
        {level: frozenset(pages) for level, pages in by_sharing.items()},
    )


def _rule_facts(rule: SyndicationRule, here: Ids, page_ids: Collection[int] | None) -> RuleFacts:
    pages: set[int] = set()
    for kind in shared_kinds():
        if rule.covers(kind):
            matching = rule.matching(kind).order_by()
            if page_ids is not None:
                matching = matching.filter(pk__in=page_ids)
            pages.update(matching.values_list("pk", flat=True))
    return RuleFacts(
        rule=rule.pk,
        automatic=rule.mode == Mode.AUTOMATIC,
        sources=tuple(sorted(site.pk for site in rule.sources.all())),
        targets=tuple(sorted(site.pk for site in rule.targets.all())),
        pages=here & pages,
    )


def _decisions(page_ids: Collection[int] | None) -> dict[str, dict[int, Ids]]:
    rows = Delivery.objects.exclude(decision=Decision.NONE).filter(page__isnull=False)
    if page_ids is not None:
        rows = rows.filter(page__in=page_ids)
    found: dict[str, dict[int, set[int]]] = {
        Decision.ACCEPTED: defaultdict(set),
        Decision.REFUSED: defaultdict(set),
    }
    for decision, target, page in rows.values_list("decision", "target_id", "page_id"):
        found[decision][target].add(page)
    return {
        decision: {target: frozenset(pages) for target, pages in targets.items()}
        for decision, targets in found.items()
    }
