"""How far a page may be told of: as its original stands now, whatever copies of it have not left yet.

Copies are taken off by a task, a little after the original was closed, kept nearer or removed.
"""

from collections.abc import Collection, Iterable

from cms.core.disclosure import may_travel
from cms.core.models import SharedPage, Sharing
from sites.models import NetworkSettings


def reach_of(kind: type[SharedPage], origins: Collection[int]) -> dict[int, frozenset[int]]:
    """Those of these original pages that are shown now, with the ids of the sites to which they may travel.

    Their own site shows them in any case, and is among these. Two queries. Source: DESIGN 4.
    """
    return reach_of_any([kind], origins)


def reach_of_any(kinds: Iterable[type[SharedPage]], origins: Collection[int]) -> dict[int, frozenset[int]]:
    """The same of pages of several kinds; one query more for each."""
    networks = list(NetworkSettings.objects.values_list("site", "role", "site__root_page__path"))
    within = _within((site, role) for site, role, _root in networks)
    found = {}
    for kind in kinds:
        pages = kind.objects.origins().current().public().filter(pk__in=origins)
        for pk, level, path in pages.values_list("pk", "sharing", "path"):
            own = {site for site, _role, root in networks if path.startswith(root)}
            found[pk] = within[level] | own
    return found


def _within(roles: Iterable[tuple[int, str]]) -> dict[str, frozenset[int]]:
    """For each level of sharing, the ids of the sites to which it lets a page travel."""
    rows = list(roles)
    return {
        level: frozenset(site for site, role in rows if may_travel(level, role)) for level in Sharing.values
    }
