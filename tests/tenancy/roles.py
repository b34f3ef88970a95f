"""Who crawls the admin, and with what."""

from cms.core.registry import Duty
from cms.users.models import User
from sites.roles import DUTIES
from tests.tenancy.crawl import Crawl
from tests.tenancy.crawler import Crawler
from tests.tenancy.evidence import Guard
from tests.tenancy.ids import Ids
from tests.tenancy.report import Report
from tests.tenancy.world import World

ROLES = [("apeas", duty) for duty in DUTIES["network"]] + [("hub", duty) for duty in DUTIES["hub"]]


def owner(world: World, guard: Guard) -> Crawler:
    """Somebody who gets every form of the victim's."""
    user = User.objects.create_superuser("owner@example.org", None)
    return Crawler(Report("owner"), user, world.victim.site.hostname, world.victim.words, guard)


def admin_crawl(world: World, key: str, duty: Duty, name: str = "") -> Crawl:
    """The crawl of somebody on that duty of that network."""
    user = world.attacker(key, duty)
    host = world.tenants[key].site.hostname
    report = Report(name or f"{key}-{duty}")
    guard = Guard(world.victim.rows)
    crawler = Crawler(report, user, host, world.victim.words, guard)
    return Crawl(crawler, owner(world, guard), Ids(world.victim), Ids(world.tenants[key]))
