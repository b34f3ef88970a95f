"""Where an announcement is read on a given site, and how its area is widened."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.core.links import counterparts
from cms.core.models import Area, SharedPage
from cms.core.models.areas import AreaLevel

# What lies around an area of each level, the nearest first.
AROUND: dict[str, tuple[str, ...]] = {
    AreaLevel.COMMUNE: ("epci", "departement", "region"),
    AreaLevel.EPCI: ("departement", "region"),
    AreaLevel.DEPARTEMENT: ("region",),
}


def wider(area: Area | None) -> Area | None:
    """The next area around it; None where there is none, or where it is wide already."""
    if area is None:
        return None
    around = (getattr(area, name) for name in AROUND.get(area.level, ()))
    return next((found for found in around if found is not None), None)


def origin_of(page: SharedPage) -> Any:
    """The page that was typed: itself, or what it is a copy of; None where that is gone."""
    if not page.is_copy:
        return page
    return type(page).objects.origins().filter(pk=page.origin_page_id).first()


def standing_at(origin: SharedPage, site: Site | None) -> SharedPage | None:
    """What stands on that site for an original: itself or its copy, if it is published there."""
    if site is None:
        return None
    there = type(origin).objects.on_site(site).live()
    return there.filter(pk=origin.pk).first() or there.filter(origin_page=origin.pk, is_copy=True).first()


def way_to(origin: Page, request: HttpRequest) -> str:
    """The address of an original for whoever reads this site: here if it stands here, else where it was typed."""
    found = counterparts([origin.pk], request).get(origin.pk)
    return (found.get_url(request) or "") if found else ""
