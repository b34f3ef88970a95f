"""Telling people: one verb, whatever happened and by whatever path it is heard of."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.models import Page, Site

from cms.users.models import User
from exchanges.models import Conversation, Kind, Mailbox, Notice, Pace
from exchanges.notices.hours import leaves_at
from exchanges.notices.paces import paces_of
from sites.members import excluded_of, homes_of

BATCH = 500
NOBODYS: Mapping[int, Any] = {}


def tell(
    *,
    people: Iterable[User],
    kind: Kind,
    event: str,
    subject: str,
    facts: dict[str, Any],
    page: Page | None = None,
    conversation: Conversation | None = None,
    network: Site | None = None,
    personal: Mapping[int, dict[str, Any]] = NOBODYS,
    paces: Mapping[int, Pace] = NOBODYS,
) -> list[Notice]:
    """Tell each of these people of it, once; the notices that are new.

    `event` names the words (a template of `exchanges/notices/`), `subject` what it is about: a person hears
    of one subject once. `network` is in whose name they are told where it is not their own: whom it excluded hears
    nothing from it. Who did it is not among `people`: that is the caller's to see to. `personal` are facts of one person (by id) that are
    laid over `facts`, `paces` hold for one person instead of what they chose for the kind.
    Safe to run twice, and at once with another; as many queries for thirty people as for one.
    """
    told = {person.pk: person for person in people if person.is_active}
    with transaction.atomic():
        known = Notice.objects.filter(subject=subject, person__in=list(told))
        before = set(known.values_list("person", flat=True))
        new = [person for pk, person in told.items() if pk not in before]
        about = {"kind": kind, "event": event, "subject": subject, "page": page, "conversation": conversation}
        rows = _rows(new, about, network=network, paces=paces)
        for row in rows:
            row.facts = {**facts, **personal.get(row.person_id, {})}
        if not rows:
            return []
        Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        made = list(known.filter(person__in=[row.person_id for row in rows]).order_by("pk"))
        if any(notice.pace == Pace.AT_ONCE and notice.mail_due_at for notice in made):
            # The job names nobody: whichever comes first mails all that is due, the others find nothing.
            transaction.on_commit(lambda: async_task("exchanges.notices.tasks.deliver_due"))
    return made


def _rows(
    people: Collection[User], about: dict[str, Any], *, network: Site | None, paces: Mapping[int, Pace]
) -> list[Notice]:
    """The notices of these people, not saved; none for who is nobody's member: they have no space to read in."""
    ids = [person.pk for person in people]
    homes = {} if network else homes_of(people)
    kept_out = set(excluded_of(network=network, people=ids)) if network else set()
    usual = paces_of(people=ids, kind=about["kind"])
    mailboxes = {box.person_id: box for box in Mailbox.objects.filter(person__in=ids)}
    now = timezone.now()
    rows = []
    for person in people:
        at = network or homes.get(person.pk)
        if at is None or person.pk in kept_out:
            continue
        pace = paces.get(person.pk, usual[person.pk])
        due = leaves_at(pace, now, mailboxes.get(person.pk))
        rows.append(Notice(**about, person=person, network=at, pace=pace, mail_due_at=due))
    return rows
