"""Handing in what was typed: the page is written, then published or given to whoever reads it first."""

from typing import Any
from uuid import UUID

from django.db import transaction

from cms.users.models import User
from exchanges.models import ExchangePage
from exchanges.publishing import drafts, review
from sites.models import NetworkSettings

# What somebody who is not trusted yet may have waiting: the ones who read are few.
MOST_WAITING = 5


class FullBasketError(Exception):
    """So many of the person's announcements wait to be read that another one has to wait for them."""


def hand_in(
    *, person: User, network: NetworkSettings, uid: UUID, typed: dict[str, Any]
) -> tuple[ExchangePage, review.Outcome]:
    """Publish what was typed, or have it read; the page, and what became of it.

    Raises as `drafts.keep` and `review.submit`, and FullBasketError: what was typed is kept then.
    """
    with transaction.atomic():
        page = drafts.lock(person=person, network=network, uid=uid)
        if page is None:
            page = drafts.create(person=person, network=network, uid=uid, typed=typed)
        elif review.is_waiting(page):
            raise drafts.WaitsError
        elif drafts.is_unsent(page):
            page = drafts.save_unsent(page, typed, person=person, network=network)
        else:
            page = drafts.latest(page)
            drafts.apply(page, typed, person=person, network=network)
        if review.is_read_first(page=page, person=person, network=network):
            _make_room(person, network)
        page.paused_at = page.closed_at = None
        return page, review.submit(page=page, person=person, network=network)


def _make_room(person: User, network: NetworkSettings) -> None:
    if review.waiting_of(person, network=network) >= MOST_WAITING:
        raise FullBasketError
