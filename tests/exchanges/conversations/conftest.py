"""What the tests of conversations stand on."""

import pytest

from tests.exchanges.conversations.talks import Talk
from tests.networks import Networks
from tests.remembered import truncates


@pytest.fixture
def talk(networks: Networks, request: pytest.FixtureRequest) -> Talk:
    """An announcement, its author, and somebody who could answer."""
    return Talk.make(networks) if truncates(request.node) else Talk.again(networks)
