"""Mails that come in: what somebody replies, from their own address to the address made for them.

Everything else is refused in silence: whoever forges a sender must not learn which addresses are real, nor
have us write to somebody.
"""

import html
import logging
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from enum import IntEnum
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from cms.users.mails import network_mail, voice_of
from cms.users.strangers import may_by_mail
from exchanges.conversations.errors import RefusedError
from exchanges.conversations.files import MOST_FILES, Checked, check, shown_name
from exchanges.conversations.quotes import own_words
from exchanges.conversations.replies import Destination, destination_of
from exchanges.conversations.verbs import was_said
from exchanges.conversations.writers import Writer, writer_of
from exchanges.notices.bounces import take_bounce

logger = logging.getLogger(__name__)
MOST_BYTES = 10 * 1024 * 1024
MOST_DEPTH, MOST_PARTS = 8, 60
MOST_WORDS = 10_000
# Of what is read of markup: its parser takes ever longer for what was made to slow it down.
MOST_MARKUP = 100_000
ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To")
# The markup whose text nobody reads, and the blocks that quote.
COMMENTS = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
UNREAD = re.compile(r"<(script|style|head|title|blockquote)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
# Never past the next sign that opens a tag: what is never closed is looked through once.
BREAKS = re.compile(r"<(?:br|/(?:p|div|li|tr|h[1-6]))\b[^<>]*>", re.IGNORECASE)


class Exit(IntEnum):
    """What the mail server is told (sysexits.h)."""

    TAKEN = 0
    BAD_DATA = 65
    NO_USER = 67
    LATER = 75


class UnreadableError(Exception):
    """No mail that we read: too deep, or of too many parts."""


def receive(raw: bytes) -> Exit:
    """Take one mail as it came; what becomes of it. Errors of the database are the caller's: try later."""
    if len(raw) > MOST_BYTES:
        return Exit.BAD_DATA
    try:
        message = message_from_bytes(raw, policy=policy.default)
        list(_walk(message))
        found = _destination(message)
        sender = _sender(message)
    except Exception:  # The parser of the standard library stumbles over what was made to trip it.
        logger.info("A mail can't be read.")
        return Exit.BAD_DATA
    if _take_bounce(message):
        return Exit.TAKEN
    if found is None:
        return Exit.NO_USER
    writer = writer_of(found, sender)
    if writer is None or _is_automatic(message):
        logger.info("A mail to %s%s is not from it, or was not written by anybody.", *found)
        return Exit.TAKEN
    _take(message, writer, raw)
    return Exit.TAKEN


def _take(message: EmailMessage, writer: Writer, raw: bytes) -> None:
    """Bring the words into the conversation; tell who wrote where that can't be."""
    key = str(message.get("Message-ID", "")).strip() or sha256(raw).hexdigest()
    # What was taken and comes once more, as mail servers may send it, is not one more.
    if not was_said(parties=writer.parties, key=f"mail:{key}") and not writer.may():
        _too_many(writer, key)
        return
    try:
        words = own_words(text_of(message))[:MOST_WORDS]
        files, problems = files_of(message)
    except Exception:  # The same parser, and that of markup: nothing was written yet.
        logger.info("A mail about %s can't be read.", writer.key)
        _not_taken(writer, key, [])
        return
    if not words and not files:
        _not_taken(writer, key, problems)
        return
    try:
        writer.say(words or "—", files, f"mail:{key}")
    except RefusedError as error:
        _not_taken(writer, key, [str(error)])
        return
    if problems:
        _not_taken(writer, key, problems, partly=True)


def _too_many(writer: Writer, key: str) -> None:
    """Tell who wrote that this was too much: once for all that they mail meanwhile, a flood is not answered by one."""
    logger.info("A mail about %s is one too many.", writer.key)
    if may_by_mail("refused_mail", key=writer.address):
        said = _(
            "That was a lot of mails: wait a while, then send again what was not passed on. "
            "You are not told of each that comes meanwhile."
        )
        _not_taken(writer, key, [said])


def _not_taken(writer: Writer, key: str, problems: list[str], *, partly: bool = False) -> None:
    """Tell who wrote, once a mail, what was not passed on."""
    network_mail(
        site_id=writer.site_id,
        to=writer.address,
        template="exchanges/conversations/mail/not_taken",
        context={
            "title": writer.title,
            "problems": problems,
            "partly": partly,
            "url": voice_of(writer.site_id).url + writer.path,
        },
        key=f"not-taken-{writer.key}-{sha256(key.encode()).hexdigest()}",
    )


def _walk(message: Any, depth: int = 0) -> Any:
    """Its parts, that of a mail which is attached counting as one; raises UnreadableError for a mail of mails."""
    parts = 0
    waiting = [(message, depth)]
    while waiting:
        part, at = waiting.pop(0)
        parts += 1
        if at > MOST_DEPTH or parts > MOST_PARTS:
            raise UnreadableError
        yield part
        if part.is_multipart():
            waiting += [(inner, at + 1) for inner in part.get_payload()]


def _take_bounce(message: EmailMessage) -> bool:
    """Whether it is a mail of ours that came back: the room of notices knows."""
    return take_bounce(message)


def _destination(message: EmailMessage) -> Destination | None:
    headers = [str(value) for name in ADDRESSED for value in message.get_all(name, [])]
    for _name, address in getaddresses(headers):
        found = destination_of(address)
        if found is not None:
            return found
    return None


def _sender(message: EmailMessage) -> str:
    """The one address from which it is, "" where there are none or several.

    Read from the header as it is written: a name that decodes to an address is a name.
    """
    senders = [each for header in message.get_all("From", []) for each in header.addresses]
    return str(senders[0].addr_spec).lower() if len(senders) == 1 else ""


def _is_automatic(message: EmailMessage) -> bool:
    """Whether nobody wrote it: absences, lists, machines (RFC 3834)."""
    said = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    marks = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Reply")
    return (
        said != "no"
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or any(name in message for name in marks)
    )


def text_of(message: EmailMessage) -> str:
    """What it says: its plain text, or else the words of its markup."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    said = str(_content(body))
    return plain(said) if body.get_content_type() == "text/html" else said


def _content(part: Any) -> Any:
    try:
        return part.get_content()
    except (LookupError, UnicodeError):  # Of an alphabet that nobody knows.
        return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def plain(markup: str) -> str:
    """The words of the markup, a line where it has one; without what it quotes."""
    said = BREAKS.sub("\n", UNREAD.sub("", COMMENTS.sub("", markup)))[:MOST_MARKUP]
    lines = (" ".join(line.split()) for line in html.unescape(strip_tags(said)).split("\n"))
    return "\n".join(lines).strip()


def files_of(message: EmailMessage) -> tuple[list[Checked], list[str]]:
    """The files that may be kept, and why others may not."""
    kept: list[Checked] = []
    problems: list[str] = []
    for part in message.iter_attachments():
        name = part.get_filename()
        if not name or part.get_content_maintype() in ("message", "multipart"):
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or len(kept) == MOST_FILES:
            problems += [shown_name(name)]
            continue
        try:
            kept.append(check(name=name, file=BytesIO(content)))
        except ValidationError as error:
            problems += error.messages
    return kept, problems
