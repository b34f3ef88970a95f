"""Mails at once: what is due is written, once, whoever runs it and whatever dies."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from exchanges.models import ExchangePage, Kind, Mailbox, Notice, OrganisationPage, Pace
from exchanges.notices.fanout import Fanout
from exchanges.notices.hours import awake_at
from exchanges.notices.mailboxes import boxes_of
from exchanges.notices.posting import post
from exchanges.reach import reach_of_any

BATCH = 200
# Kinds about pages of others, which may leave again.
OF_PAGES = (Kind.MATCH, Kind.ALERT)


def deliver_due() -> int:
    """Write the mails that should have left by now; how many. Safe to run twice, at once, and to kill.

    A letter is written in the transaction in which its notice is marked as mailed: both or neither.
    """
    fanout, written = Fanout(), 0
    after: int | None = 0
    while after is not None:
        after, count = _deliver(fanout, after)
        written += count
    return written


def _deliver(fanout: Fanout, after: int) -> tuple[int | None, int]:
    """One batch of those whose id is greater; the greatest id of it, and how many were written."""
    now = timezone.now()
    with transaction.atomic():
        due = Notice.objects.due(now).filter(pace=Pace.AT_ONCE, pk__gt=after)
        rows = due.select_related("person").select_for_update(skip_locked=True, of=("self",))
        notices = list(rows.order_by("pk")[:BATCH])
        if not notices:
            return None, 0
        boxes = boxes_of({notice.person for notice in notices})
        letters = fanout.letters(sift(notices, boxes, now), boxes)
        mailed(letters, now)
        post(letters.values())
    return notices[-1].pk, len(letters)


def mailed(notices: Iterable[int], now: datetime) -> None:
    """Of these a mail was written."""
    Notice.objects.filter(pk__in=list(notices)).update(mailed_at=now)


def sift(notices: Collection[Notice], boxes: dict[int, Mailbox], now: datetime) -> list[Notice]:
    """Those that may be mailed now. Others are put off to the end of the quiet hours, or given up.

    Given up: what was read meanwhile, what may not be told any more, and what nobody would get.
    """
    gone = _gone(notices)
    kept, given_up = [], []
    for notice in notices:
        box = boxes[notice.person_id]
        awake = awake_at(now, box)
        if notice.read_at or notice.pk in gone or box.stopped_at or not notice.person.is_active:
            given_up.append(notice.pk)
        elif awake > now:
            Notice.objects.filter(pk=notice.pk).update(mail_due_at=awake)
        else:
            kept.append(notice)
    if given_up:
        Notice.objects.filter(pk__in=given_up).update(mail_due_at=None)
    return kept


def _gone(notices: Collection[Notice]) -> set[int]:
    """Those about pages of others of which their network may not be told now.

    They have left, their last day has passed, or their author keeps them nearer. Of a notice about several, the
    facts are left with the others; it is gone when there are none.
    """
    about = [notice for notice in notices if notice.kind in OF_PAGES and _pages_of(notice)]
    if not about:
        return set()
    named = {page for notice in about for page in _pages_of(notice)}
    reach = reach_of_any((ExchangePage, OrganisationPage), named)
    gone = set()
    for notice in about:
        told = {page for page in _pages_of(notice) if notice.network_id in reach.get(page, ())}
        if not told:
            gone.add(notice.pk)
        elif "items" in notice.facts:
            items = [item for item in notice.facts["items"] if item["page"] in told]
            notice.facts = {**notice.facts, "items": items}
    return gone


def _pages_of(notice: Notice) -> list[int]:
    """The ids of the pages that it names."""
    return [notice.page_id] if notice.page_id else [item["page"] for item in notice.facts.get("items", ())]
