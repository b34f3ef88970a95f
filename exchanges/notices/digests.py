"""Digests: what came since the last one, by kind, newest first, one mail a person and network."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.template import loader
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.registry import Voice
from cms.users.mails import envelope, one_line, plain
from cms.users.models import Letter, User
from exchanges.models import Kind, Mailbox, Notice, Pace
from exchanges.notices import stopping
from exchanges.notices.delivering import mailed, sift
from exchanges.notices.fanout import logger, stop_words
from exchanges.notices.mailboxes import boxes_of, ticket
from exchanges.notices.posting import post
from exchanges.notices.words import Writer, open_path

TEMPLATE = "exchanges/mail/digest"
DIGESTS = (Pace.DAILY, Pace.WEEKLY)
# People a transaction; things of one kind in a mail, and how much of each: the rest is in the space.
PEOPLE, MOST, LONGEST = 50, 20, 400


@dataclass
class Section:
    """A part of a digest: things of one kind, or those of one alert."""

    label: str
    stop: str
    stop_words: str
    more_url: str
    entries: list[dict[str, str]] = field(default_factory=list)
    left_out: int = 0

    @property
    def more(self) -> str:
        """How many are left out, in words."""
        return (
            ngettext("and one more", "and %(n)s more", self.left_out) % {"n": self.left_out}
            if self.left_out
            else ""
        )


def send_digests() -> int:
    """Write the digests that should have left by now; how many. Safe to run twice, at once, and to kill."""
    after: int | None = 0
    written = 0
    writer = Writer()
    while after is not None:
        after, count = _send(writer, after)
        written += count
    return written


def _send(writer: Writer, after: int) -> tuple[int | None, int]:
    """The digests of the next people; the greatest of their ids, and how many were written."""
    now = timezone.now()
    due = Notice.objects.due(now).filter(pace__in=DIGESTS, person__gt=after)
    people = list(due.order_by("person").values_list("person", flat=True).distinct()[:PEOPLE])
    if not people:
        return None, 0
    with transaction.atomic():
        rows = due.filter(person__in=people).select_related("person")
        notices = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("-created_at", "-pk"))
        boxes = boxes_of({notice.person for notice in notices})
        groups: dict[tuple[int, int], list[Notice]] = defaultdict(list)
        for notice in sift(notices, boxes, now):
            groups[notice.person_id, notice.network_id].append(notice)
        letters, told = [], []
        for (person, _network), found in groups.items():
            letter, said = _letter(writer, found, boxes[person])
            letters += [letter] if letter else []
            told += said
        mailed(told, now)
        post(letters)
    return people[-1], len(letters)


def _letter(writer: Writer, notices: Sequence[Notice], box: Mailbox) -> tuple[Letter | None, list[int]]:
    """The digest of one person for one network, and the ids of what it is made of."""
    person, voice = notices[0].person, writer.voice(notices[0].network_id)
    with translation.override(person.language):
        sections, said = _sections(writer, notices, voice)
        if not sections:
            return None, []
        token = stopping.kind_token(person.pk, *{notice.kind for notice in notices})
        content = digest(
            voice=voice, to=person.email, name=person.first_name, sections=sections, count=len(said),
            stop=voice.url + stopping.stop_path(token), choose=voice.url + reverse("notices_preferences"),
            why=_("You are a member of %(network)s and get what is new in one mail.") % {"network": voice.name},
        )  # fmt: skip
    content["ticket"] = ticket(box)
    # The same notices make the same key, and a notice is in one digest only.
    return Letter(
        key=f"digest:{person.pk}:{notices[0].network_id}:{max(said)}:{len(said)}", content=content
    ), said


def _sections(writer: Writer, notices: Iterable[Notice], voice: Voice) -> tuple[list[Section], list[int]]:
    found: dict[str, Section] = {}
    said = []
    for notice in notices:
        try:
            words = writer.words(notice, translation.get_language() or "")
        except Exception:
            logger.exception("Notice %s (%s) has no words", notice.pk, notice.event)
            continue
        said.append(notice.pk)
        section = found.get(notice.kind) or _section(notice.person, notice.kind, voice)
        found[notice.kind] = section
        if len(section.entries) >= MOST:
            section.left_out += 1
            continue
        text = told(words.parts_for(notice))
        section.entries.append(entry(words.subject, text, voice.url + open_path(notice.pk)))
    return [found[kind] for kind in Kind if kind in found], said


def told(parts: Sequence[dict[str, Any]]) -> str:
    """What a digest says of a thing under its subject, of the paragraphs of the mail about it alone.

    What comes after the link is about answering that mail; what only announces a quote or a list says the
    subject again.
    """
    before = list(takewhile(lambda part: not part["url"], parts))
    if len(before) > 1 and before[0]["text"].endswith(":"):
        del before[0]
    return " ".join("\u00a0; ".join(part.get("items") or [part["text"]]) for part in before)


def entry(subject: str, text: str, url: str) -> dict[str, str]:
    """One thing of a digest; a long text is cut."""
    return {"subject": subject, "text": Truncator(one_line(text)).chars(LONGEST), "url": url}


def _section(person: User, kind: str, voice: Voice) -> Section:
    return Section(
        label=str(Kind(kind).label),
        stop=voice.url + stopping.stop_path(stopping.kind_token(person.pk, kind)),
        stop_words=_("No more mails for my alerts") if kind == Kind.ALERT else stop_words(kind),
        more_url=voice.url + reverse("notices_list"),
    )


def digest(
    *,
    voice: Voice,
    to: str,
    name: str,
    sections: Sequence[Section],
    count: int,
    stop: str,
    choose: str,
    why: str,
    now: datetime | None = None,
) -> dict[str, Any]:
    """What the letter of a digest holds, in the language at hand."""
    day = date_format(timezone.localtime(now), "j F")
    known: Mapping[str, Any] = {
        "network": voice,
        "sections": sections,
        "hello": _("Hello %(name)s,") % {"name": name} if name else _("Hello,"),
        "lead": ngettext("One thing is new for you.", "%(n)s things are new for you.", count) % {"n": count},
        "choose": choose,
        "why": why,
    }
    subject = ngettext(
        "One thing is new for you, %(day)s", "%(n)s things are new for you, %(day)s", count
    ) % {
        "n": count,
        "day": day,
    }
    return {
        **envelope(voice, to),
        "subject": subject,
        "text": plain(f"{TEMPLATE}.txt", dict(known)).strip() + "\n",
        "html": loader.render_to_string(f"{TEMPLATE}.html", {**known, "subject": subject}),
        "headers": stopping.headers(stop),
    }
