"""The mails about one thing each, for many people at once.

What is common is rendered once: the frame for each network, language and kind, the words for each set
of facts. What is a reader's own (name, path of the notice, link that stops such mails) is put into slots,
without a template.
"""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template import loader
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cms.users.mails import envelope, plain
from cms.users.models import Letter
from exchanges.models import Kind, Mailbox, Notice
from exchanges.notices import stopping
from exchanges.notices.events import answers_to
from exchanges.notices.mailboxes import ticket
from exchanges.notices.words import Writer

logger = logging.getLogger(__name__)
SLOTS = ("hello", "body", "stop", "subject")
SLOT = re.compile("⟦(\\w+)⟧")
MARKED = {name: f"⟦{name}⟧" for name in SLOTS}
TEMPLATE = "exchanges/mail/notice"


class Cut:
    """A text cut at its slots. What is put into one is never looked at again: it may say what it likes."""

    def __init__(self, text: str) -> None:
        self.pieces = SLOT.split(text)

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with these values in its slots."""
        pieces = self.pieces[:]
        pieces[1::2] = [values[name] for name in pieces[1::2]]
        return "".join(pieces)


@dataclass(frozen=True)
class Frame:
    """What surrounds the words of every mail of one kind, in one network's name and one language."""

    text: Cut
    html: Cut
    hello: str
    hello_you: str


@dataclass
class Fanout:
    """Writes letters; keeps what is common to them."""

    writer: Writer = field(default_factory=Writer)
    frames: dict[tuple[int, str, str], Frame] = field(default_factory=dict)

    def letters(self, notices: Iterable[Notice], boxes: Mapping[int, Mailbox]) -> dict[int, Letter]:
        """The letter of each notice, not saved, by the id of the notice. What can't be put into words is left out."""
        found = {}
        for notice in notices:
            try:
                found[notice.pk] = self.letter(notice, boxes[notice.person_id])
            except Exception:  # One event without words must not hold up the others.
                logger.exception("Notice %s (%s) has no words", notice.pk, notice.event)
        return found

    def letter(self, notice: Notice, box: Mailbox) -> Letter:
        """The letter about the notice to its person."""
        return Letter(key=f"notice:{notice.pk}", content=self.content(notice, box))

    def content(self, notice: Notice, box: Mailbox) -> dict[str, Any]:
        """What that letter holds."""
        person = notice.person
        voice = self.writer.voice(notice.network_id)
        frame = self.frame(notice, person.language)
        words = self.writer.words(notice, person.language)
        name = person.first_name
        stop = voice.url + stopping.stop_path(token_of(notice))
        own = {"hello": frame.hello_you % {"name": name} if name else frame.hello, "stop": stop}
        own["subject"] = words.subject
        return {
            **envelope(voice, person.email),
            "answers": answers_to(notice) or voice.address,
            "subject": words.subject,
            "text": frame.text.fill({**own, "body": words.text_for(notice)}),
            "html": frame.html.fill(
                {**{key: escape(value) for key, value in own.items()}, "body": words.html_for(notice)}
            ),
            "headers": stopping.headers(stop),
            "ticket": ticket(box),
        }

    def frame(self, notice: Notice, language: str) -> Frame:
        """The frame of such mails."""
        key = (notice.network_id, language, notice.kind)
        if key not in self.frames:
            self.frames[key] = self._render(notice, language)
        return self.frames[key]

    def _render(self, notice: Notice, language: str) -> Frame:
        voice = self.writer.voice(notice.network_id)
        with translation.override(language):
            known = {
                "network": voice,
                "slots": {name: mark_safe(text) for name, text in MARKED.items()},  # noqa: S308 - ours
                "subject": mark_safe(MARKED["subject"]),  # noqa: S308 - ours
                "why": why(notice.kind, voice.name),
                "stop_words": stop_words(notice.kind),
                "choose": voice.url + reverse("notices_preferences"),
            }
            return Frame(
                text=Cut(plain(f"{TEMPLATE}.txt", known).strip() + "\n"),
                html=Cut(loader.render_to_string(f"{TEMPLATE}.html", known)),
                hello=_("Hello,"),
                hello_you=_("Hello %(name)s,"),
            )


def token_of(notice: Notice) -> str:
    """Of the link that stops mails like that one: its alert's, or those of its kind."""
    alert = notice.facts.get("alert")
    if notice.kind == Kind.ALERT and alert:
        return stopping.alert_token(alert)
    return stopping.kind_token(notice.person_id, notice.kind)


def why(kind: str, network: str) -> str:
    """Why somebody gets such mails, in the language at hand."""
    return _("You are a member of %(network)s and chose to be told: %(kind)s.") % {
        "network": network,
        "kind": str(Kind(kind).label).lower() if kind != Kind.ALERT else _("what is new for your alerts"),
    }


def stop_words(kind: str) -> str:
    """The words of the link that stops mails of that kind, in the language at hand."""
    return {
        Kind.MATCH: _("No more mails about offers and needs that fit"),
        Kind.ALERT: _("No more mails for this alert"),
        Kind.ANSWER: _("No more mails about answers and messages"),
        Kind.OUTCOME: _("No more mails about how an exchange ended"),
        Kind.PAGE: _("No more mails about my announcements"),
        Kind.STRUCTURE: _("No more mails about my structures"),
    }[Kind(kind)]
