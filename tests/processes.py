"""Real processes on the test database: run beside the test, or killed at a given statement."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, connections


def spawn(work: Callable[[], Any], *, die_at: int | None = None) -> int:
    """Run the work in a process of its own with its own connection; its id.

    With `die_at` the process kills itself, as an operator or a power cut would, just before its
    statement of that number: nothing gets a chance to clean up.
    """
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        if die_at is not None:
            connection.execute_wrappers.append(_Reaper(die_at))
        work()
        connections.close_all()
        code = 0
    finally:
        sys.stdout.flush()
        os._exit(code)


class _Reaper:
    """Counts statements and kills its process at one of them."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)


def finish(pid: int) -> bool:
    """Wait for the process; whether it ended well (False when it was killed)."""
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, "the process failed"
    return True


@contextmanager
def worker(*, queue: str = "pes", **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """`manage.py qcluster` on the test database, in a process group of its own; killed at the end."""
    connection.close()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "tests.worker", str(connection.settings_dict["NAME"]), queue],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    """Look again and again until the condition holds; fail when it takes too long."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the worker did not do its job in time"
        time.sleep(0.1)
