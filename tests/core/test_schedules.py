"""What nobody would run by hand runs by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import Schedule
from django_q.scheduler import scheduler

from exchanges.models import ExchangePage
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_day_passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The clock moves on, and the queue runs what is due of the kernel's schedules."""

    def run() -> None:
        Schedule.objects.exclude(func__startswith="cms.core.").delete()
        later = timezone.now() + timedelta(days=1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        scheduler(broker=get_broker())

    return run


def test_pages_appear_and_go_at_the_hour_that_was_asked_for(
    networks: Networks, a_day_passes: Callable[[], None]
) -> None:
    hour = timezone.now() + timedelta(minutes=30)
    soon, over = (networks.exchange(networks.apeas, title) for title in ("Soon", "Over"))
    soon.unpublish()
    soon.go_live_at, over.expire_at = hour, hour
    for page in (soon, over):
        page.save_revision().publish()
    assert list(ExchangePage.objects.live()) == [over]

    a_day_passes()

    assert list(ExchangePage.objects.live()) == [soon]


def test_sessions_that_are_over_are_forgotten(a_day_passes: Callable[[], None]) -> None:
    for seconds in (60, 3 * 86_400):
        session = SessionStore()
        session.set_expiry(seconds)
        session.create()

    a_day_passes()

    assert Session.objects.count() == 1


def test_running_migrations_again_changes_nothing() -> None:
    from cms.core.schedules import create_schedules

    before = list(Schedule.objects.order_by("pk").values())
    create_schedules()
    assert list(Schedule.objects.order_by("pk").values()) == before
