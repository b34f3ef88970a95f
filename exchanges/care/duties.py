"""Who may follow announcements, decide on reports and advise on them, and in which networks."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from wagtail.models import GroupPagePermission, Site

from cms.core.permissions import networks_at_hand, user_networks
from cms.core.registry import Duty, permit
from cms.core.tenancy.actor import sees_everything
from exchanges.models import Report
from sites.models import Role

FOLLOW = "exchanges.follow_conversation"
DECIDE = "exchanges.change_report"
JUDGE = "exchanges.judge_report"

permit(FOLLOW, to=(Duty.EDITOR, Duty.MODERATOR, Duty.COORDINATOR))
permit("exchanges.view_report", DECIDE, to=(Duty.MODERATOR, Duty.COORDINATOR))
permit("exchanges.view_report", JUDGE, to=(Duty.ETHICS,))


def sites_where(user: Any, permission: str, *, among: QuerySet[Site] | None = None) -> QuerySet[Site]:
    """The sites for which a group of the user's gives that permission ("app.codename").

    A permission on a model says not where: who moderates one network and only edits another decides
    nothing in the other.
    """
    sites = user_networks(user) if among is None else among
    if sees_everything(user):
        return sites.all()
    app, codename = permission.split(".")
    groups = GroupPagePermission.objects.filter(
        page=OuterRef("root_page"),
        group__user=user,
        group__permissions__codename=codename,
        group__permissions__content_type__app_label=app,
    )
    return sites.filter(Exists(groups))


def sites_at_hand(request: HttpRequest, permission: str) -> QuerySet[Site]:
    """Of the networks that lists are about now, those where the user has the permission."""
    return sites_where(request.user, permission, among=networks_at_hand(request))


def judging(sites: QuerySet[Site]) -> QuerySet[Site]:
    """Those of the sites that are regional platforms: each has a committee."""
    return sites.filter(networksettings__role=Role.HUB)


def is_judge(user: Any) -> bool:
    """Whether the user sits on the ethics committee of a regional platform."""
    return judging(sites_where(user, JUDGE)).exists()


def judges_here(request: HttpRequest) -> bool:
    """Whether the lists are about a regional platform on whose committee the user sits."""
    return judging(sites_at_hand(request, JUDGE)).exists()


def reports_of(user: Any) -> Q:
    """The condition that a report is the user's to decide, or to advise on; it asks nothing by itself."""
    own = Q(network__in=sites_where(user, DECIDE).values("pk"))
    passed_on = Q(committee_at__isnull=False)
    return own | passed_on & Q(Exists(judging(sites_where(user, JUDGE))))


def reports_at_hand(request: HttpRequest) -> Q:
    """The same, of the network that lists are about now."""
    own = Q(network__in=sites_at_hand(request, DECIDE).values("pk"))
    passed_on = Q(committee_at__isnull=False)
    return own | passed_on & Q(Exists(judging(sites_at_hand(request, JUDGE))))


def may_decide(user: Any, report: Report) -> bool:
    """Whether the user decides on the report, for its home network."""
    return sites_where(user, DECIDE).filter(pk=report.network_id).exists()


def may_judge(user: Any, report: Report) -> bool:
    """Whether the user advises on the report, for the ethics committee."""
    return report.committee_at is not None and is_judge(user)
