"""How near a reader is to a page: what `cms.core.disclosure` asks before it says anything."""

from typing import Any

from cms.core import registry
from cms.core.disclosure import Circle
from cms.core.models import SharedPage
from cms.core.permissions import belongs_to

CACHED = "_memberships"


def circle_in_lists(user: Any) -> Circle:
    """The circle that holds for every page of a list, whichever network each is from."""
    return Circle.MEMBER if user.is_authenticated else Circle.ANYBODY


def circle_for(user: Any, page: SharedPage) -> Circle:
    """The circle of that reader around that page. A copy has the network of its origin."""
    if not user.is_authenticated:
        return Circle.ANYBODY
    if page.permissions_for_user(user).can_edit():
        return Circle.EDITOR
    home = page.origin_site if page.is_copy else page.get_site()
    near = belongs_to(user, home) or (home is not None and home.pk in memberships_of(user))
    return Circle.SAME_NETWORK if near else Circle.MEMBER


def memberships_of(user: Any) -> frozenset[int]:
    """The ids of the sites of whose networks the user is a member: one query a request."""
    found: frozenset[int] | None = getattr(user, CACHED, None)
    if found is None:
        ask = registry.memberships_of
        found = ask(user) if ask and user.is_authenticated else frozenset()
        setattr(user, CACHED, found)
    return found
