"""How many questions a page asks of the database: as many for thirty things as for one."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Filter
from wagtail.models import Site
from wagtail_factories import ImageFactory

from cms.core.models import Area, Theme
from exchanges.cards import EXCHANGE_PICTURE, PORTRAIT_PICTURE, STRUCTURE_PICTURE
from exchanges.matching.engine import match
from exchanges.models import ExchangePage, Method, OrganisationPage
from tests.factories import make_page
from tests.market import visit
from tests.networks import Networks


def asked(site: Site, path: str) -> int:
    """How many queries the page takes once the addresses of the sites are known."""
    visit(site, path)
    with CaptureQueriesContext(connection) as queries:
        assert visit(site, path).status_code == 200
    return len(queries)


@pytest.fixture
def fields(places: dict[str, Area], themes: dict[str, Theme], methods: dict[str, Method]) -> dict[str, Any]:
    """What makes a page ask for all its relations."""
    return {"area": places["aix"], "themes": ["miel", "culture"], "tags": ["abeille"], "summary": "Du miel"}


def grow(site: Site, fields: dict[str, Any], numbers: range) -> None:
    """Structures, all of them named in the text of the first one, which has an exchange for each."""
    for number in numbers:
        page = make_page(site, OrganisationPage, f"Structure {number}", **fields)
        first = OrganisationPage.objects.get(title="Structure 0")
        link = f'<a linktype="page" id="{page.pk}">fiche</a>'
        first.body += link
        first.save()
        make_page(
            site, ExchangePage, f"Annonce {number}", organisation=first, methods=["loan", "gift"],
            body=link, **fields,
        )  # fmt: skip
    match()


COSTS = {
    "/annuaire/": 20,
    "/echanges/": 22,
    "/annuaire/?q=miel&where=aix&theme=agriculture&area=13": 24,
    "/echanges/?q=miel&where=aix&theme=agriculture&area=13&method=loan&sense=need&type=premises": 26,
    "/annuaire/structure-0/": 25,
    "/echanges/annonce-0/": 30,
    "/": 20,
    "/carte/points.json": 4,
    "/carte/points.json?kind=exchanges": 4,
}
# An announcement alone is like no other one and matches none: there is nothing of others to read.
ALONE = {**COSTS, "/echanges/annonce-0/": 28}


def test_pages_ask_as_much_for_thirty_things_as_for_one(networks: Networks, fields: dict[str, Any]) -> None:
    grow(networks.apeas, fields, range(1))
    assert {path: asked(networks.apeas, path) for path in COSTS} == ALONE
    grow(networks.apeas, fields, range(1, 30))
    assert {path: asked(networks.apeas, path) for path in COSTS} == COSTS


def test_pictures_are_read_together(networks: Networks) -> None:
    def add(number: int) -> None:
        image = ImageFactory(title=f"Image {number}", file__width=800, file__height=450)
        for size in (EXCHANGE_PICTURE, STRUCTURE_PICTURE, PORTRAIT_PICTURE):
            key = Filter(size).get_cache_key(image)
            image.renditions.create(filter_spec=size, focal_point_key=key, width=8, height=8, file="x.webp")
        make_page(networks.apeas, OrganisationPage, f"Structure {number}", image=image)
        make_page(networks.apeas, ExchangePage, f"Annonce {number}", image=image)

    paths = ("/annuaire/", "/echanges/")
    add(0)
    once = {path: asked(networks.apeas, path) for path in paths}
    for number in range(1, 4):
        add(number)
    assert {path: asked(networks.apeas, path) for path in paths} == once
