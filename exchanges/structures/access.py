"""Who may do what with a structure in this room: asked by its verbs and by its pages."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import GroupPagePermission, Site

from cms.core.visitors import private
from cms.users.models import User
from exchanges.models import Involvement, OrganisationPage
from exchanges.people import structures_of
from sites.members import memberships_of
from sites.models import Membership, NetworkSettings
from sites.networks import current_network, site_of_request

# Whoever has it, in a group that works for a network, decides who speaks for the structures of that network.
DECIDE = "exchanges.change_involvement"


def network_here(request: HttpRequest) -> NetworkSettings:
    """The network whose site answers; raises Http404 where there is none."""
    network = current_network(request)
    if network is None:
        raise Http404
    return network


def takes_part(person: Any) -> bool:
    """Whether the person is a member of any network: others have no space."""
    return bool(memberships_of(person))


def is_member(person: Any, site: Site | None) -> bool:
    """Whether the person is a member of that network."""
    return site is not None and site.pk in memberships_of(person)


def is_excluded(person: User, site: Site | None) -> bool:
    """Whether that network wants nothing more of the person."""
    return Membership.objects.filter(network=site, person=person, excluded_at__isnull=False).exists()


def shown_here(request: HttpRequest) -> QuerySet[OrganisationPage]:
    """The sheets that visitors of this site may read: typed here, or come from another network."""
    site = site_of_request(request)
    if site is None:
        return OrganisationPage.objects.none()
    found: QuerySet[OrganisationPage] = (
        OrganisationPage.objects.live().on_site(site).exclude(private(request))
    )
    return found


def origin_of(page: OrganisationPage) -> OrganisationPage | None:
    """The sheet as it was typed; None where that was on another install."""
    if not page.is_copy:
        return page
    return OrganisationPage.objects.origins().filter(pk=page.origin_page_id).first()


def mine_or_404(person: Any, pk: int) -> OrganisationPage:
    """The structure, if the person speaks for it; raises Http404."""
    return get_object_or_404(structures_of(person), pk=pk)


def speaks_for(person: Any, organisation_id: int) -> bool:
    """Whether the person was confirmed to speak for the structure."""
    return Involvement.objects.confirmed().filter(person=person, organisation=organisation_id).exists()


def may_act(person: Any, page: OrganisationPage) -> bool:
    """Whether the person speaks for the structure, and its network did not exclude them."""
    return speaks_for(person, page.pk) and not is_excluded(person, page.get_site())


def _deciding_groups(user: Any) -> QuerySet[Group]:
    app, codename = DECIDE.split(".")
    return Group.objects.filter(
        user=user, permissions__codename=codename, permissions__content_type__app_label=app
    )


def decided_by(user: Any) -> QuerySet[Site]:
    """The networks of whose structures the user may say who speaks for them."""
    sites = Site.objects.all()
    if not user.is_active:
        return sites.none()
    if user.is_superuser:
        return sites
    rights = GroupPagePermission.objects.filter(
        page=OuterRef("root_page"), group__in=_deciding_groups(user).values("pk")
    )
    return sites.filter(Exists(rights))


def decides_for(user: Any, site: Site | None) -> bool:
    """Whether the user may say who speaks for the structures of that network."""
    return site is not None and decided_by(user).filter(pk=site.pk).exists()
