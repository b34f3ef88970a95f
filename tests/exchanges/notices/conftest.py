"""A member of a network, what they are told, and a mail server that takes what we say."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cms.users.models import User
from exchanges.models import Kind, Notice
from exchanges.notices.telling import tell
from tests.members import make_member
from tests.networks import Networks
from tests.smtp_sink import Sink

FACTS = {
    "title": "Local à Nice",
    "label": "miel",
    "summary": "Du miel",
    "where": "Nice (06)",
    "sense": "need",
}


@pytest.fixture
def marie(networks: Networks) -> User:
    """A member of Alliance Provence."""
    return make_member(networks.alliance, "Marie")


@pytest.fixture
def letters(mailoutbox: list[Any]) -> list[Any]:
    """The mails that leave during the test."""
    return mailoutbox


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A real mail server on this machine, to which mails go."""
    with Sink() as server:
        settings.EMAIL_BACKEND = "cms.users.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        yield server


@pytest.fixture
def told(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., list[Notice]]:
    """Tells people, and lets the queue do what that makes necessary."""

    def tell_them(
        *people: User, subject: str = "exchange:1", kind: Kind = Kind.MATCH, **fields: Any
    ) -> list[Notice]:
        given = {"event": "alert_hit", "facts": FACTS, **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return tell(people=people, kind=kind, subject=subject, **given)

    return tell_them
