"""The ground of the machine: what people did so far, and how each act is looked at."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from wagtail.models import Site

from exchanges.care import reports
from exchanges.conversations.errors import RefusedError
from exchanges.models import Conversation, ExchangePage, Involvement, Notice, Party, Side
from exchanges.publishing import drafts, life, review, sending
from tests.exchanges.lives import facts, oracle
from tests.exchanges.lives.cast import MEMBERS, Cast
from tests.exchanges.lives.works import Works

NAMES = st.sampled_from(sorted(MEMBERS))
NUMBERS = st.integers(0, 9)
# The life at hand, and who lives in all of them.
AT_HAND: list["Lived"] = []
EVERYBODY: list[Cast] = []
QUEUE, CLOCK = WORKERS = ("the queue", "the clock")
# What the rooms answer to what can't be done as things stand.
NOT_NOW = (
    RefusedError,
    ValidationError,
    life.NotNowError,
    drafts.WaitsError,
    review.TakenOffError,
    sending.FullBasketError,
    reports.AlreadyDecidedError,
)


class Lived(RuleBasedStateMachine):
    """What a life begins with, and how each act in it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        AT_HAND[:] = [self]
        self.cast = EVERYBODY[0]
        self.works = Works()
        self.sheets: dict[int, oracle.Sheet] = {}
        self.answered: dict[tuple[int, str], set[int]] = defaultdict(set)
        self.said: dict[int, oracle.Said] = {}
        self.before: dict[int, oracle.Talk] = {}
        self.trusted: set[tuple[str, str]] = set()
        self.links: list[tuple[int, str]] = []
        self.block = transaction.atomic()
        self.block.__enter__()
        self.last_notice = newest()
        for involvement in Involvement.objects.order_by("pk").values_list("pk", flat=True):
            self.works.put("exchanges.matching.tasks.welcome_structure", involvement)
        mail.outbox.clear()

    def teardown(self) -> None:
        """Leave the database as it was."""
        self.works.jobs.clear()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        Site.clear_site_root_paths_cache()
        cache.clear()

    @contextmanager
    def by(self, actor: str) -> Iterator[None]:
        """Somebody does something, or the queue does: what comes of it is looked at at once."""
        try:
            with transaction.atomic():
                yield
        except NOT_NOW:
            if actor in WORKERS:  # Nobody asked for anything.
                raise
        self.works.commit()
        self.works.later(timedelta(seconds=1))
        self.judge_news(actor)

    def judge_news(self, actor: str) -> None:
        """Look at what people were told since the last time."""
        fresh = facts.news(self.cast, after=self.last_notice)
        self.last_notice = max((each.pk for each in fresh), default=self.last_notice)
        oracle.not_of_own_act(fresh, actor=actor, sheets=self.sheets)
        shown = facts.shown(self.cast) if fresh else {}
        oracle.told_where_shown(fresh, shown=shown, sheets=self.sheets, today=timezone.localdate())

    def sheet(self, number: int) -> tuple[ExchangePage, oracle.Sheet]:
        """One of the announcements."""
        sheet = list(self.sheets.values())[number % len(self.sheets)]
        return ExchangePage.objects.get(pk=sheet.pk), sheet

    def author_of(self, sheet: oracle.Sheet, number: int) -> str:
        """One of those to whom it belongs."""
        return sorted(sheet.authors)[number % len(sheet.authors)]

    def talk(self, number: int) -> Conversation:
        """One of the conversations."""
        return list(Conversation.objects.order_by("pk"))[number % len(self.answered)]

    def seat(self, number: int, side: Side) -> Party | None:
        """Somebody on that side of one of the conversations."""
        there = self.talk(number).parties.filter(side=side, left_at=None).order_by("pk")
        return there[number % len(there)] if there else None

    def name_of(self, party: Party) -> str:
        """Whose place it is."""
        return party.person.first_name if party.person else "visitor"


def newest() -> int:
    """The id of the newest notice."""
    return Notice.objects.order_by("pk").values_list("pk", flat=True).last() or 0
