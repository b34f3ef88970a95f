"""The points of the maps."""

from typing import Any

from wagtail.models import PageViewRestriction

from cms.core.models import Area
from exchanges.models import ExchangePage, OrganisationPage
from tests.factories import UserFactory, make_page
from tests.market import visit
from tests.networks import Networks

AT = {"location": "SRID=4326;POINT(5.45123 43.52987)"}


def points(networks: Networks, query: str = "", **options: Any) -> dict[str, Any]:
    """Coordinates by title."""
    response = visit(networks.apeas, f"/carte/points.json{query}", **options)
    assert response.status_code == 200
    features = response.json()["features"]
    return {feature["properties"]["title"]: feature["geometry"]["coordinates"] for feature in features}


def test_structures_are_where_anybody_may_know_them(networks: Networks, places: dict[str, Area]) -> None:
    aix = places["aix"]
    make_page(networks.apeas, OrganisationPage, "Ouverte", area=aix, **AT)
    make_page(networks.apeas, OrganisationPage, "Discrète", area=aix, address_audience="members", **AT)
    make_page(networks.apeas, OrganisationPage, "Nulle part")
    secret = make_page(networks.apeas, OrganisationPage, "Secrète", area=aix)
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    make_page(networks.alliance, OrganisationPage, "Ailleurs", area=aix)
    expected = {"Ouverte": [5.45123, 43.52987], "Discrète": [5.4474, 43.5297]}
    assert points(networks) == expected
    # The answer may be kept by shared caches: it is the same for everybody.
    assert points(networks, user=UserFactory()) == expected


def test_exchanges_have_their_own(networks: Networks, places: dict[str, Area]) -> None:
    make_page(networks.apeas, ExchangePage, "Verger", area=places["nice"])
    assert points(networks, "?kind=exchanges") == {"Verger": [7.262, 43.7102]}
    assert visit(networks.apeas, "/carte/points.json?kind=autre").status_code == 404


def test_points_are_sent_again_only_when_they_changed(networks: Networks, places: dict[str, Area]) -> None:
    page = make_page(networks.apeas, OrganisationPage, "Ruche", area=places["aix"])
    first = visit(networks.apeas, "/carte/points.json")
    assert first.json()["features"][0]["properties"] == {
        "title": "Ruche", "url": "/annuaire/ruche/", "where": "Aix-en-Provence (13)",
    }  # fmt: skip
    assert first["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in first["Vary"]
    again = {"if-none-match": first["ETag"]}
    assert visit(networks.apeas, "/carte/points.json", **again).status_code == 304
    page.unpublish()
    assert visit(networks.apeas, "/carte/points.json", **again).status_code == 200
