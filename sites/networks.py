"""The networks of this install, read once a request."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, Site

from sites.models import NetworkSettings, Role

CACHED = "_networks"


def networks_of(request: HttpRequest) -> dict[int, NetworkSettings]:
    """Every network by the id of its site, oldest first: two queries a request."""
    found: dict[int, NetworkSettings] | None = getattr(request, CACHED, None)
    if found is None:
        rows = (
            NetworkSettings.objects.select_related("site__root_page", "logo", "charter_page")
            .prefetch_related("links")
            .order_by("pk")
        )
        found = {row.site_id: row for row in rows}
        setattr(request, CACHED, found)
    return found


def site_of_request(request: HttpRequest) -> Site | None:
    """The site that answers for the host of the request."""
    site: Site | None = Site.find_for_request(request)
    return site


def current_network(request: HttpRequest) -> NetworkSettings | None:
    """The network whose site answers, if that site is a network."""
    site = site_of_request(request)
    return networks_of(request).get(site.pk) if site else None


def network_at(page: Page, request: HttpRequest) -> NetworkSettings | None:
    """The network on whose site the page stands."""
    rows = networks_of(request).values()
    return next((row for row in rows if page.path.startswith(row.site.root_page.path)), None)


def hub_of(request: HttpRequest) -> NetworkSettings | None:
    """The regional platform: the first one laid out."""
    return next((row for row in networks_of(request).values() if row.role == Role.HUB), None)


def others(request: HttpRequest) -> list[NetworkSettings]:
    """The networks other than the current one and than the regional platform."""
    here = current_network(request)
    return [row for row in networks_of(request).values() if row.role == Role.NETWORK and row != here]


def introduction(network: NetworkSettings) -> dict[str, Any]:
    """What another site says of a network: its names, address and colours."""
    return {
        "name": network.name,
        "short_name": network.short_name,
        "tagline": network.tagline,
        "url": f"{network.url}/",
        "mark": network.mark,
        "primary": network.primary,
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages of the site’s menu, with the one being read."""
    site = site_of_request(request)
    if site is None:
        return []
    pages = Page.objects.child_of(site.root_page).live().in_menu().order_by("path")
    urls = [(page, page.get_url(request) or "") for page in pages]
    return [
        {"title": page.title, "url": url, "current": bool(url) and request.path.startswith(url)}
        for page, url in urls
    ]
