"""The people of a network and their roles in it: who keeps them, what may be changed, and by whom.

Whoever changes somebody's roles touches the groups of one network only: roles in others, and the
account itself, stay as they are. Each change is logged on the network.
"""

from collections.abc import Collection, Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import GroupPagePermission, GroupSitePermission, Site

from cms.core.registry import Duty
from cms.users.models import User
from sites import leaving
from sites.models import NetworkSettings
from sites.roles import DUTIES, PEOPLE, RIGHTS, group_for

CHANGED, REMOVED = "sites.people_change", "sites.people_remove"


def keepers_permission(site: Any, user: Any) -> QuerySet[GroupSitePermission]:
    """What makes somebody a keeper of the people of a site, given by its id or from an outer query."""
    codename = PEOPLE.partition(".")[2]
    return GroupSitePermission.objects.filter(
        site=site,
        permission__content_type__app_label="sites",
        permission__codename=codename,
        group__user=user,
    )


def keeps_people(user: Any, site_id: int) -> bool:
    """Whether somebody may invite to that network and change the roles of its people."""
    if not user.is_active:
        return False
    return user.is_superuser or keepers_permission(site_id, user).exists()


def invitations_kept_by(user: Any) -> Q:
    """The condition that an invitation is to a network whose people the user keeps."""
    return Q(Exists(keepers_permission(OuterRef("network"), user)))


def groups_of(site: Site) -> QuerySet[Group]:
    """The groups of those who work for a network: provisioned ones, and those a superuser made."""
    rights = GroupPagePermission.objects.filter(group=OuterRef("pk"), page=site.root_page_id)
    return Group.objects.filter(Exists(rights)).order_by("pk")


def _with_reach(site: Site) -> QuerySet[Any]:
    """The groups of a network, and whether each works for another one too."""
    elsewhere = GroupPagePermission.objects.filter(
        group=OuterRef("pk"), page__sites_rooted_here__isnull=False
    )
    further = Exists(elsewhere.exclude(page=site.root_page_id))
    return groups_of(site).annotate(reaches_further=further)


def people_of(site: Site) -> QuerySet[User]:
    """Those who work for a network; each with `groups_here`, and whether they have a second factor."""
    memberships = User.groups.through.objects.filter(user=OuterRef("pk"), group__in=groups_of(site))
    codes = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return (
        User.objects.filter(Exists(memberships))
        .annotate(second_factor=Exists(codes))
        .prefetch_related(Prefetch("groups", groups_of(site), to_attr="groups_here"))
    )


def duty_of(group: Group) -> Duty | None:
    """The duty for which provisioning made the group; None for a group that a superuser made."""
    label = group.name.rpartition(" - ")[2]
    return next((duty for duty in Duty if RIGHTS[duty].label == label), None)


def duties_of(person: Any) -> list[Duty]:
    """The duties of one of `people_of`, in the order of the guide."""
    here = {duty_of(group) for group in person.groups_here}
    return [duty for duty in Duty if duty in here]


def change_duties(*, network: NetworkSettings, person: User, duties: Collection[Duty], by: User) -> None:
    """Have somebody who works for the network do exactly this there.

    Raises ValidationError where the network would be left without manager, or its manager without
    a way back; PermissionDenied where `by` may not.
    """
    check_duties(network=network, duties=duties, by=by)
    with transaction.atomic():
        before = _lock(network, person)
        _refuse_the_end(network, person, before - set(duties), by)
        give, take = set(duties) - before, before - set(duties)
        person.groups.add(*_groups(network.site, give))
        person.groups.remove(*_groups(network.site, take))
        if not keeps_people(person, network.site_id):
            leaving.withdraw(Q(invited_by=person), network=network, by=by)
        if give or take:
            _log(CHANGED, network, by, person, given=sorted(give), taken=sorted(take))


def remove(*, network: NetworkSettings, person: User, by: User) -> list[Group]:
    """Take somebody out of every group of this network alone, and end what goes with that.

    The groups that work for other networks too are left to superusers, and handed back. Raises as
    `change_duties`.
    """
    check_duties(network=network, duties=(), by=by)
    with transaction.atomic():
        _refuse_the_end(network, person, _lock(network, person), by)
        theirs = list(_with_reach(network.site).filter(user=person))
        gone = [group for group in theirs if not group.reaches_further]
        person.groups.remove(*gone)
        _log(REMOVED, network, by, person, taken=sorted(filter(None, map(duty_of, gone))))
        offered = Q() if keeps_people(person, network.site_id) else Q(invited_by=person)
        leaving.withdraw(offered | Q(email=person.email), network=network, by=by)
        leaving.stop_following(person)
    return [group for group in theirs if group.reaches_further]


def give_duties(*, network: NetworkSettings, person: User, duties: Iterable[Duty]) -> None:
    """Add somebody to the groups of these duties: they accepted an invitation to them."""
    person.groups.add(*_groups(network.site, duties))


def check_duties(*, network: NetworkSettings, duties: Collection[Duty], by: User) -> None:
    """Raise PermissionDenied unless `by` may give these duties in the network."""
    if not keeps_people(by, network.site_id) or not set(duties) <= set(DUTIES[network.role]):
        raise PermissionDenied


def _lock(network: NetworkSettings, person: User) -> set[Duty]:
    """Wait for whoever changes the people of this network; what the person does there until now."""
    NetworkSettings.objects.select_for_update().get(pk=network.pk)
    found = {duty_of(group) for group in groups_of(network.site).filter(user=person)}
    return {duty for duty in found if duty is not None}


def _refuse_the_end(network: NetworkSettings, person: User, taken: set[Duty], by: User) -> None:
    if Duty.MANAGER not in taken:
        return
    managers = User.objects.filter(groups__in=_groups(network.site, [Duty.MANAGER]), is_active=True)
    if not managers.exclude(pk=person.pk).exists():
        raise ValidationError(
            _("%(person)s is the only manager of %(network)s: name another one first.")
            % {"person": person, "network": network.short_name}
        )
    if person == by and not by.is_superuser:
        raise ValidationError(
            _("You would lock yourself out: ask another manager of %(network)s to do it.")
            % {"network": network.short_name}
        )


def _groups(site: Site, duties: Iterable[Duty]) -> list[Group]:
    found = (group_for(site, duty) for duty in duties)
    return [group for group in found if group is not None]


def _log(action: str, network: NetworkSettings, by: User, person: User, **data: Any) -> None:
    log(network, action, user=by, data={"email": person.email, "person": person.pk, **data})
