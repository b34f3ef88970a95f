"""A mail server for tests, on this machine: it takes mails and keeps them, refuses, delays or hangs up.

    with Sink() as sink: ...                     # sink.port, sink.mails
    python -m tests.smtp_sink PORT FOLDER        # each mail becomes a file; until it is ended

What it does with a mail is said by its address: "refuse550@", "refuse450@", "slow@", "drop@" (hangs up
when it is named), "dropdata@" (hangs up with the mail in hand, without a word), or by `sink.ways`.
"""

import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

WAYS = ("refuse550", "refuse450", "slow", "dropdata", "drop")
REFUSALS = {"refuse550": b"550 5.1.1 no such user here\r\n", "refuse450": b"450 4.2.1 try again later\r\n"}
SLOWNESS = 0.5


@dataclass(frozen=True)
class Mail:
    """One that was taken: the envelope and the bytes."""

    sender: str
    to: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        found: Any = message_from_bytes(self.content, policy=policy.default)
        return found


@dataclass
class Sink:
    """Listens on a port of its own; every connection has a thread."""

    port: int = 0
    folder: Path | None = None
    slowness: float = SLOWNESS
    mails: list[Mail] = field(default_factory=list)
    connections: int = 0
    ways: dict[str, str] = field(default_factory=dict)
    # Called with each mail before the server answers for it.
    on_mail: Callable[[Mail], None] | None = None

    def __enter__(self) -> "Sink":
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        # Closing alone leaves a thread waiting in accept().
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def to(self, address: str) -> list[Mail]:
        """The mails that were taken for that address."""
        return [mail for mail in self.mails if mail.to == address]

    def _accept(self) -> None:
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb") as stream:
            try:
                Talk(self, stream, connection.sendall).run()
            except OSError:
                return  # The other side hung up.

    def way(self, address: str) -> str:
        """What is done with mails for that address; empty: they are taken."""
        name = address.partition("@")[0].partition("+")[0]
        return self.ways.get(address, name if name in WAYS else "")

    def keep(self, mail: Mail) -> None:
        """Take the mail."""
        with self.lock:
            self.mails.append(mail)
            if self.folder is not None:
                (self.folder / f"{len(self.mails):05}.eml").write_bytes(mail.content)
        if self.on_mail is not None:
            self.on_mail(mail)


class Talk:
    """One connection."""

    def __init__(self, sink: Sink, stream: Any, say: Callable[[bytes], None]) -> None:
        self.sink, self.stream, self.say = sink, stream, say
        self.sender = ""
        self.recipients: list[str] = []

    def run(self) -> None:
        """Answer until the other side leaves or we hang up."""
        self.say(b"220 sink\r\n")
        lines = iter(self.stream.readline, b"")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"QUIT":
                self.say(b"221 bye\r\n")
                return
            if verb == b"DATA":
                self.say(b"354 go on\r\n")
                if not self.take(self.read()):
                    return
            elif verb == b"RCPT":
                if not self.name(_address(line)):
                    return
            else:
                if verb in (b"MAIL", b"RSET", b"EHLO", b"HELO"):
                    self.sender, self.recipients = _address(line) if verb == b"MAIL" else "", []
                self.say(b"250-sink\r\n250 8BITMIME\r\n" if verb == b"EHLO" else b"250 ok\r\n")

    def name(self, address: str) -> bool:
        """A recipient is named; False: we hang up."""
        way = self.sink.way(address)
        if way == "drop":
            return False
        if way not in REFUSALS:
            self.recipients.append(address)
        self.say(REFUSALS.get(way, b"250 ok\r\n"))
        return True

    def read(self) -> bytes:
        """The mail, without the dots that stand for dots."""
        found = bytearray()
        while (line := self.stream.readline()) not in (b".\r\n", b""):
            found += line[1:] if line.startswith(b".") else line
        return bytes(found)

    def take(self, content: bytes) -> bool:
        """Keep what was read; False: we hang up without a word."""
        ways = {self.sink.way(address) for address in self.recipients}
        for address in self.recipients:
            self.sink.keep(Mail(self.sender, address, content))
        if "dropdata" in ways:
            return False
        if "slow" in ways:
            time.sleep(self.sink.slowness)
        self.say(b"250 taken\r\n")
        return True


def _address(line: bytes) -> str:
    return line.partition(b"<")[2].partition(b">")[0].decode()


def main() -> None:
    """Run until ended."""
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with Sink(port=port, folder=folder) as sink:
        sys.stdout.write(f"{sink.port}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
