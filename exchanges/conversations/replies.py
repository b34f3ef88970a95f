"""Addresses to which people reply by mail: `reponse+<letter><id>-<seal>@REPLY_DOMAIN`.

`p`, the place of a party: what is mailed there comes into its conversation. `n`, a notice of an announcement:
what its reader mails there answers the announcement. Mail programs and servers may write an address in capitals:
it is made of small letters and figures, and read in any case.
"""

import base64
import re
from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from exchanges.models import Notice, Party

LOCAL = "reponse"
SALT = "conversations.reply"
SEAL_BYTES = 10  # Nobody guesses 80 bits by sending mails.
PARTY, NOTICE = "p", "n"
PATTERN = re.compile(rf"{LOCAL}\+(?P<kind>[{PARTY}{NOTICE}])(?P<pk>[0-9]{{1,18}})-(?P<seal>[a-z2-7]{{16}})")


class Destination(NamedTuple):
    """Whose reply address it is: that of a party, or of the reader of a notice."""

    kind: str
    pk: int


def reply_address(party: Party) -> str:
    """The address under which what the party mails comes into its conversation; "" where none do."""
    return _address(PARTY, party.pk)


def reply_to_notice(notice: Notice) -> str:
    """The address under which its reader answers the announcement that a notice is about; "" where none do."""
    return _address(NOTICE, notice.pk) if notice.subject.startswith("exchange:") else ""


def destination_of(address: str) -> Destination | None:
    """Whose reply address that is; None for any other address."""
    local, _at, domain = address.strip().lower().rpartition("@")
    found = PATTERN.fullmatch(local)
    if not found or not settings.REPLY_DOMAIN or domain != settings.REPLY_DOMAIN:
        return None
    kind, pk = found["kind"], int(found["pk"])
    return Destination(kind, pk) if constant_time_compare(found["seal"], _seal(kind, pk)) else None


def _address(kind: str, pk: int) -> str:
    return f"{LOCAL}+{kind}{pk}-{_seal(kind, pk)}@{settings.REPLY_DOMAIN}" if settings.REPLY_DOMAIN else ""


def _seal(kind: str, pk: int) -> str:
    digest = salted_hmac(SALT, f"{kind}{pk}", algorithm="sha256").digest()[:SEAL_BYTES]
    return base64.b32encode(digest).decode().lower()
