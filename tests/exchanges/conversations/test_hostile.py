"""Mails and files that were made to trip us up, and mails of people who have no place any more."""

import io
import time
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation

from exchanges.conversations.files import kind_of
from exchanges.conversations.mail_in import Exit, plain, receive
from exchanges.conversations.replies import reply_address
from exchanges.models import Involvement, Message, Side, Standing
from tests.exchanges.conversations.talks import Talk

DOMAIN = "reponses.example.org"


@pytest.mark.parametrize(
    "tag", ["<br", "<br ", "</p", "</p ", "<br/", "<!--x>", "<![CDATA[x>", "<a ", "<script"]
)
def test_markup_that_is_never_closed_is_read_in_no_time(tag: str) -> None:
    began = time.monotonic()
    with suppress(SuspiciousOperation):  # Too hostile to be read: its writer is told so.
        plain(tag * 40_000)
    assert time.monotonic() - began < 5


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
