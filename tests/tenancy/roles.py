"""Who crawls the admin, and with what."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Site

from cms.core.registry import Duty
from cms.users.models import User
from sites.roles import DUTIES
from tests.tenancy.crawl import Crawl
from tests.tenancy.crawler import Crawler
from tests.tenancy.evidence import Guard
from tests.tenancy.ids import Ids
from tests.tenancy.report import Report
from tests.tenancy.world import World

# Somebody whom a careless superuser gave every permission: gets to screens that no duty opens.
INSIDER = "insider"
ROLES: list[tuple[str, str]] = [
    *(("apeas", duty) for duty in DUTIES["network"]),
    *(("hub", duty) for duty in DUTIES["hub"]),
    ("apeas", INSIDER),
]


def attacker(world: World, key: str, duty: str) -> User:
    """Somebody on that duty of that network."""
    if duty != INSIDER:
        return world.attacker(key, Duty(duty))
    user = world.attacker(key, Duty.MODERATOR)
    # Who may keep sites gets links to Wagtail's screen of sites, which is not installed: no network's people may.
    given = Permission.objects.exclude(content_type=ContentType.objects.get_for_model(Site))
    user.groups.get().permissions.set(given)
    return user


def owner(world: World, guard: Guard) -> Crawler:
    """Somebody who gets every form of the victim's."""
    user = User.objects.create_superuser("owner@example.org", None)
    return Crawler(Report("owner"), user, world.victim.site.hostname, world.victim.words, guard)


def admin_crawl(world: World, key: str, duty: str, name: str = "") -> Crawl:
    """The crawl of somebody on that duty of that network."""
    user = attacker(world, key, duty)
    host = world.tenants[key].site.hostname
    report = Report(name or f"{key}-{duty}")
    guard = Guard(world.victim.rows)
    crawler = Crawler(report, user, host, world.victim.words, guard)
    return Crawl(crawler, owner(world, guard), Ids(world.victim), Ids(world.tenants[key]))
