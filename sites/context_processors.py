"""What every page of a site is given: whose site it is, and the ways to the others.

All of it is lazy and kept on the request: the admin’s templates, which use none of it, cost no
query, and however many templates a page is made of, each question is asked once.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sites.networks import current_network, hub_of, introduction, navigation, others
from sites.theme import theme_url

CACHED = "_network_context"


def network(request: HttpRequest) -> dict[str, Any]:
    """The network of the request's site, its navigation and its sisters."""
    found: dict[str, Any] | None = getattr(request, CACHED, None)
    if found is None:
        found = _context(request)
        setattr(request, CACHED, found)
    return found


def _context(request: HttpRequest) -> dict[str, Any]:
    def lazy(question: Callable[[HttpRequest], Any]) -> SimpleLazyObject:
        return SimpleLazyObject(lambda: question(request))

    return {
        "network": lazy(current_network),
        "hub": lazy(_hub),
        "sister_networks": lazy(_sisters),
        "nav": lazy(navigation),
        "theme_css_url": lazy(theme_url),
        "settings_debug": settings.DEBUG,
        "source_code_url": settings.SOURCE_URL,
    }


def _hub(request: HttpRequest) -> dict[str, Any] | None:
    """The way to the regional platform, from anywhere else."""
    hub = hub_of(request)
    return introduction(hub) if hub and hub != current_network(request) else None


def _sisters(request: HttpRequest) -> list[dict[str, Any]]:
    return [introduction(row) for row in others(request)]
