"""A need and structures that could answer it, with the people who speak for them."""

from typing import Any

import pytest
from wagtail.models import Site

from cms.users.models import User
from exchanges.models import ExchangePage, Method, OrganisationPage
from tests.factories import make_page
from tests.market import make_methods, make_places, make_themes
from tests.members import make_member, speak_for
from tests.networks import Networks


class Market:
    """Pages of bees and the people behind them."""

    def __init__(self, networks: Networks) -> None:
        self.networks, self.apeas = networks, networks.apeas
        self.places = make_places()
        make_themes()
        make_methods()
        Method.objects.create(code="pooling", label="Mutualisation", types=["product"])

    def need(self, title: str = "Cherche une ruche", site: Site | None = None, **fields: Any) -> ExchangePage:
        """A need for a hive."""
        asked = {"type": "product", "themes": ["apiculture"], "methods": ["loan"], **fields}
        page: ExchangePage = make_page(site or self.apeas, ExchangePage, title, **asked)
        return page

    def offer(self, title: str = "Prête une ruche", **fields: Any) -> ExchangePage:
        """An offer of a hive."""
        return self.need(title, sense="offer", **fields)

    def structure(
        self, title: str = "Les Ruchers", site: Site | None = None, **fields: Any
    ) -> OrganisationPage:
        """A structure that keeps bees."""
        page: OrganisationPage = make_page(
            site or self.apeas, OrganisationPage, title, **{"themes": ["apiculture"], **fields}
        )
        return page

    def keeper(
        self, name: str, structure: OrganisationPage | None = None, site: Site | None = None
    ) -> tuple[User, OrganisationPage]:
        """A member of a network who speaks for a structure, a new one if none is given."""
        structure = structure or self.structure(f"Rucher de {name}", site)
        person = make_member(site or self.apeas, name)
        speak_for(person, structure)
        return person, structure


@pytest.fixture
def market(networks: Networks) -> Market:
    """Bees on the site of APEAS, to begin with."""
    return Market(networks)
