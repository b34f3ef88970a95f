"""Run `make run` as a newcomer would, twice: every site must answer, and nothing may stay behind."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOSTS = ("pes.apeas.fr", "pes.allianceprovence.org", "pes.mesclun.org", "pes.paca")
PATIENCE = 300


def main() -> int:
    """Start it on an empty folder, then again on what the first run left."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tools.settings",
            "DATABASE_URL": f"sqlite:///{folder}/smoke.sqlite3",
        }
        return run_once("first run", environment) or run_once("second run", environment)


def run_once(name: str, environment: dict[str, str]) -> int:
    """Serve, ask every site for its home page, press Ctrl-C."""
    port = free_port()
    start = time.monotonic()
    process = subprocess.Popen(
        # What is started in the background ignores Ctrl-C, and a shell can't trap what it ignores.
        ["env", "--default-signal=INT", "make", "run", f"PORT={port}"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        answers = {host: status(process, host, port) for host in HOSTS}
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)
    took = time.monotonic() - start
    print(f"{name}: {took:.0f} s, {answers}", flush=True)
    if any(code != 200 for code in answers.values()):
        return 1
    return left_behind(process.pid)


def status(process: subprocess.Popen[bytes], host: str, port: int) -> int:
    """What the site's home page answers, once the server does."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/", headers={"Host": f"{host}.localhost:{port}"})
            return connection.getresponse().status
        except OSError:
            time.sleep(1)
        finally:
            connection.close()
    return 0


def left_behind(group: int) -> int:
    """Fail when a process of the run is still there."""
    for _ in range(20):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return 0
        time.sleep(1)
    print("a process of make run is still there", file=sys.stderr)
    os.killpg(group, signal.SIGKILL)
    return 1


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
