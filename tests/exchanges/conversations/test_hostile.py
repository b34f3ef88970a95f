"""Mails and files that were made to trip us up, and mails of people who have no place any more."""

import io
import re
import zipfile
from typing import Any

import pytest

from exchanges.conversations import mail_in
from exchanges.conversations.files import kind_of
from exchanges.conversations.mail_in import MOST_MARKUP, Exit, plain, receive
from exchanges.conversations.replies import reply_address
from exchanges.models import Involvement, Message, Side, Standing
from tests.exchanges.conversations.talks import Talk

DOMAIN = "reponses.example.org"


TAGS = [
    "<br",
    "<br ",
    "</p",
    "</p ",
    "<br/",
    "<!--x>",
    "<![CDATA[x>",
    "<a ",
    "<script",
    "<style>",
    "</script ",
]
# What would close, at the very end of a mail, what was opened again and again before.
ENDS = (">", "-->", "]]>", "</script>", "</style>")


def looked_through(pattern: re.Pattern[str], markup: str) -> int:
    """How many signs the pattern looks through in the markup: from each that opens, to where it gives up.

    Where it gives up is where it would not yet have, had the last sign been the one it waited for.
    """
    signs = at = 0
    for opening in re.finditer("<", markup):
        if opening.start() < at:  # Taken with what was opened before.
            continue
        found = pattern.match(markup, opening.start())
        if found:
            signs, at = signs + len(found[0]), found.end()
        else:
            ways = [pattern.match(markup + end, opening.start()) for end in ENDS]
            signs += max((len(way[0]) for way in ways if way), default=1)
    return signs


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("pattern", ["COMMENTS", "UNREAD", "BREAKS"])
def test_markup_that_is_never_closed_is_looked_through_once(pattern: str, tag: str) -> None:
    markup = tag * 300
    assert looked_through(getattr(mail_in, pattern), markup) <= 2 * len(markup)


@pytest.mark.parametrize(
    ("name", "slow"),
    [
        ("BREAKS", r"<(?:br\b[^>]*|/(?:p|div|li|tr|h[1-6]))\s*/?>"),
        ("COMMENTS", r"(?s)<!--.*?-->"),
        ("UNREAD", r"(?s)<(script|style)\b.*?</\1\s*>"),
    ],
)
def test_a_pattern_that_looks_on_from_each_sign_would_be_noticed(name: str, slow: str) -> None:
    """Those that were written first: of each one a mail makes it look through everything, again and again."""
    markups = [tag * 300 for tag in TAGS]
    assert any(looked_through(re.compile(slow), markup) > 50 * len(markup) for markup in markups), name


@pytest.mark.parametrize("tag", TAGS)
def test_no_more_markup_is_handed_on_than_its_parser_bears(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes ever longer for what is never closed, so what it is given is bounded, however long the mail."""
    handed: list[int] = []

    def count(said: str) -> str:
        handed.append(len(said))
        return said

    monkeypatch.setattr(mail_in, "strip_tags", count)
    plain(tag * 40_000)
    assert sum(handed) <= MOST_MARKUP == 100_000


def test_lines_are_found_in_markup() -> None:
    said = 'Oui<BR class="x"/>non<br >peut-être<p>un</p ><div>deux</div><h2>trois</h2>quatre'
    assert plain(said).split("\n") == ["Oui", "non", "peut-êtreun", "deux", "trois", "quatre"]


def test_a_damaged_archive_is_no_document() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.text" * 50)
    damaged = bytearray(out.getvalue())
    damaged[40:50] = b"\xff" * 10
    assert kind_of(bytes(damaged)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("markup", ["<br" * 100, "<![", "<![x[y]]>"])
def test_markup_that_can_t_be_read_is_said_so_to_its_writer(talk: Talk, settings: Any, markup: str) -> None:
    settings.REPLY_DOMAIN = DOMAIN
    party = talk.seat(talk.answered().conversation, Side.ANSWER)
    heads = (
        f"From: {talk.paul.email}\nTo: {reply_address(party)}\nMessage-ID: <1@x>\nContent-Type: text/html\n\n"
    )
    assert receive(f"{heads}{markup}".encode()) == Exit.TAKEN


@pytest.mark.django_db
def test_who_speaks_for_the_structure_no_longer_writes_no_more_by_mail(talk: Talk, settings: Any) -> None:
    settings.REPLY_DOMAIN = DOMAIN
    party = talk.seat(talk.answered().conversation, Side.ANSWER)
    Involvement.objects.filter(person=talk.paul).update(standing=Standing.ENDED)
    raw = f"From: {talk.paul.email}\nTo: {reply_address(party)}\nMessage-ID: <1@x>\n\nEncore moi".encode()
    assert receive(raw) == Exit.TAKEN
    assert Message.objects.count() == 1
