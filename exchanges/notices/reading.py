"""What somebody was told, as their space shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone, translation

from exchanges.conversations.queries import seats_of
from exchanges.models import Kind, Notice, Why
from exchanges.notices.fanout import logger
from exchanges.notices.words import Writer, open_path
from sites.networks import networks_of


@dataclass(frozen=True)
class Line:
    """One notice: its words, where it leads, whether it was read."""

    pk: int
    subject: str
    texts: list[str]
    url: str
    action: str
    icon: str
    kind_label: str
    network: str
    at: datetime
    is_read: bool
    is_match: bool
    declined: str


ICONS = {
    Kind.MATCH: "handshake",
    Kind.ALERT: "search",
    Kind.ANSWER: "message-circle",
    Kind.OUTCOME: "badge-check",
    Kind.PAGE: "tag",
    Kind.STRUCTURE: "building-2",
}


def told(person: Any) -> Any:
    """What somebody was told; of conversations in which they have no place any more, nothing."""
    there = Q(conversation=None) | Q(conversation__in=seats_of(person).values("conversation"))
    return Notice.objects.filter(there, person=person)


def of(request: HttpRequest) -> Any:
    """What the person who asks was told, the newest first."""
    return told(request.user).order_by("-created_at", "-pk")


def lines(notices: Iterable[Notice], request: HttpRequest) -> list[Line]:
    """The notices in words, in the language being read; none of those that have none."""
    writer = Writer()
    names = {pk: row.short_name or row.name for pk, row in networks_of(request).items()}
    found = []
    for notice in notices:
        try:
            words = writer.words(notice, translation.get_language() or "")
        except Exception:  # The event of a room that is no more must not close the page.
            logger.exception("Notice %s (%s) has no words", notice.pk, notice.event)
            continue
        parts = words.parts_for(notice)
        links = [part for part in parts if part["url"]]
        found.append(
            Line(
                pk=notice.pk,
                subject=words.subject,
                texts=[part["text"] for part in parts if not part["url"]],
                url=open_path(notice.pk),
                action=links[0]["text"] if links else "",
                icon=ICONS[Kind(notice.kind)],
                kind_label=str(Kind(notice.kind).label),
                network=names.get(notice.network_id, ""),
                at=notice.created_at,
                is_read=notice.read_at is not None,
                is_match=notice.kind == Kind.MATCH,
                declined=str(Why(notice.declined_why).label) if notice.declined_why in Why else "",
            )
        )
    return found


def by_day(found: Iterable[Line]) -> list[tuple[date, list[Line]]]:
    """The lines under the day on which each was told."""
    days = groupby(found, key=lambda line: timezone.localtime(line.at).date())
    return [(day, list(those)) for day, those in days]


def mark_read(notices: Any) -> None:
    """They were looked at: they count no more, and no digest repeats them."""
    notices.filter(read_at=None).update(read_at=timezone.now())
