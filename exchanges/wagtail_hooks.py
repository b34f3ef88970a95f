"""Where the admin meets the exchanges, and what is done when one of them is shown."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page

from cms.core.registry import reference_viewsets
from exchanges.care import log
from exchanges.care.panels import CarePanel
from exchanges.care.viewsets import FollowViewSet, ReportsViewSet
from exchanges.matching.feedback import looked
from exchanges.models import ExchangePage
from exchanges.publishing.logged import LABELS, formatter
from exchanges.structures.admin_home import ClaimsPanel
from exchanges.structures.admin_views import waiting
from exchanges.structures.viewsets import ClaimsViewSet
from exchanges.viewsets import MethodViewSet

reference_viewsets.append(MethodViewSet)


@hooks.register("register_admin_viewset")
def add_rooms() -> list[ViewSet]:
    """Who asks to speak for which structure, the follow-up of announcements, and the reports."""
    return [ClaimsViewSet(), FollowViewSet(), ReportsViewSet()]


@hooks.register("construct_homepage_panels")
def add_care_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Tell how many announcements and reports wait."""
    panels.append(CarePanel(request))


@hooks.register("register_log_actions")
def add_log_actions(actions: Any) -> None:
    """What a history says of help and of reports, and of what members do with their announcements."""
    for action in log.SENTENCES:
        actions.register_action(action)(log.formatter(action))
    for action in LABELS:
        actions.register_action(action)(formatter(action))


@hooks.register("before_serve_page")
def note_look(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Somebody signed in reads an announcement: if they were told of it, they have looked."""
    if isinstance(page, ExchangePage) and request.user.is_authenticated:
        looked(news=page.origin_page_id or page.pk, by=request.user)


@hooks.register("construct_homepage_panels")
def say_claims_wait(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the home page that somebody waits for an answer."""
    number = waiting(request)
    if number:
        panels.append(ClaimsPanel(number))
