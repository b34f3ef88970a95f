"""Mails into bytes: those that Django makes, byte for byte, but what many mails share is worked out once.

Encoding and folding headers is what takes Django long, and most of them stand in the next mail too: in
whose name it comes, its subject.
"""

import re
import secrets
from collections.abc import Iterator
from email.policy import SMTP, Compat32
from email.utils import formatdate
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import (
    RFC5322_EMAIL_LINE_LENGTH_LIMIT,
    forbid_multi_line_headers,
    sanitize_address,
)

POLICY = Compat32(linesep=SMTP.linesep)
END_OF_LINE = re.compile("\r\n|\r|\n")
# Values that stand in their line as they are.
PLAIN = re.compile("[!-~]+( [!-~]+)*")
WORD = re.compile("[!-~]+")
LINE = 76
# Headers that mean more to Django than their line.
SPECIAL = {"to", "cc", "reply-to", "date"}
# What is a reader's own does not come again, and is forgotten first.
REMEMBERED = 256
# Addresses that stand in a header and in an envelope as they are.
SIMPLE = re.compile(r"[\w.+-]{1,64}@[a-z0-9.-]+", re.ASCII)


def address(written: str) -> str:
    """An address as the server is told it."""
    return written if SIMPLE.fullmatch(written) else _sanitized(written)


@lru_cache(REMEMBERED)
def _sanitized(written: str) -> str:
    return sanitize_address(written, settings.DEFAULT_CHARSET)


class Mail(EmailMultiAlternatives):
    """A mail that says the same as text and as HTML."""

    def wire(self) -> bytes:
        """The mail as it travels: the bytes of `message()`, sooner."""
        texts = [self.body, *(content for content, _kind in self.alternatives)]
        parts = [END_OF_LINE.sub("\r\n", str(text)).encode() for text in texts]
        if not self._is_usual() or any(map(_is_long, parts)):
            return bytes(self.message().as_bytes(linesep="\r\n"))
        # So long that no text holds it by chance, and nobody knows it beforehand.
        edge = f"==============={secrets.randbits(128):039}=="
        text, html = parts
        return b"".join(
            (
                f'Content-Type: multipart/alternative;\r\n boundary="{edge}"\r\n'.encode(),
                *(_line(name, value) for name, value in self._head()),
                _part("plain", text, edge),
                _part("html", html, edge),
                f"\r\n--{edge}--\r\n".encode(),
            )
        )

    def _is_usual(self) -> bool:
        """Whether it is made as `cms.users.mails.message_of` makes them; Django may know what else there is."""
        names = {name.lower() for name in self.extra_headers}
        more = self.attachments or self.cc or SPECIAL & names or "message-id" not in names
        return not more and [kind for _content, kind in self.alternatives] == ["text/html"]

    def _head(self) -> Iterator[tuple[str, str]]:
        """The headers, in Django's order."""
        yield "MIME-Version", "1.0"
        yield "Subject", str(self.subject)
        yield "From", self.extra_headers.get("From", self.from_email)
        yield "To", ", ".join(self.to)
        if self.reply_to:
            yield "Reply-To", ", ".join(self.reply_to)
        yield "Date", formatdate(localtime=settings.EMAIL_USE_LOCALTIME)
        yield from ((name, value) for name, value in self.extra_headers.items() if name.lower() != "from")


def _is_long(part: bytes) -> bool:
    """Whether there are lines that have to be encoded, or none at all."""
    return not part or max(map(len, part.splitlines())) > RFC5322_EMAIL_LINE_LENGTH_LIMIT


def _part(kind: str, content: bytes, edge: str) -> bytes:
    encoding = "7bit" if content.isascii() else "8bit"
    head = (
        f'\r\n--{edge}\r\nContent-Type: text/{kind}; charset="utf-8"\r\nMIME-Version: 1.0\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode() + content


def _line(name: str, value: Any) -> bytes:
    """The header as it travels."""
    if len(name) + len(value) <= LINE and PLAIN.fullmatch(value):
        return f"{name}: {value}\r\n".encode()
    if len(value) > LINE and WORD.fullmatch(value):
        return f"{name}: \r\n {value}\r\n".encode()
    return _folded(name, value)


@lru_cache(REMEMBERED)
def _folded(name: str, value: str) -> bytes:
    return POLICY.fold_binary(*forbid_multi_line_headers(name, value, settings.DEFAULT_CHARSET))
