"""Addresses to which a party replies by mail: `reponse+<party>-<seal>@REPLY_DOMAIN`.

Mail programs and servers may write an address in capitals: it is made of small letters and figures, and read
in any case.
"""

import base64
import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from exchanges.models import Party

LOCAL = "reponse"
SALT = "conversations.reply"
SEAL_BYTES = 10  # Nobody guesses 80 bits by sending mails.
PATTERN = re.compile(rf"{LOCAL}\+(?P<party>[0-9]{{1,18}})-(?P<seal>[a-z2-7]{{16}})")


def reply_address(party: Party) -> str:
    """The address under which what the party mails comes into its conversation; "" where none do."""
    if not settings.REPLY_DOMAIN:
        return ""
    return f"{LOCAL}+{party.pk}-{_seal(party.pk)}@{settings.REPLY_DOMAIN}"


def party_at(address: str) -> int | None:
    """The id of the party whose reply address that is; None for any other address."""
    local, _at, domain = address.strip().lower().rpartition("@")
    found = PATTERN.fullmatch(local)
    if not found or not settings.REPLY_DOMAIN or domain != settings.REPLY_DOMAIN:
        return None
    pk = int(found["party"])
    return pk if constant_time_compare(found["seal"], _seal(pk)) else None


def _seal(pk: int) -> str:
    digest = salted_hmac(SALT, str(pk), algorithm="sha256").digest()[:SEAL_BYTES]
    return base64.b32encode(digest).decode().lower()
