"""The world in which syndication is tested."""

import pytest

from tests.remembered import truncates
from tests.world import World


@pytest.fixture
def world(request: pytest.FixtureRequest, db: None) -> World:
    """Three networks and a hub without rules."""
    return World.create() if truncates(request.node) else World.again()
