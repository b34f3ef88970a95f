"""The members of a network: who they are, and what they accepted."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from cms.users.models import User
from sites.models import Membership, NetworkSettings


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


def charter_version(network: NetworkSettings) -> str:
    """Which text of the charter is shown now: its revision and the day it was published; "" without one."""
    page = network.charter_page
    if page is None or not page.live:
        return ""
    published = page.last_published_at or page.latest_revision_created_at
    return f"{page.live_revision_id or page.pk} ({published:%Y-%m-%d})" if published else str(page.pk)


def join(*, network: NetworkSettings, person: User, accepts_charter: bool) -> Membership:
    """Make the person a member who accepted the charter as it is now; safe to run twice.

    Somebody who left comes back; somebody who was excluded stays so.
    """
    membership, _new = Membership.objects.get_or_create(network=network.site, person=person)
    membership.left_at = None
    if accepts_charter:
        membership.charter_version = charter_version(network)
        membership.charter_accepted_at = timezone.now()
    membership.save()
    return membership
