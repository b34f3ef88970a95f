"""Telling people: one verb, whatever happened and by whatever path it is heard of."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from cms.users.models import User
from exchanges.models import Conversation, Kind, Notice
from exchanges.notices.paces import due_at
from sites.members import home_of


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
) -> list[Notice]:
    """Tell each of these people of it, once; the notices that are new.

    `event` names the words (a template of `exchanges/notices/`), `subject` what it is about: a person hears
    of one subject once. `network` is in whose name they are told where it is not their own. Who did it is
    not among `people`: that is the caller's to see to. Safe to run twice, and at once with another.
    """
    made = []
    for person in people:
        at = network or home_of(person)
        if at is None:  # Nobody's member: there is no space in which they would read it.
            continue
        with transaction.atomic():
            notice, new = Notice.objects.get_or_create(
                person=person,
                subject=subject,
                defaults={
                    "network": at,
                    "kind": kind,
                    "event": event,
                    "facts": facts,
                    "page": page,
                    "conversation": conversation,
                    "mail_due_at": due_at(person=person, kind=kind),
                },
            )
        made += [notice] if new else []
    return made
