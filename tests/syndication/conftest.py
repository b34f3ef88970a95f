"""The world in which syndication is tested."""

import pytest

from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """Three networks and a hub without rules."""
    return World.create()
