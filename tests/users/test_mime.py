"""Mails as they travel: the bytes that Django would send, whatever they say."""

import re
from typing import Any

import pytest
from django.core.mail.message import sanitize_address
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from cms.users.mails import message_of
from cms.users.mime import Mail, address
from cms.users.models import Letter
from tests.smtp_sink import Sink

SAID: dict[str, Any] = {
    "to": "membre@example.org",
    "sender": "Réseau <pes@example.org>",
    "answers": "",
    "subject": "Besoin d’un local à Nice",
    "text": "Bonjour,\n.\nFrom là\n",
    "html": "<p>Bonjour été</p>\n",
    "headers": {},
}
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)
# Long lines, line ends of every kind, and what looks like a header.
bodies = st.lists(
    words
    | st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\x0b", "é" * 600, "x" * 998, "x" * 999, "\n.\n", " "])
).map("".join)
# Around the length at which a line is folded.
tokens = st.builds(
    "{0}{1}".format, st.sampled_from(["x", "x y", "été"]), st.integers(40, 90).map("z".__mul__)
)
lines = (
    words
    | tokens
    | st.sampled_from(["", " ", "  two  spaces ", "x" * 90, "one " * 40, "été " * 40, "a\nBcc: b"])
)
addresses = st.sampled_from(
    [
        "a@example.org",
        f"{'x' * 64}@{'long.' * 30}example.org",
        "josé@example.org",
        "marie@fabrique-été.example",
        "Anne <a@example.org>",
        '"A, B" <a@example.org>',
        "Ça <a@example.org>",
        "no address",
    ]
)
said = st.fixed_dictionaries(
    {
        "to": addresses,
        "sender": addresses,
        "answers": st.just("") | addresses,
        "subject": lines,
        "text": bodies,
        "html": bodies,
        "headers": st.dictionaries(
            st.sampled_from(["List-Unsubscribe", "In-Reply-To", "Date", "date", "from", "Cc", "X-Any"]),
            lines,
        ),
        "ticket": st.sampled_from(["", "12-abcdef"]),
    }
)


def written(mail: Mail, way: str) -> Any:
    """The bytes, less the time and the boundary, which are never the same; or the error they end in."""
    try:
        found = mail.wire() if way == "ours" else mail.message().as_bytes(linesep="\r\n")
    except Exception as error:
        return type(error)
    edge = re.search(rb'boundary="(=+\d+==)"', found)
    assert edge
    assert len(edge[1]) <= 70
    return re.sub(rb"\r\nDate: [^\r]+ [+-]\d{4}\r\n", b"\r\nDate: now\r\n", found.replace(edge[1], b"edge"))


@given(said, st.sampled_from(["", "retour@example.org"]))
@example(SAID, "")
@example({**SAID, "text": ""}, "")
def test_they_are_the_bytes_of_django(content: dict[str, Any], bounces: str) -> None:
    with override_settings(BOUNCE_ADDRESS=bounces):
        mail = message_of(Letter(key="k", content=content))
    assert isinstance(mail, Mail)
    assert written(mail, "ours") == written(mail, "django")


def test_usual_mails_are_not_made_by_django(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above would compare Django with itself."""
    monkeypatch.setattr(Mail, "message", lambda self: pytest.fail("made by Django"))
    message_of(Letter(key="k", content=SAID)).wire()


def test_nobody_adds_a_header() -> None:
    for field in ("subject", "to", "sender"):
        with pytest.raises(ValueError, match=r"newlines|Invalid address"):
            message_of(Letter(key="k", content={**SAID, field: "a@b.fr\nBcc: x@example.org"})).wire()


def test_the_server_gets_them_whole(settings: Any) -> None:
    """Single dots, long lines and addresses that are not ASCII included."""
    content = {**SAID, "to": "marie@fabrique-été.example", "html": "<p>" + "été " * 400 + "</p>\n"}
    usual, long = (message_of(Letter(key="k", content=each)) for each in (SAID, content))
    with Sink() as sink:
        settings.EMAIL_BACKEND = "cms.users.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        assert [usual.send(), long.send()] == [1, 1]
    assert [mail.to for mail in sink.mails] == ["membre@example.org", "marie@xn--fabrique-t-j7ab.example"]
    for mail, said_of in zip(sink.mails, (SAID, content), strict=True):
        text, html = mail.message.iter_parts()
        assert text.get_content().splitlines() == said_of["text"].splitlines()
        assert html.get_content().splitlines() == said_of["html"].splitlines()
        assert mail.message["Subject"] == SAID["subject"]


@given(st.from_regex(r"[a-zA-Z0-9_.+-]{0,66}@[a-z0-9.-]{0,66}", fullmatch=True))
def test_the_server_is_told_the_address_that_django_tells(written_so: str) -> None:
    try:
        expected = sanitize_address(written_so, "utf-8")
    except (ValueError, IndexError):
        return  # No address: the server refuses it instead.
    assert address(written_so) == expected
