"""The members of a network: who they are, and what they accepted."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from cms.core.registry import Entrance
from cms.users.models import User
from sites.models import Membership, NetworkSettings
from sites.networks import current_network


def memberships_of(user: Any) -> frozenset[int]:
    """The ids of the sites of whose networks the user is a member."""
    return frozenset(Membership.objects.current().filter(person=user).values_list("network", flat=True))


def home_of(person: User) -> Site | None:
    """The site of the network in whose name the person is written to: the first one that they joined."""
    first = Membership.objects.current().filter(person=person).select_related("network__root_page")
    membership = first.order_by("joined_at", "pk").first()
    return membership.network if membership else None


def homes_of(people: Iterable[User]) -> dict[int, Site]:
    """The same for many, by the id of the person; one query."""
    rows = Membership.objects.current().filter(person__in=[person.pk for person in people])
    found: dict[int, Site] = {}
    for row in rows.select_related("network__root_page").order_by("joined_at", "pk"):
        found.setdefault(row.person_id, row.network)
    return found


def excluded_of(*, network: Site, people: Collection[int]) -> list[int]:
    """The ids of those of the people whom that network excluded; one query."""
    kept_out = Membership.objects.filter(network=network, person__in=people, excluded_at__isnull=False)
    return list(kept_out.values_list("person", flat=True))


def home_id_of(person: Any) -> int | None:
    """The id of that site."""
    home = home_of(person)
    return home.pk if home else None


def charter_version(network: NetworkSettings) -> str:
    """Which text of the charter is shown now: its revision and the day it was published; "" without one."""
    page = network.charter_page
    if page is None or not page.live:
        return ""
    published = page.last_published_at or page.latest_revision_created_at
    return f"{page.live_revision_id or page.pk} ({published:%Y-%m-%d})" if published else str(page.pk)


def charter_date(network: NetworkSettings) -> datetime | None:
    """When the text of the charter that is shown now was published."""
    page = network.charter_page
    return page.last_published_at or page.latest_revision_created_at if page and page.live else None


def charter_url(network: NetworkSettings, request: HttpRequest) -> str:
    """Where the charter is read on the site that is asked; "" without one."""
    page = network.charter_page
    return (page.get_url(request) or "") if page and page.live else ""


def entrance_of(request: HttpRequest) -> Entrance | None:
    """How visitors become members on the site that is asked; None where they can't by themselves."""
    network = current_network(request)
    if network is None or not network.takes_members:
        return None
    url = charter_url(network, request)
    return Entrance(network.name, url, charter_version(network) if url else "")


def membership_here(request: HttpRequest) -> Membership | None:
    """What the person who asks is, or was, in the network whose site is asked."""
    network = current_network(request)
    if network is None:
        return None
    return Membership.objects.filter(network=network.site_id, person=request.user.pk).first()


def must_accept_again(membership: Membership, network: NetworkSettings) -> bool:
    """Whether a member accepted another text of the charter than the one shown now, or none."""
    version = charter_version(network)
    is_current = membership.left_at is None and membership.excluded_at is None
    return is_current and bool(version) and membership.charter_version != version


def join(*, network: NetworkSettings, person: User, accepts_charter: bool) -> Membership:
    """Make the person a member who accepted the charter as it is now; safe to run twice.

    Somebody who left comes back; somebody who was excluded stays so.
    """
    version = charter_version(network) if accepts_charter else ""
    return _join(network.site_id, person, version, timezone.now())


def welcome(site_id: int, person: Any, version: str, accepted_at: datetime) -> None:
    """Make somebody whose account was just opened a member, with the charter that they accepted then."""
    _join(site_id, person, version, accepted_at)


def leave(*, network_id: int, person: Any) -> bool:
    """End the membership; False where there was none. The person may come back."""
    mine = Membership.objects.current().filter(network=network_id, person=person)
    return bool(mine.update(left_at=timezone.now()))


def _join(site_id: int, person: Any, version: str, accepted_at: datetime) -> Membership:
    with transaction.atomic():
        membership, _new = Membership.objects.get_or_create(network_id=site_id, person=person)
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        membership.left_at = None
        if version:
            membership.charter_version = version
            membership.charter_accepted_at = accepted_at
        membership.save(update_fields=["left_at", "charter_version", "charter_accepted_at"])
        return membership
