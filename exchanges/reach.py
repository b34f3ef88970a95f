"""How far a page may be told of: as its original stands now, whatever copies of it have not left yet.

Copies are taken off by a task, a little after the original was closed, kept nearer or removed.
"""

from collections.abc import Collection

from cms.core.disclosure import may_travel
from cms.core.models import SharedPage, Sharing
from sites.models import NetworkSettings


def reach_of(kind: type[SharedPage], origins: Collection[int]) -> dict[int, frozenset[int]]:
    """Those of these original pages that are shown now, with the ids of the sites to which they may travel.

    Their own site shows them in any case. Two queries. Source: DESIGN 4.
    """
    within = sites_within()
    pages = kind.objects.origins().current().public().filter(pk__in=origins)
    return {pk: within[level] for pk, level in pages.values_list("pk", "sharing")}


def sites_within() -> dict[str, frozenset[int]]:
    """For each level of sharing, the ids of the sites to which it lets a page travel."""
    rows = list(NetworkSettings.objects.values_list("site", "role"))
    return {
        level: frozenset(site for site, role in rows if may_travel(level, role)) for level in Sharing.values
    }
