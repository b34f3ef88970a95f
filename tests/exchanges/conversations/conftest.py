"""What the tests of conversations stand on."""

import pytest

from tests.exchanges.conversations.talks import Talk
from tests.networks import Networks


@pytest.fixture
def talk(networks: Networks) -> Talk:
    """An announcement, its author, and somebody who could answer."""
    return Talk.make(networks)
