"""What the tests of conversations stand on."""

from typing import Any

import pytest

from exchanges.models import Party, Side
from tests.exchanges.conversations.mailing import DOMAIN
from tests.exchanges.conversations.talks import Talk
from tests.networks import Networks
from tests.remembered import truncates


@pytest.fixture
def talk(networks: Networks, request: pytest.FixtureRequest) -> Talk:
    """An announcement, its author, and somebody who could answer."""
    return Talk.make(networks) if truncates(request.node) else Talk.again(networks)


@pytest.fixture
def author(talk: Talk) -> Party:
    """The author's place where Paul answered."""
    return talk.seat(talk.answered().conversation, Side.AUTHOR)


@pytest.fixture
def replies(settings: Any) -> None:
    """Replies by mail are taken."""
    settings.REPLY_DOMAIN = DOMAIN
