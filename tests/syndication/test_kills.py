"""Workers killed between any two statements, and several at once: the end state is the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ
from wagtail.models import Page, ReferenceIndex
from wagtail.search.models import IndexEntry

from exchanges.models import ExchangeContact, ExchangePage
from syndication.engine import sync
from syndication.models import Delivery, State
from tests.market import CONTACTS
from tests.processes import finish, spawn, wait_for, worker
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
RECEIVERS = ("hub", "apeas", "mesclun")


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks go to the real queue instead of running where they are made."""
    monkeypatch.setattr(Conf, "SYNC", False)


@pytest.fixture
def market(transactional_db: None) -> World:
    """Four needs that go to the hub and from there to two networks."""
    world = World.create()
    world.rule("alliance", "hub", tags=["région"])
    world.rule("hub", "apeas mesclun")
    for number in range(4):
        world.page("alliance", f"Besoin {number}", tags=["région"], contacts=CONTACTS)
    return world


def assert_sound(world: World, titles: set[str]) -> None:
    """Every site shows these, once each, with all that belongs to a copy and nothing left over."""
    for key in RECEIVERS:
        assert world.shown(key) == titles
    copies = set(ExchangePage.objects.filter(is_copy=True).values_list("pk", flat=True))
    live = Delivery.objects.filter(state=State.LIVE)
    assert set(live.values_list("copy_id", flat=True)) == copies
    assert len(copies) == live.count() == len(titles) * len(RECEIVERS)
    assert not any(Page.find_problems())
    assert ExchangeContact.objects.filter(page__in=copies).count() == 2 * len(copies)
    pages = set(ExchangePage.objects.values_list("pk", flat=True))
    entries = IndexEntry.objects.filter(content_type__model="exchangepage")
    assert {int(pk) for pk in entries.values_list("object_id", flat=True)} == pages
    existing = {str(pk) for pk in Page.objects.values_list("pk", flat=True)}
    sources = ReferenceIndex.objects.filter(base_content_type__model="page")
    assert set(sources.values_list("object_id", flat=True)) <= existing


def statements(work: Any) -> int:
    """How many statements the work takes, counted by doing it."""
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_killed_between_any_two_statements(market: World) -> None:
    """Back and forth between shown and withdrawn, killed a little later each time."""
    everything = {f"Besoin {number}" for number in range(4)}
    pages = list(ExchangePage.objects.origins())
    longest = statements(sync)
    assert_sound(market, everything)
    killed = 0
    # Every third statement: all of them in three runs of different phase would take minutes.
    for number, die_at in enumerate(range(1, longest + 10, 3)):
        for page in pages[:2]:
            page.refresh_from_db()
            if number % 2:
                market.publish(page)
            else:
                page.unpublish()
        killed += not finish(spawn(sync, die_at=die_at))
        finish(spawn(sync))
        assert_sound(market, everything if number % 2 else {"Besoin 2", "Besoin 3"})
        assert sync().changed == 0
    assert killed > 10


def test_several_workers_at_once(market: World) -> None:
    """Four workers do the same work at the same moment: done once."""
    workers = [spawn(sync) for _number in range(4)]
    assert all(finish(pid) for pid in workers)
    assert_sound(market, {f"Besoin {number}" for number in range(4)})


def keep_only(task: str) -> None:
    """Leave one job of that task on the queue: others hear of a page too."""
    (wanted,) = [job for job in OrmQ.objects.all() if job.func() == task]
    OrmQ.objects.exclude(pk=wanted.pk).delete()


def test_a_worker_process_killed_with_the_job_in_its_hands(market: World) -> None:
    """A real queue worker is killed; the next one does what the first had begun."""
    call_command("syndicate", verbosity=0)
    OrmQ.objects.all().delete()
    page = ExchangePage.objects.origins().earliest("pk")
    page.title = "Besoin corrigé"
    market.publish(page)
    keep_only("syndication.tasks.sync_pages")
    with worker():
        # The broker takes a job by moving its lock into the future.
        wait_for(lambda: not OrmQ.objects.filter(lock__lte=timezone.now()).exists())
    # The job comes back when its time is over (15 minutes by default): say that it is.
    OrmQ.objects.update(lock=timezone.now() - timedelta(hours=1))
    with worker():
        wait_for(lambda: all("Besoin corrigé" in market.shown(key) for key in RECEIVERS))
    assert_sound(market, {"Besoin corrigé", "Besoin 1", "Besoin 2", "Besoin 3"})
