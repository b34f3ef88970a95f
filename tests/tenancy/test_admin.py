"""Every address of the admin, asked by the people of another network with the victim's ids."""

import pytest

from cms.core.registry import Duty
from tests.tenancy.addresses import frames, model_of, routes
from tests.tenancy.exemptions import EXEMPT
from tests.tenancy.params import BY_PATH, CONSTANTS
from tests.tenancy.roles import ROLES, admin_crawl
from tests.tenancy.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.crawl,
    pytest.mark.usefixtures("fast_admin"),
    # A report of wagtail-localize has no order: harmless, and not ours.
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),
    # Wagtail leaves the temporary files of the pictures that it shrinks to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_each_place_of_each_address_is_known() -> None:
    for route in routes():
        for given, model in frames(route):
            for param in set(route.params) - set(given) - set(CONSTANTS):
                assert route.name in BY_PATH or model_of(route, param, model)


@pytest.mark.parametrize(("key", "duty"), ROLES)
def test_the_admin_shows_nothing_of_another_network(world: World, key: str, duty: str) -> None:
    crawl = admin_crawl(world, key, duty)
    crawl.run(admin=True)
    report = crawl.crawler.report
    report.write()
    assert not report.bad, report.summary()
    asked = {line.name for line in report.lines}
    assert not {route.name for route in routes() if route.template.startswith("admin/")} - asked
    if (key, duty) == ("apeas", Duty.MANAGER):
        assert not set(EXEMPT) - report.excused, "These exemptions excuse nothing: take them out."
