"""What every mail of the platform must be: one function, run on each kind of them."""

import re
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

from django.utils.html import strip_tags

LARGEST = 100_000
LONGEST_LINE = 998
ADDRESS = re.compile(r"https?://[^\s<>\"')]+")


class _Links(HTMLParser):
    """The addresses in a mail, and the tags that it must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.remote: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "href":
                self.links.append(value or "")
            elif name in ("src", "background", "srcset", "poster") or "url(" in (value or ""):
                self.remote.append(value or "")


def check_mail(message: EmailMessage, *, home: str, stops: bool = True) -> None:
    """Fail unless a reader of any mail program is well served.

    `home` is the root address of the reader's network, to which every link leads; `stops` says that the
    mail must offer to be stopped.
    """
    text, html = _part(message, "text/plain"), _part(message, "text/html")
    assert message["Subject"].strip()
    assert "\n" not in message["Subject"]
    assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", message["Message-ID"]), message["Message-ID"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert len(message.as_bytes()) < LARGEST
    assert max(len(line) for line in message.as_bytes().splitlines()) <= LONGEST_LINE
    for part in (text, html, message["Subject"]):
        assert not re.search(r"⟦|⟧|--notice--|None|\{\{|\{%|&amp;amp;", part), part
    _check_links(text, html, home)
    _check_whole(text, html)
    if stops:
        _check_stop(message, text, html, home)


def _part(message: EmailMessage, kind: str) -> str:
    parts = [part for part in message.walk() if part.get_content_type() == kind]
    assert len(parts) == 1, f"{kind}: {len(parts)} parts"
    content: str = parts[0].get_content()
    assert content.strip()
    return content


def _check_links(text: str, html: str, home: str) -> None:
    read = _Links()
    read.feed(html)
    assert not read.remote, f"a picture or a sheet from elsewhere: {read.remote}"
    assert not read.tags & {"img", "script", "link", "form", "iframe", "style"}, read.tags
    found = [*read.links, *(address.rstrip(".,") for address in ADDRESS.findall(text))]
    assert found
    for address in found:
        assert f"{address}/".startswith(f"{home}/"), f"{address} is not on {home}"


def _check_whole(text: str, html: str) -> None:
    """Who reads the text part alone misses no word and no link of the other one."""
    read = _Links()
    read.feed(html)
    missing = set(read.links) - set(ADDRESS.findall(text))
    assert not missing, f"not in the text: {missing}"
    said = _words(re.sub(r"(?s)<head>.*?</head>", "", html))
    assert not said - _words(text), f"not in the text: {said - _words(text)}"


def _words(text: str) -> set[str]:
    from html import unescape

    return set(re.findall(r"\w{4,}", unescape(strip_tags(text.replace("<", " <"))).lower()))


def _check_stop(message: EmailMessage, text: str, html: str, home: str) -> None:
    stop = message["List-Unsubscribe"].strip()
    assert stop.startswith(f"<{home}/"), stop
    assert stop.endswith(">"), stop
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/arreter/" in text
    assert "/arreter/" in html


def parsed(message: Any) -> EmailMessage:
    """A message as Django makes it, read as its receiver does."""
    from email import message_from_bytes, policy

    found: Any = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    return found
