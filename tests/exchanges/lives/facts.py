"""What the database and the mails hold, as the plain facts that the oracle judges."""

import re
from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any

from django.db.models import Q
from django.utils import timezone

from exchanges.models import Conversation, ExchangePage, Notice, Outcome, Step
from tests.exchanges.lives.cast import SITES, Cast
from tests.exchanges.lives.oracle import Mailed, Moved, News, Talk
from tests.members import browser

NOTICE = re.compile(r"(https?://[^/\s]+)/mon-espace/nouvelles/(\d+)/")
TITLE = re.compile(r"Annonce n° \d+\.")


def talks() -> dict[int, Talk]:
    """Every conversation with its steps."""
    steps: dict[int, list[Moved]] = {}
    rows = Step.objects.order_by("pk").values_list("conversation", "state", "at", "party__side", "party")
    for conversation, state, at, side, party in rows:
        steps.setdefault(conversation, []).append(Moved(state, at, side or "", party))
    found = Conversation.objects.values_list("pk", "exchange", "state", "state_at")
    return {pk: Talk(pk, page, state, at, tuple(steps.get(pk, ()))) for pk, page, state, at in found}


def news(cast: Cast, *, after: int = 0) -> list[News]:
    """What people were told since the notice with that id."""
    sites = {cast.site(key).pk: key for key in SITES}
    rows = Notice.objects.filter(pk__gt=after).order_by("pk").values_list(
        "pk", "person__first_name", "event", "subject", "page", "network", "facts"
    )  # fmt: skip
    return [
        News(
            pk, name, event, subject, page, sites[network],
            tuple(item["page"] for item in facts.get("items", ())),
        )
        for pk, name, event, subject, page, network, facts in rows
    ]  # fmt: skip


def mails(messages: Iterable[Any], cast: Cast) -> list[Mailed]:
    """The mails to members that left, with the notices to which they lead; of the visitor's, their names."""
    by_address = {person.email: name for name, person in cast.people.items()}
    by_address |= {person.email: f"moderator of {key}" for key, person in cast.moderators.items()}
    homes = {cast.site(key).root_url: key for key in SITES}
    found = []
    for message in messages:
        if "Message-ID" not in message.extra_headers:  # Of Wagtail, to those who moderate.
            assert set(message.to) <= {person.email for person in cast.moderators.values()}, message.to
            continue
        links = set(NOTICE.findall(message.body))
        assert len({root for root, _pk in links}) <= 1, "a mail that leads to two sites"
        home = next((homes[root] for root, _pk in links), "")
        to = parseaddr(message.to[0])[1]
        notices = frozenset(int(pk) for _root, pk in links)
        found.append(Mailed(message.extra_headers["Message-ID"], by_address.get(to, to), home, notices))
    return found


def shown(cast: Cast) -> dict[str, set[str]]:
    """The titles that stand on each site, originals and copies, for every visitor."""
    lasting = Q(expires_on=None) | Q(expires_on__gte=timezone.localdate())
    found = {}
    for key in SITES:
        below = ExchangePage.objects.filter(
            lasting, live=True, path__startswith=cast.site(key).root_page.path
        )
        found[key] = set(below.values_list("title", flat=True))
    return found


def listed(cast: Cast) -> dict[str, set[str]]:
    """The titles that the list of each site shows to somebody who passes by."""
    found = {}
    for key in SITES:
        answer = browser(cast.site(key)).get("/echanges/")
        assert answer.status_code == 200, key
        found[key] = set(TITLE.findall(answer.content.decode()))
    return found


def outcomes() -> dict[int, tuple[str, str, bool, bool]]:
    """How it ended with an answer, by conversation."""
    rows = Outcome.objects.filter(conversation__isnull=False).values_list(
        "conversation", "told_by__first_name", "result", "confirmed_at", "contested_at"
    )
    return {
        pk: (name, result, confirmed is not None, contested is not None)
        for pk, name, result, confirmed, contested in rows
    }
