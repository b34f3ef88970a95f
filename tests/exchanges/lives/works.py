"""What makes it all go: a clock that is moved by hand, and a queue whose tasks are kept aside."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django_q.tasks import async_task

from exchanges.schedules import SCHEDULES

# What runs by the clock: what the rooms say, and what brings copies and letters along.
CRON = (
    *sorted({hours["func"] for hours in SCHEDULES.values()}),
    "syndication.tasks.sync_everything",
    "cms.users.tasks.deliver_waiting",
)
Job = tuple[str, tuple[Any, ...], dict[str, Any]]
real_now = timezone.now


@dataclass
class Works:
    """The clock and the queue of one life."""

    ahead: timedelta = timedelta()
    jobs: list[Job] = field(default_factory=list)

    def now(self) -> datetime:
        """The time as it is told."""
        return real_now() + self.ahead

    def later(self, time: timedelta) -> None:
        """Move the clock on."""
        self.ahead += time

    def commit(self) -> None:
        """Do what waits for the transaction: all of a life is one that never ends."""
        while connection.run_on_commit:
            waiting, connection.run_on_commit = connection.run_on_commit, []
            for _savepoints, act, _robust in waiting:
                act()

    def put(self, name: str, *args: Any, **options: Any) -> None:
        """Stands for django-q's `async_task`."""
        self.jobs.append((name, args, options))

    def take(self, number: int) -> Job:
        """One of the tasks, which is kept aside no more."""
        return self.jobs.pop(number % len(self.jobs))

    def run(self, name: str, args: tuple[Any, ...] = (), options: dict[str, Any] | None = None) -> None:
        """Do a task, as a worker does."""
        module, _dot, function = name.rpartition(".")
        act: Callable[..., Any] = getattr(import_module(module), function)
        act(*args, **(options or {}))
        self.commit()


# Where tasks are: looked up before anything stands in for the queue, else they would keep the real one.
TASKS = [import_module(func.rpartition(".")[0]) for func in (*CRON, "exchanges.matching.tasks.tell_matches")]


def stand_in(patch: pytest.MonkeyPatch, at_work: Callable[[], Works]) -> None:
    """Have everybody use the clock and the queue of the life at hand."""
    patch.setattr(timezone, "now", lambda: at_work().now())
    for module in list(sys.modules.values()):
        if getattr(module, "async_task", None) is async_task and module.__name__ != "django_q.tasks":
            patch.setattr(module, "async_task", lambda *args, **options: at_work().put(*args, **options))
