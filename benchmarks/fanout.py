"""What it costs to tell many people of one need by mail.

    python -m benchmarks.fanout [--people 1000]

A mail server in a process of its own takes the mails (`tests.smtp_sink`). *Prebuilt* sends bytes that are ready
in memory, over one connection, and nothing else. *Fan-out* renders what is common once, puts in what is each
reader's own, builds the message and sends it over one connection. *With the ledger* is all of what happens after
a need was told: reading the notices, writing the letters, taking, marking and sending each.
"""

import argparse
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.database import setup, throwaway

setup()

from django.conf import settings  # noqa: E402
from django.core.mail import get_connection  # noqa: E402
from django.db import transaction  # noqa: E402

from cms.users import sending  # noqa: E402
from cms.users.mails import message_of  # noqa: E402
from cms.users.models import Letter, User  # noqa: E402
from exchanges.models import Kind, Notice  # noqa: E402
from exchanges.notices.delivering import deliver_due  # noqa: E402
from exchanges.notices.fanout import Fanout  # noqa: E402
from exchanges.notices.mailboxes import boxes_of  # noqa: E402
from exchanges.notices.telling import tell  # noqa: E402
from tests.members import make_member  # noqa: E402
from tests.networks import Networks  # noqa: E402

FACTS = {
    "title": "Local de stockage à Nice",
    "summary": "Trois mois, avec quai",
    "where": "Nice (06)",
    "sense": "need",
    "label": "stockage",
}
ROUNDS = 7


@contextmanager
def server() -> Iterator[None]:
    """A mail server in a process of its own, to which Django's mails go."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "tests.smtp_sink", str(port), folder], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        settings.EMAIL_BACKEND = "cms.users.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        try:
            yield
        finally:
            process.kill()
            process.wait()


def seconds(*works: Callable[[], object]) -> list[float]:
    """How long each takes, in the best of some rounds, by turns: others use the machine too."""
    times: list[list[float]] = [[] for _work in works]
    for _round in range(ROUNDS):
        for work, found in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            found.append(time.perf_counter() - start)
    return [min(found) for found in times]


def fan_out(notices: list[Notice]) -> None:
    """Render once, personalise, build and send."""
    boxes = boxes_of({notice.person for notice in notices})
    letters = Fanout().letters(notices, boxes)
    connection = get_connection()
    connection.open()
    for letter in letters.values():
        message = message_of(letter)
        message.connection = connection
        message.send()
    connection.close()


def prebuilt(mails: list[tuple[str, bytes]]) -> None:
    """Send bytes that are ready."""
    with smtplib.SMTP("127.0.0.1", settings.EMAIL_PORT) as connection:
        for to, content in mails:
            connection.sendmail("pes@example.org", [to], content)


def with_ledger(count: int) -> None:
    """Everything, from notices that are due to letters that left."""
    Letter.objects.all().delete()
    Notice.objects.update(mailed_at=None)
    assert deliver_due() == count
    ids = list(Letter.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, count, 50):
        assert not sending.send(ids[start : start + 50])


def measure(count: int) -> None:
    """Print the figures."""
    networks = Networks.create()
    people: list[User] = [make_member(networks.alliance, f"Membre {number}") for number in range(count)]
    with transaction.atomic():
        tell(people=people, kind=Kind.MATCH, event="alert_hit", subject="exchange:1", facts=FACTS)
    notices = list(Notice.objects.select_related("person").order_by("pk"))
    letters = Fanout().letters(notices, boxes_of(people))
    mails = [(letter.content["to"], message_of(letter).message().as_bytes()) for letter in letters.values()]
    size = statistics.mean(len(content) for _to, content in mails)
    bare, ours, render, ledger = seconds(
        lambda: prebuilt(mails),
        lambda: fan_out(notices),
        lambda: Fanout().letters(notices, boxes_of(people)),
        lambda: with_ledger(count),
    )
    print(f"{count} mails of {size / 1000:.1f} kB")
    print(f"prebuilt        {count / bare:7.0f} mails/s")
    print(
        f"fan-out         {count / ours:7.0f} mails/s, {bare / ours:.2f} of prebuilt; writing alone {count / render:.0f}/s"
    )
    print(f"with the ledger {count / ledger:7.0f} mails/s, {bare / ledger:.2f} of prebuilt")


def main() -> None:
    """Measure, in a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    options = parser.parse_args()
    with throwaway() as engine, server(), transaction.atomic():
        print(engine)
        measure(options.people)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
