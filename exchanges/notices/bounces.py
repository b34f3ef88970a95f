"""Mails that come back: a report of the server that could not deliver one (RFC 3464)."""

import re
from collections.abc import Iterator
from email.message import Message

from django.conf import settings

from exchanges.models import Mailbox
from exchanges.notices.mailboxes import box_of_ticket, note_refusal

# In the return address "retours+12-0123456789abcdef@..." and in the Message-ID "<... .12-0123456789abcdef@...>".
IN_MESSAGE_ID = re.compile(r"<[0-9a-f]{32}\.(?P<ticket>\d+-[0-9a-f]{16})@")
HEADERS = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
FAILED = "failed"


def take_bounce(message: Message) -> bool:
    """Whether the message says that a mail of ours did not arrive; then no more go there, if it is for good.

    Only what carries a ticket of ours counts: nobody can stop another's mails by writing a report.
    A report that says that a mail is late, or arrived, is taken too, and changes nothing.
    """
    if not _is_report(message):
        return False
    box = _box(message)
    if box is None:
        return False
    for action, status, why in _outcomes(message):
        if action == FAILED:
            note_refusal(box=box, hard=not status.startswith("4"), why=why or status)
            break
    return True


def _is_report(message: Message) -> bool:
    kind = str(message.get_param("report-type") or "").lower()
    return message.get_content_type() == "multipart/report" and kind == "delivery-status"


def _box(message: Message) -> Mailbox | None:
    """The mailbox that the mail was for."""
    for ticket in _tickets(message):
        box = box_of_ticket(ticket)
        if box is not None:
            return box
    return None


def _tickets(message: Message) -> Iterator[str]:
    """The tickets in the address to which it came back, then in the headers of the mail that it gives back."""
    name, _at, domain = settings.BOUNCE_ADDRESS.partition("@")
    address = re.compile(rf"{re.escape(name)}\+(\d+-[0-9a-f]{{16}})@{re.escape(domain)}", re.IGNORECASE)
    if name:
        for header in HEADERS:
            yield from (
                ticket for value in message.get_all(header, []) for ticket in address.findall(str(value))
            )
    for part in message.walk():
        given_back = part.get_content_type() == "text/rfc822-headers"
        text = str(part.get_payload()) if given_back else str(part.get("Message-ID", ""))
        yield from (found["ticket"] for found in IN_MESSAGE_ID.finditer(text))


def _outcomes(message: Message) -> Iterator[tuple[str, str, str]]:
    """What became of the mail, one an address: what was done, the status (5.1.1), the words of the server."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            if isinstance(block, Message) and block.get("Action"):
                action = str(block["Action"]).strip().lower()
                yield (
                    action,
                    str(block.get("Status", "")).strip(),
                    str(block.get("Diagnostic-Code", "")).strip(),
                )
