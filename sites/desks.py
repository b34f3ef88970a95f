"""For which networks somebody works in the admin, the one at hand first."""

from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.core.permissions import user_networks
from sites.models import NetworkSettings


def desks_of(request: HttpRequest, page: Page | None = None) -> list[NetworkSettings]:
    """The networks the user works for: that of the page, or else of the address, comes first.

    One query, and the one that finds the site of the address.
    """
    if not request.user.is_authenticated:
        return []
    networks = NetworkSettings.objects.filter(site__in=user_networks(request.user)).exclude(name="")
    desks = list(networks.select_related("site__root_page").order_by("role", "name"))
    here = _site_at_hand(request, page, desks)
    return sorted(desks, key=lambda desk: desk.site_id != here)


def _site_at_hand(request: HttpRequest, page: Page | None, desks: list[NetworkSettings]) -> int | None:
    if page is not None:
        for desk in desks:
            if page.path.startswith(desk.site.root_page.path):
                return desk.site_id
    site = Site.find_for_request(request)
    return site.pk if site else None
