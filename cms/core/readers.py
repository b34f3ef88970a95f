"""How near a reader is to a page: what `cms.core.disclosure` asks before it says anything."""

from typing import Any

from cms.core.disclosure import Circle
from cms.core.models import SharedPage
from cms.core.permissions import belongs_to


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
    return Circle.SAME_NETWORK if belongs_to(user, home) else Circle.MEMBER
