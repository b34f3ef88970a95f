"""The world is built once a module, in a transaction that is taken back at its end."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.tenancy.world import World, build

# Minutes each: a process that begins one last keeps the others waiting.
LONGEST = ("insider", "test_switched_off", "test_admin", "test_front")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After they were shuffled, begin with the crawls that take longest."""
    if all(item.get_closest_marker("crawl") for item in items):
        items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    return next((at for at, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Three networks with words in all that is theirs."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of answers 404 are what is asked for."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


# They look after every answer 404 whether the page has moved: of the sites, and never in the admin.
LOOKING_AFTER = (
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "syndication.middleware.WithdrawnMiddleware",
)


@pytest.fixture
def fast_admin(settings: Any) -> None:
    """Spare the admin what every answer 404 costs on the sites: most answers here are one."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each not in LOOKING_AFTER]
