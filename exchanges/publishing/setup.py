"""What this room adds to the space, to the clock and to what is listened to; imported when the app is ready."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_q.models import Schedule
from wagtail.models import WorkflowState

from cms.core import registry
from exchanges.models import ExchangePage
from exchanges.notices import events
from exchanges.people import UNSENT
from exchanges.publishing import expiry, hearing
from exchanges.publishing.mine import mine, rows
from exchanges.publishing.personal import personal_data
from exchanges.schedules import SCHEDULES
from exchanges.space.sections import Entry, Section, Waiting, entries, section, waits
from sites.networks import current_network

ON_HOME_PAGE = 3

entries.append(Entry(gettext_lazy("My announcements"), "publishing_mine", "list", order=20))
registry.personal_data["publishing"] = personal_data
for event in (hearing.ACCEPTED, hearing.REFUSED):
    events.register(event, path=hearing.path_of)
for event in (expiry.SOON, expiry.OVER):
    events.register(event, path=expiry.path_of)
SCHEDULES["Tell of last days"] = {
    "func": "exchanges.publishing.tasks.tell_of_last_days",
    "schedule_type": Schedule.CRON,
    "cron": "15 5 * * *",
}


def unsent_of_others(user: Any) -> Q:
    """What members of the network are still typing, but for what the user types."""
    kind = ContentType.objects.get_for_model(ExchangePage)
    return UNSENT & Q(content_type=kind) & ~Q(owner=user.pk)


registry.withheld_pages.append(unsent_of_others)


@section
def announcements(request: HttpRequest) -> Section | None:
    """The announcements that changed last, and the ways to a new one."""
    network = current_network(request)
    if network is None:
        return None
    pages = mine(request.user, network)
    newest = list(pages.select_related("area", "organisation")[:ON_HOME_PAGE])
    context = {"rows": rows(newest, request, {}), "count": pages.count()}
    return Section(
        gettext_lazy("My offers and needs"), "exchanges/publishing/section.html", order=20, context=context
    )


@waits
def to_mend(request: HttpRequest) -> list[Waiting]:
    """What was sent back, what ends soon or has ended, and drafts that were left."""
    network = current_network(request)
    if network is None:
        return []
    return [*_sent_back(request, network), *_ending(request, network)]


def _sent_back(request: HttpRequest, network: Any) -> list[Waiting]:
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=request.user.pk
    ).values_list("object_id", flat=True)
    pages = mine(request.user, network).filter(pk__in=[int(pk) for pk in states[:100]], closed_at=None)
    return [
        Waiting(
            _("“%(title)s” was sent back to you.") % {"title": page.draft_title},
            reverse("publishing_edit", args=[page.pk]),
            _("Read why"),
            icon="circle-alert",
            order=20,
        )
        for page in pages[:ON_HOME_PAGE]
    ]


def _ending(request: HttpRequest, network: Any) -> list[Waiting]:
    """One line for all that ends: the list says which."""
    soon = Q(expires_on__gte=expiry.today(), expires_on__lte=expiry.soon())
    counted = (
        mine(request.user, network)
        .filter(live=True)
        .order_by()
        .aggregate(soon=Count("pk", filter=soon), over=Count("pk", filter=Q(expires_on__lt=expiry.today())))
    )
    said = (
        (
            counted["soon"],
            ngettext(
                "One announcement ends within a week.", "%(count)s announcements end within a week.",
                counted["soon"],
            ),
        ),
        (
            counted["over"],
            ngettext(
                "One announcement is past its last day.", "%(count)s announcements are past their last day.",
                counted["over"],
            ),
        ),
    )  # fmt: skip
    url = reverse("publishing_mine")
    return [
        Waiting(words % {"count": count}, url, _("Renew"), icon="clock", order=40)
        for count, words in said
        if count
    ]
