"""What every test stands on: no network, and a database that a flush leaves as migrations made it."""

import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
import pytest_django
from django.core.cache import cache
from django.db import connection, connections
from django.utils import translation

from tests.flushing import flush_quickly
from tests.remembered import truncates

if TYPE_CHECKING:
    from tests.networks import Networks

LOOPBACK = ("127.", "::1", "localhost")


class OutsideNetworkError(AssertionError):
    """A test tried to reach something that is not this machine."""


def _is_local(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host or "127.0.0.1")
    return name.startswith(LOOPBACK) or name.endswith(".localhost")


def _refuse(host: object) -> NoReturn:
    raise OutsideNetworkError(f"A test tried to reach {host!r}: serve it from this machine instead.")


@pytest.fixture(scope="session", autouse=True)
def no_outside_network() -> Iterator[None]:
    """Refuse to look up or to reach any host but this one."""
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_local(address[0]):
            _refuse(address[0])
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if self.family != socket.AF_UNIX and not _is_local(address[0]):
            _refuse(address[0])
        return connect_ex(self, address)

    def guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_local(host):
            _refuse(host)
        return lookup(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No test reads what another cached."""
    cache.clear()


@pytest.fixture(autouse=True)
def language_of_the_platform() -> None:
    """No test speaks the language in which another asked for a page: Django leaves it to the thread."""
    translation.deactivate()


@pytest.fixture
def networks(request: pytest.FixtureRequest, db: None) -> "Networks":
    """APEAS, Alliance Provence, MESCLUN and the hub, laid out by provisioning."""
    from tests.networks import Networks

    return Networks.create() if truncates(request.node) else Networks.again()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Give every connection what the test database held when it was made.

    While Playwright's loop runs, Django opens another connection in the same thread, and would find
    nothing on it to load again after a truncating test.
    """
    wrapper = connections["default"]
    if contents := getattr(wrapper, "_test_serialized_contents", None):
        type(wrapper)._test_serialized_contents = contents
    with django_db_blocker.unblock():
        flush_quickly()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Prepare the tests that need another database than the one at hand, or a truncated one; slow ones first."""
    # But those that empty the tables stay behind the others, where pytest-django put them.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None or truncates(item))
    for item in items:
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: DATABASE_URL=postgres://..."))
        if truncates(item):
            # What migrations laid down (root page, locale, lists) is loaded again before the test.
            item.fixturenames.append("django_db_serialized_rollback")
            marker = item.get_closest_marker("django_db")
            if marker:  # pytest-django looks at the marker first, and then no further.
                again = pytest.mark.django_db(**{**marker.kwargs, "serialized_rollback": True})
                item.add_marker(again, append=False)
