"""Whatever people do with an announcement, in whatever order and however the tasks run, four things hold.

One conversation a pair; no state without its date and its author; no notification twice, nor to whoever did
it; nothing visible past `sharing`, nor once it is over. And an end stands only where the author said so.

It drives the real verbs of the rooms, with their tasks kept aside: run once, twice, late or never. The
oracle (`lives/oracle.py`) keeps tables of its own; that it can say no is in `test_life_oracle.py`, and that
the machine does so when a room is broken, in `test_life_broken.py`.

What it found when it was written: an announcement that moderators had taken off could be handed in again or
resumed; one past its last day was proposed to structures.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from tests.exchanges.lives import facts, oracle
from tests.exchanges.lives.answering import Answers
from tests.exchanges.lives.cast import Cast
from tests.exchanges.lives.disputes import Disputes
from tests.exchanges.lives.lived import AT_HAND, CLOCK, EVERYBODY, NAMES, NUMBERS, QUEUE
from tests.exchanges.lives.publishing import Publishes
from tests.exchanges.lives.works import CRON, Works, stand_in
from tests.networks import Networks


class Life(Publishes, Answers, Disputes):
    """Three networks and the hub, from the first announcement on."""

    @initialize(name=NAMES, answers=st.booleans())
    def begin(self, name: str, answers: bool) -> None:
        """Nothing happens to an empty platform: two announcements, of which one may have an answer."""
        for who in (name, "Marie"):
            self.publish(who, 0, "networks", "need", 30, alone=False)
        if answers:
            self.answer("Paul" if name != "Paul" else "Hugo", 1, False)

    @rule(hours=st.sampled_from([1, 24, 96, 240, 960]))
    def time_passes(self, hours: int) -> None:
        """Last days pass, discussions fall silent, digests fall due."""
        self.works.later(timedelta(hours=hours))

    @rule(func=st.sampled_from(CRON), times=st.integers(1, 2))
    def clock_strikes(self, func: str, times: int) -> None:
        """What is scheduled runs, perhaps twice."""
        for _time in range(times):
            with self.by(CLOCK):
                self.works.run(func)

    @precondition(lambda self: self.works.jobs)
    @rule(number=NUMBERS, times=st.integers(0, 2))
    def run_job(self, number: int, times: int) -> None:
        """A task runs once, twice, or is lost."""
        job = self.works.take(number)
        for _time in range(times):
            with self.by(QUEUE):
                self.works.run(*job)

    @rule()
    def everything_runs(self) -> None:
        """The queue is worked off, and what was lost is made up for: each site shows what it should."""
        self.work_off()
        with self.by(CLOCK):
            self.works.run("syndication.tasks.sync_everything")
        self.work_off()
        shown, today = facts.shown(self.cast), timezone.localdate()
        oracle.shown_as_it_should(shown, self.sheets.values(), today)
        listed = facts.listed(self.cast)
        oracle.shown_as_it_should(listed, self.sheets.values(), today)

    def work_off(self) -> None:
        """Run all that is queued, and what that queues."""
        for _count in range(500):
            if not self.works.jobs:
                return
            with self.by(QUEUE):
                self.works.run(*self.works.take(0))
        raise AssertionError("tasks without end")

    # What always holds

    @invariant()
    def conversations_are_whole(self) -> None:
        """One a pair; each state with its date and its author; ends as they were told."""
        found = facts.talks()
        oracle.one_a_pair(found.values(), self.answered)
        for talk in found.values():
            oracle.dated(talk, now=timezone.now(), before=self.before.get(talk.pk))
        self.before = found
        ended = facts.outcomes()
        oracle.ended_as_said(ended, self.said)
        assert {pk for pk, talk in found.items() if talk.state == "concluded"} == set(ended)

    @invariant()
    def nothing_is_told_twice(self) -> None:
        """Neither in the space nor by mail."""
        told = facts.news(self.cast)
        oracle.told_once(told)
        oracle.mailed_once(
            facts.mails(mail.outbox, self.cast),
            home_of={each.pk: each.network for each in told},
            reader_of={each.pk: each.person for each in told},
        )

    @invariant()
    def nothing_goes_too_far(self) -> None:
        """However late the tasks are."""
        oracle.never_past_sharing(facts.shown(self.cast), self.sheets.values(), timezone.localdate())


@pytest.mark.django_db
def test_life(networks: Networks, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state machine, with the tasks kept aside instead of run."""
    EVERYBODY[:] = [Cast.make(networks)]
    AT_HAND[:] = []
    nobody = Works()
    stand_in(monkeypatch, lambda: AT_HAND[0].works if AT_HAND else nobody)
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=False,
        ),
    )
