"""A structure with a mailbox, and people around it."""

from typing import Any

import pytest

from cms.core.models import Area, Term
from cms.users.models import User
from exchanges.models import OrganisationPage
from tests.exchanges.structures.world import World
from tests.factories import make_page
from tests.market import make_places
from tests.members import make_member
from tests.networks import Networks


@pytest.fixture
def places(db: None) -> dict[str, Area]:
    """Communes by name."""
    return make_places()


@pytest.fixture
def world(networks: Networks, places: dict[str, Area]) -> World:
    """A structure of APEAS that keeps its address public, and Marie, a member there."""
    contacts = [{"medium": "email", "value": "jardin@example.org", "audience": "public"}]
    page: Any = make_page(
        networks.apeas,
        OrganisationPage,
        "Jardin des Lônes",
        acronym="JDL",
        siret="73282932000074",
        area=places["aix"],
        contacts=contacts,
    )
    Term.objects.get_or_create(vocabulary="person_role", code="benevole", defaults={"label": "Bénévole"})
    person: User = make_member(networks.apeas, "Marie")
    return World(networks, page, person)
