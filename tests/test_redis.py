"""The cache and the queue on a real Redis, as CACHE_URL and BROKER_URL ask for it."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.core.cache import caches
from django.test import override_settings
from django_q.brokers.redis_broker import Redis as RedisBroker
from django_q.conf import Conf
from django_q.models import Task
from django_q.tasks import async_task

from tests.environment import load_settings
from tests.processes import wait_for, worker

# A database of Redis that nothing else here uses, and names that no other run uses.
URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/13")
OURS = f"pes-test-{os.getpid()}"


@pytest.fixture
def server() -> Iterator["redis.Redis"]:
    """The server; it holds nothing of ours afterwards."""
    found = redis.Redis.from_url(URL, socket_connect_timeout=1)
    try:
        found.ping()
    except redis.RedisError as silence:
        pytest.skip(f"no Redis at {URL}: {silence}")
    with found:
        yield found
        for key in found.scan_iter(f"*{OURS}*"):
            found.delete(key)


def test_the_cache_is_kept_in_redis(server: "redis.Redis") -> None:
    configured: Any = load_settings("cms.settings.base", CACHE_URL=URL).CACHES
    with override_settings(CACHES={"default": {**configured["default"], "KEY_PREFIX": OURS}}):
        cache = caches["default"]
        cache.set("word", {"é": [1, 2]}, timeout=60)
        assert cache.get("word") == {"é": [1, 2]}
        assert list(server.scan_iter(f"{OURS}:*")) == [f"{OURS}:1:word".encode()]
        cache.delete("word")
        assert cache.get("word") is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_worker_takes_its_jobs_from_redis(server: "redis.Redis", monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings("cms.settings.base", BROKER_URL=URL)
    assert settings.Q_CLUSTER["redis"] == URL
    assert "orm" not in settings.Q_CLUSTER
    for name, value in {"REDIS": URL, "PREFIX": OURS, "CLUSTER_NAME": OURS}.items():
        monkeypatch.setattr(Conf, name, value)
    job = async_task("syndication.tasks.sync_pages", [], broker=RedisBroker(), sync=False)
    assert server.llen(f"django_q:{OURS}:q") == 1
    with worker(queue=OURS, BROKER_URL=URL):
        wait_for(lambda: Task.objects.filter(pk=job).exists())
    assert Task.objects.get(pk=job).success
