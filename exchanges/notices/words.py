"""What a notice says: the words of its event, once for all who are told the same."""

import json
from dataclasses import dataclass
from typing import Any

from django.template import loader
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property

from cms.core.registry import Voice
from cms.users.mails import one_line, paragraphs, plain, voice_of
from exchanges.models import Notice

FOLDER = "exchanges/notices"
# Stands in the words for the path of the notice, which is each reader's own.
PATH = "/--notice--/"


@dataclass(frozen=True)
class Words:
    """Of what people with the same facts are told; the path of the notice has yet to be put in."""

    subject: str
    body: str
    home: str

    @cached_property
    def html(self) -> str:
        """The body as a mail shows it."""
        said = {"paragraphs": paragraphs(self.body, self.home), "network": self.voice}
        return str(loader.render_to_string("users/mail/paragraphs.html", said))

    voice: Any = None

    def text_for(self, notice: Notice) -> str:
        """The body for the reader of that notice."""
        return self.body.replace(PATH, open_path(notice.pk))

    def html_for(self, notice: Notice) -> str:
        """The same as a mail shows it."""
        return self.html.replace(PATH, open_path(notice.pk))

    def parts_for(self, notice: Notice) -> list[dict[str, str]]:
        """The same, cut into paragraphs of which some are links."""
        return paragraphs(self.text_for(notice), self.home)


def open_path(notice_id: int) -> str:
    """The path that leads to what a notice is about, and marks it as read."""
    return reverse("notices_open", args=[notice_id])


class Writer:
    """Puts notices into words, and remembers what it said."""

    def __init__(self) -> None:
        self._voices: dict[int, Voice] = {}
        self._said: dict[tuple[str, int, str, str], Words] = {}

    def voice(self, site_id: int) -> Voice:
        """In whose name the people of that site are written to."""
        if site_id not in self._voices:
            self._voices[site_id] = voice_of(site_id)
        return self._voices[site_id]

    def words(self, notice: Notice, language: str) -> Words:
        """The words of the notice in that language; raises what its templates raise."""
        facts = json.dumps(notice.facts, sort_keys=True)
        key = (notice.event, notice.network_id, language, facts)
        if key not in self._said:
            self._said[key] = self._write(notice, language)
        return self._said[key]

    def _write(self, notice: Notice, language: str) -> Words:
        voice = self.voice(notice.network_id)
        known = {"notice": notice, "facts": notice.facts, "network": voice, "url": voice.url + PATH}
        with translation.override(language):
            subject = one_line(plain(f"{FOLDER}/{notice.event}_subject.txt", known))
            body = plain(f"{FOLDER}/{notice.event}_message.txt", known).strip()
        return Words(subject, body, voice.url, voice)
