"""Where the admin meets the exchanges."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from cms.core.registry import reference_viewsets
from exchanges.structures.admin_home import ClaimsPanel
from exchanges.structures.admin_views import waiting
from exchanges.structures.viewsets import ClaimsViewSet
from exchanges.viewsets import MethodViewSet

reference_viewsets.append(MethodViewSet)


@hooks.register("register_admin_viewset")
def add_claims() -> ClaimsViewSet:
    """Who asks to speak for which structure."""
    return ClaimsViewSet()


@hooks.register("construct_homepage_panels")
def say_claims_wait(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the home page that somebody waits for an answer."""
    number = waiting(request)
    if number:
        panels.append(ClaimsPanel(number))
