"""Keeping somebody out of a network, and letting them back in: by who keeps its settings, with a reason.

The account stays, and so do memberships elsewhere. Whoever is kept out is told by mail why and by whom
it can be talked about; joining again does not undo it.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import GroupSitePermission

from cms.users.accounts import network_mail
from cms.users.models import User
from sites.models import Membership, NetworkSettings
from sites.roles import SETTINGS

EXCLUDED, READMITTED = "sites.member_exclude", "sites.member_readmit"


def moderators_permission(site: Any, user: Any) -> QuerySet[GroupSitePermission]:
    """What makes somebody a keeper of the members of a site: moderators and managers keep its settings."""
    return GroupSitePermission.objects.filter(
        site=site,
        permission__content_type__app_label="sites",
        permission__codename=SETTINGS.partition(".")[2],
        group__user=user,
    )


def keeps_members(user: Any, site_id: int) -> bool:
    """Whether somebody may see, exclude and readmit the members of that network."""
    if not user.is_active:
        return False
    return user.is_superuser or moderators_permission(site_id, user).exists()


def members_kept_by(user: Any) -> Q:
    """The condition that a membership is of a network whose members the user keeps."""
    return Q(Exists(moderators_permission(OuterRef("network"), user)))


def exclude(*, membership: Membership, network: NetworkSettings, by: User, why: str) -> bool:
    """Keep the member out from now on; False when somebody did so meanwhile. Raises PermissionDenied."""
    _check(network, by)
    with transaction.atomic():
        row = Membership.objects.select_for_update().get(pk=membership.pk, network=network.site_id)
        if row.excluded_at is not None:
            return False
        row.excluded_at, row.excluded_why, row.trusted_at = timezone.now(), why, None
        row.save(update_fields=["excluded_at", "excluded_why", "trusted_at"])
        _tell(row, network, "excluded", f"excluded-{row.pk}-{row.excluded_at:%Y%m%d%H%M%S%f}")
        log(network, EXCLUDED, user=by, data={"email": row.person.email, "person": row.person_id, "why": why})
        return True


def readmit(*, membership: Membership, network: NetworkSettings, by: User) -> bool:
    """Let the person be a member again; False when somebody did so meanwhile. Raises PermissionDenied."""
    _check(network, by)
    with transaction.atomic():
        row = Membership.objects.select_for_update().get(pk=membership.pk, network=network.site_id)
        if row.excluded_at is None:
            return False
        excluded_at, row.excluded_at, row.excluded_why = row.excluded_at, None, ""
        row.save(update_fields=["excluded_at", "excluded_why"])
        _tell(row, network, "readmitted", f"readmitted-{row.pk}-{excluded_at:%Y%m%d%H%M%S%f}")
        log(network, READMITTED, user=by, data={"email": row.person.email, "person": row.person_id})
        return True


def _check(network: NetworkSettings, by: User) -> None:
    if not keeps_members(by, network.site_id):
        raise PermissionDenied


def _tell(row: Membership, network: NetworkSettings, event: str, key: str) -> None:
    network_mail(
        site_id=network.site_id,
        to=row.person.email,
        template=f"sites/mail/{event}",
        context={"host_name": network.short_name, "why": row.excluded_why, "since": row.joined_at},
        key=key,
    )
