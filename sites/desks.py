"""For which networks somebody works in the admin, and for which one now.

The choice is kept in the session, and made by the button of the strip or by opening something
that belongs to another of one’s networks. Lists are about that one network; what is opened by its
id is not: nothing goes out of reach.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Value
from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.core.permissions import user_networks
from sites.excluding import moderators_permission
from sites.models import NetworkSettings
from sites.people import keepers_permission

CHOSEN = "working_network"
CACHED = "_desks"


def desks_of(request: HttpRequest) -> list[NetworkSettings]:
    """The networks the user works for, by name, the regional platform first: one query a request.

    `keeps_people` tells where they keep the people, `keeps_members` where they keep the members.
    """
    found: list[NetworkSettings] | None = getattr(request, CACHED, None)
    if found is None:
        found = _desks(request.user)
        setattr(request, CACHED, found)
    return found


def _desks(user: Any) -> list[NetworkSettings]:
    if not user.is_authenticated:
        return []
    networks = NetworkSettings.objects.filter(site__in=user_networks(user)).exclude(name="")
    if user.is_superuser:
        networks = networks.annotate(keeps_people=Value(value=True), keeps_members=Value(value=True))
    else:
        site = OuterRef("site")
        networks = networks.annotate(
            keeps_people=Exists(keepers_permission(site, user)),
            keeps_members=Exists(moderators_permission(site, user)),
        )
    return list(networks.select_related("site__root_page").order_by("role", "name"))


def working_network(request: HttpRequest) -> NetworkSettings | None:
    """The network for which the user works now: the one they chose, or else that of the address.

    None for somebody who works nowhere, and for a superuser who chose none: they see all of them.
    """
    desks = desks_of(request)
    chosen = _desk(desks, _session(request).get(CHOSEN))
    if chosen or not desks or request.user.is_superuser:
        return chosen
    # Most people work for one network: nothing to ask.
    site = Site.find_for_request(request) if len(desks) > 1 else None
    return _desk(desks, site.pk if site else None) or desks[0]


def working_site(request: HttpRequest) -> int | None:
    """The id of its site: what the lists of every app ask for."""
    desk = working_network(request)
    return desk.site_id if desk else None


def work_for(request: HttpRequest, site_id: int | None) -> bool:
    """Work for that network from now on, if it is one of the user’s; None: for all of a superuser’s."""
    mine = _desk(desks_of(request), site_id) if site_id else request.user.is_superuser
    if mine:
        request.session[CHOSEN] = site_id
    return bool(mine)


def keeping_desk(request: HttpRequest, site_id: int) -> NetworkSettings | None:
    """The network of that site, if the user keeps its people."""
    desk: Any = _desk(desks_of(request), site_id)
    return desk if desk and desk.keeps_people else None


def moderating_desk(request: HttpRequest, site_id: int) -> NetworkSettings | None:
    """The network of that site, if the user keeps its members."""
    desk: Any = _desk(desks_of(request), site_id)
    return desk if desk and desk.keeps_members else None


def follow(request: HttpRequest, opened: Any) -> NetworkSettings | None:
    """The network to name above what was opened; from now on one works for it.

    A superuser who sees all networks goes on seeing all of them.
    """
    working = working_network(request)
    owner = _owner(desks_of(request), opened)
    if owner and working and owner != working:
        work_for(request, owner.site_id)
    return owner or working


def _owner(desks: list[NetworkSettings], opened: Any) -> NetworkSettings | None:
    """The network, among the user’s, to which a page, or whatever names its network, belongs."""
    if isinstance(opened, Page):
        return next((desk for desk in desks if opened.path.startswith(desk.site.root_page.path)), None)
    if isinstance(opened, Site):
        return _desk(desks, opened.pk)
    if isinstance(opened, NetworkSettings):
        return _desk(desks, opened.site_id)
    return _desk(desks, getattr(opened, "network_id", None))


def _desk(desks: list[NetworkSettings], site_id: int | None) -> NetworkSettings | None:
    return next((desk for desk in desks if desk.site_id == site_id), None)


def _session(request: HttpRequest) -> Any:
    return getattr(request, "session", {})
