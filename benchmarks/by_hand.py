"""Two other ways to find the structures for one need: a statement written for it alone, and a loop."""

from collections.abc import Iterable
from math import cos, radians
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from cms.core.geo import Point
from cms.core.models import Theme
from exchanges.models import ExchangePage, OrganisationPage
from exchanges.places import KM_A_DEGREE, NEAR_KM

# A structure, a theme and how they meet; where it is; whether that is wide.
Found = tuple[int, str, int, float | None, float | None]

STATEMENT = """
    SELECT p.id, one.code, CASE WHEN one.id = other.id THEN 1
            WHEN length(other.path) > length(one.path) THEN 2 ELSE 3 END,
        o.latitude, o.longitude
    FROM exchanges_exchangepage_themes mine
    JOIN core_theme one ON one.id = mine.theme_id AND one.scheme = 'activity'
    JOIN core_theme other ON other.scheme = 'activity'
        AND (substr(other.path, 1, length(one.path)) = one.path
             OR substr(one.path, 1, length(other.path)) = other.path)
    JOIN exchanges_organisationpage_themes theirs ON theirs.theme_id = other.id
    JOIN exchanges_organisationpage o ON o.page_ptr_id = theirs.organisationpage_id
    JOIN wagtailcore_page p ON p.id = o.page_ptr_id
    LEFT JOIN core_area around ON around.id = o.area_id
    WHERE mine.exchangepage_id = %(need)s AND p.live AND p.alias_of_id IS NULL AND p.path LIKE %(below)s
      AND (o.expires_on IS NULL OR o.expires_on >= %(today)s)
      AND (
        o.action_area_id IN (%(place)s, %(departement)s, %(region)s)
        OR around.id IN (%(place)s, %(departement)s, %(region)s)
        OR (o.latitude - %(latitude)s) * (o.latitude - %(latitude)s)
           + (o.longitude - %(longitude)s) * %(cosine)s * (o.longitude - %(longitude)s) * %(cosine)s <= %(reach)s
        OR (o.area_id IS NULL AND o.latitude IS NULL AND o.action_area_id IS NULL)
      )
"""


def by_statement(need: ExchangePage, site: Site) -> list[Found]:
    """What one statement finds that knows the need, its place and its site beforehand."""
    area = need.area
    assert area is not None
    values = {
        "need": need.pk, "below": f"{site.root_page.path}%", "today": timezone.localdate(),
        "place": area.pk, "departement": area.departement_id, "region": area.region_id,
        "latitude": need.latitude, "longitude": need.longitude,
        "cosine": cos(radians(need.latitude or 0.0)), "reach": (NEAR_KM / KM_A_DEGREE) ** 2,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        found: list[Found] = cursor.fetchall()
    return found


def everything() -> list[Any]:
    """All structures with what the loop looks at, read at once."""
    pages = OrganisationPage.objects.live().select_related("area").prefetch_related("themes").defer("body")
    return list(pages)


def by_loop(need: ExchangePage, site: Site, structures: Iterable[Any]) -> list[Found]:
    """What a loop over all structures finds, each looked at in Python."""
    private = list(PageViewRestriction.objects.values_list("page__path", flat=True))
    asked = [theme for theme in need.themes.all() if theme.scheme == "activity"]
    found: list[Found] = []
    for page in structures:
        if page.is_expired or not page.path.startswith(site.root_page.path):
            continue
        if any(page.path.startswith(path) for path in private) or not near(need, page):
            continue
        for theirs in page.themes.all():
            found += [
                (page.pk, mine.code, step, page.latitude, page.longitude)
                for mine in asked
                if (step := step_between(mine, theirs))
            ]
    return found


def step_between(mine: Theme, theirs: Theme) -> int:
    """How two themes meet; 0 where they do not."""
    if theirs.scheme != "activity":
        return 0
    if theirs.pk == mine.pk:
        return 1
    if theirs.path.startswith(mine.path):
        return 2
    return 3 if mine.path.startswith(theirs.path) else 0


def near(need: ExchangePage, page: OrganisationPage) -> bool:
    """Whether the structure comes to the place of the need."""
    place = need.area
    assert place is not None
    over = (place.pk, place.epci_id, place.departement_id, place.region_id)
    if (page.action_area_id in over and page.action_area_id) or (page.area_id in over and page.area_id):
        return True
    if page.latitude is None or page.longitude is None:
        return page.area_id is None and page.action_area_id is None
    here = Point(need.latitude or 0.0, need.longitude or 0.0)
    north = page.latitude - here.latitude
    east = (page.longitude - here.longitude) * cos(radians(here.latitude))
    return (north**2 + east**2) <= (NEAR_KM / KM_A_DEGREE) ** 2
