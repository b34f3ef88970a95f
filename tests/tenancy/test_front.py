"""Every address of the sites themselves, asked by visitors and by members, also of another network."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from wagtail.documents.models import Document
from wagtail.models import Page

from cms.core.registry import Duty
from cms.users.models import User
from sites.members import join
from sites.models import NetworkSettings
from tests.tenancy.addresses import routes
from tests.tenancy.crawl import Crawl
from tests.tenancy.crawler import Crawler
from tests.tenancy.evidence import Guard
from tests.tenancy.ids import Ids
from tests.tenancy.report import Report
from tests.tenancy.roles import owner
from tests.tenancy.words import BAIT, Audience
from tests.tenancy.world import VICTIM, World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.crawl,
    # Wagtail leaves the temporary files of the pictures that it shrinks to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SEARCHES = (f"q={BAIT}", f"q={BAIT}&page=2&format=json", f"tag={BAIT}&theme={BAIT}&area={BAIT}")


def visitor(world: World, name: str) -> tuple[User | None, Audience]:
    """Who asks, and the narrowest circle whose words are not for them on the victim's own site."""
    if name == "anonymous":
        return None, Audience.MEMBERS
    if name == "member":
        return User.objects.create_user("member@attacker.example.org"), Audience.PEOPLE
    if name == "apeas-member":
        person = User.objects.create_user("membre@attacker.example.org")
        network = NetworkSettings.objects.get(site=world.tenants["apeas"].site)
        join(network=network, person=person, accepts_charter=True)
        return person, Audience.PEOPLE
    return world.attacker("apeas", Duty.EDITOR), Audience.PEOPLE


def paths(world: World) -> Iterator[tuple[str, str]]:
    """The addresses of the victim's pages and files, with the names of their routes."""
    for page in Page.objects.filter(pk__in=world.victim.rows[Page]):
        path = urlsplit(page.full_url or "").path or page.url_path
        yield "wagtail_serve", path
        yield from (("wagtail_serve", f"{path}?{search}") for search in SEARCHES if page.live)
    for document in Document.objects.filter(pk__in=world.victim.rows[Document]):
        yield "wagtaildocs_serve", document.url
        yield "wagtaildocs_serve", f"/documents/{document.pk}/devine.txt"


@pytest.mark.parametrize("name", ["anonymous", "member", "apeas-member", "apeas-editor"])
def test_the_sites_show_nothing_that_is_not_for_the_reader(world: World, name: str) -> None:
    user, least = visitor(world, name)
    guard = Guard(world.victim.rows)
    someone = owner(world, guard)
    report = Report(f"front-{name}")
    for key, tenant in world.tenants.items():
        crawler = Crawler(report, user, tenant.site.hostname, world.victim.words, guard)
        crawler.least = least if key == VICTIM else Audience.VISITORS
        Crawl(crawler, someone, Ids(world.victim), Ids(world.tenants["apeas"])).run(admin=False)
        for route, path in dict.fromkeys(paths(world)):
            crawler.ask("get", route, path)
    report.write()
    assert not report.bad, report.summary()
    asked = {line.name for line in report.lines}
    assert not {route.name for route in routes() if not route.template.startswith("admin/")} - asked
