"""Places, themes and methods beside the networks."""

import pytest

from cms.core.models import Area, Theme
from exchanges.models import Method
from tests.market import make_methods, make_places, make_themes


@pytest.fixture
def places(db: None) -> dict[str, Area]:
    """Communes, their départements and their region, by name or number."""
    return make_places()


@pytest.fixture
def themes(db: None) -> dict[str, Theme]:
    """A small thesaurus by code."""
    return make_themes()


@pytest.fixture
def methods(db: None) -> dict[str, Method]:
    """Two methods by code."""
    return make_methods()
