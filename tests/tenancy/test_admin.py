"""Every address of the admin, asked by the people of another network with the victim's ids."""

import pytest

from cms.core.registry import Duty
from sites.roles import DUTIES
from tests.tenancy.addresses import addresses, routes
from tests.tenancy.crawler import Crawler
from tests.tenancy.evidence import Guard
from tests.tenancy.ids import Ids
from tests.tenancy.world import World

pytestmark = [
    pytest.mark.django_db,
    # A report of wagtail-localize has no order: harmless, and not ours.
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),
    # Wagtail leaves the temporary files of the pictures that it shrinks to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ROLES = [("apeas", duty) for duty in DUTIES["network"]] + [("hub", duty) for duty in DUTIES["hub"]]


@pytest.mark.parametrize(("key", "duty"), ROLES)
def test_the_admin_shows_nothing_of_another_network(world: World, key: str, duty: Duty) -> None:
    user = world.attacker(key, duty)
    guard = Guard(world.victim.rows)
    victim, own = Ids(world.victim), Ids(world.tenants[key])
    crawler = Crawler(f"{key}-{duty}", user, world.tenants[key].site.hostname, world.victim.words, guard)
    for route in routes():
        if route.template.startswith("admin/"):
            for address in addresses(route, victim, own):
                crawler.ask("get", address.name, address.path)
    crawler.report.write()
    assert not crawler.report.bad, crawler.report.summary()
