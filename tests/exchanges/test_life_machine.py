"""Whatever people do with an announcement, in whatever order and however the tasks run, four things hold.

One conversation a pair; no state without its date and its author; no notification twice, nor to whoever did
it; nothing visible past `sharing`, nor once it is over. And an end stands only where the author said so.

It drives the real verbs of the rooms, with their tasks kept aside: run once, twice, late or never. The
oracle (`lives/oracle.py`) keeps tables of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Site

from cms.users.models import Letter
from exchanges.care import help as helping
from exchanges.care import reports
from exchanges.conversations import outcomes, pending, together, verbs
from exchanges.conversations.errors import RefusedError
from exchanges.models import (
    AnswerInvite,
    Conversation,
    ExchangePage,
    Notice,
    Party,
    PendingAnswer,
    Report,
    Result,
    Side,
    Verdict,
)
from exchanges.publishing import drafts, life, review, sending
from syndication.decisions import accept, refuse
from syndication.models import Delivery
from tests.exchanges.lives import facts, oracle
from tests.exchanges.lives.cast import MEMBERS, STRUCTURES, VISITOR, Cast
from tests.exchanges.lives.works import CRON, Works, stand_in
from tests.exchanges.publishing.typed import decide
from tests.networks import Networks

NAMES = st.sampled_from(sorted(MEMBERS))
NUMBERS = st.integers(0, 9)
SHARING = st.sampled_from(["network", "hub", "networks", "open"])
AT_HAND: list["Life"] = []
EVERYBODY: list[Cast] = []
# What the rooms answer to what can't be done as things stand.
NOT_NOW = (
    RefusedError,
    ValidationError,
    life.NotNowError,
    drafts.WaitsError,
    sending.FullBasketError,
    reports.AlreadyDecidedError,
)


class Life(RuleBasedStateMachine):
    """Three networks and the hub, from the first announcement on."""

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
            pass
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

    # What stands

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

    # Publishing

    @initialize(name=NAMES, answers=st.booleans())
    def begin(self, name: str, answers: bool) -> None:
        """Nothing happens to an empty platform: two announcements, of which one may have an answer."""
        for who in (name, "Marie"):
            self.publish(who, 0, "networks", "need", 30, alone=False)
        if answers:
            self.answer("Paul" if name != "Paul" else "Hugo", 1, False)

    @rule(
        name=NAMES,
        number=NUMBERS,
        sharing=SHARING,
        sense=st.sampled_from(["offer", "need"]),
        days=st.sampled_from([1, 5, 30]),
        alone=st.booleans(),
    )
    def publish(self, name: str, number: int, sharing: str, sense: str, days: int, alone: bool) -> None:
        """A member publishes an announcement, for a structure or in their own name."""
        key, structure = MEMBERS[name]
        structure = "" if alone else structure
        uid, title = uuid4(), f"Annonce n° {len(self.sheets)}."
        typed = self.typed(number, title, sharing, days) | {
            "sense": sense,
            "type": "premises",
            "organisation": self.cast.structures.get(structure),
        }
        authors = {who for who, (_site, theirs) in MEMBERS.items() if structure and theirs == structure}
        with self.by(name):
            page, done = sending.hand_in(
                person=self.cast.people[name], network=self.cast.settings(key), uid=uid, typed=typed
            )
            sheet = oracle.Sheet(page.pk, title, key, frozenset(authors | {name}))
            self.sheets[page.pk] = sheet
            self.handed_in(sheet, name, done, typed)

    def typed(self, number: int, title: str, sharing: str, days: int) -> dict[str, Any]:
        """What the form says."""
        themes, areas = self.cast.themes, [*self.cast.areas, None]
        return {
            "title": title,
            "text": "Pour des paniers.",
            "themes": [themes[number % len(themes)]],
            "methods": self.cast.methods[:1],
            "area": areas[number % len(areas)],
            "sharing": sharing,
            "expires_on": timezone.localdate() + timedelta(days=days),
        }

    def handed_in(self, sheet: oracle.Sheet, name: str, done: review.Outcome, typed: dict[str, Any]) -> None:
        """It is online, or waits for its network, as that network wants it."""
        read_first = {"alliance": False, "hub": False, "mesclun": True}.get(sheet.home)
        if read_first is None:
            read_first = (sheet.home, name) not in self.trusted
        assert (done == review.Outcome.WAITING) == read_first
        sheet.pending = {**typed, "by": name}
        if not read_first:
            online(sheet)

    @rule(number=NUMBERS, who=NUMBERS, sharing=SHARING, days=st.sampled_from([1, 5, 30]))
    def edit(self, number: int, who: int, sharing: str, days: int) -> None:
        """An author changes it and hands it in again."""
        page, sheet = self.sheet(number)
        name = self.author_of(sheet, who)
        typed = self.typed(number, sheet.title, sharing, days)
        with self.by(name):
            if sheet.standing == "removed":
                with pytest.raises(NOT_NOW):
                    self.hand_in(sheet, name, page, typed)
                return
            self.handed_in(sheet, name, self.hand_in(sheet, name, page, typed), typed)

    def hand_in(
        self, sheet: oracle.Sheet, name: str, page: ExchangePage, typed: dict[str, Any]
    ) -> review.Outcome:
        """The form of a change is sent."""
        _page, done = sending.hand_in(
            person=self.cast.people[name],
            network=self.cast.settings(sheet.home),
            uid=page.uid,
            typed=typed,
        )
        return done

    @precondition(lambda self: self.waiting())
    @rule(number=NUMBERS, accepts=st.booleans())
    def read(self, number: int, accepts: bool) -> None:
        """A moderator accepts what waits, or sends it back."""
        sheet = self.waiting()[number % len(self.waiting())]
        page = ExchangePage.objects.get(pk=sheet.pk)
        with self.by(f"moderator of {sheet.home}"):
            decide(page, self.cast.moderators[sheet.home], accept=accepts, comment="Dites où.")
            typed = sheet.pending or {}
            if accepts:
                self.trusted.add((sheet.home, str(typed["by"])))
                online(sheet)
            sheet.pending = None

    def waiting(self) -> list[oracle.Sheet]:
        """What moderators have to read."""
        return [sheet for sheet in self.sheets.values() if sheet.pending]

    @rule(number=NUMBERS, who=NUMBERS, verb=st.sampled_from(["renew", "pause", "resume", "close"]))
    def tend(self, number: int, who: int, verb: str) -> None:
        """An author renews it, pauses it, shows it again or closes it; twice, as people click."""
        page, sheet = self.sheet(number)
        name = self.author_of(sheet, who)
        person = self.cast.people[name]
        acts: dict[str, Callable[[], bool]] = {
            "renew": lambda: life.renew(page=page, by=person, until=page.expires_on),
            "pause": lambda: life.pause(page=page, by=person),
            "resume": lambda: life.resume(page=page, by=person),
            "close": lambda: life.close(page=page, by=person, why=Result.ELSEWHERE),
        }
        with self.by(name):
            if acts[verb]():
                self.tended(sheet, verb)
                assert not acts[verb](), f"{verb} had two effects"

    def tended(self, sheet: oracle.Sheet, verb: str) -> None:
        """What that makes of it."""
        if verb in ("pause", "close"):
            sheet.standing, sheet.pending = {"pause": "paused", "close": "closed"}[verb], None
        elif verb == "resume":
            assert sheet.standing == "paused", f"resumed what is {sheet.standing}"
            sheet.standing = "online"
        if verb in ("renew", "resume"):
            sheet.last_day = ExchangePage.objects.values_list("expires_on", flat=True).get(pk=sheet.pk)
            assert sheet.last_day is None or sheet.last_day >= timezone.localdate()

    # Answering

    @rule(name=NAMES, number=NUMBERS, alone=st.booleans())
    def answer(self, name: str, number: int, alone: bool) -> None:
        """A member answers, for a structure or in their own name; once or again."""
        page, sheet = self.sheet(number)
        structure = "" if alone else MEMBERS[name][1]
        with self.by(name):
            message = verbs.open_conversation(
                page=page,
                person=self.cast.people[name],
                organisation=self.cast.structures.get(structure),
                body="Nous avons une salle.",
            )
            self.taken(sheet, structure or name, message.conversation_id, name)

    def taken(self, sheet: oracle.Sheet, who: str, conversation: int, name: str) -> None:
        """The answer came in: the announcement was there, and not of whoever answers."""
        assert sheet.is_shown(timezone.localdate()), f"{sheet.standing}, and takes answers"
        assert name not in sheet.authors, "somebody answers themselves"
        self.answered[sheet.pk, who].add(conversation)

    @rule(number=NUMBERS)
    def visitor_writes(self, number: int) -> None:
        """Somebody without an account answers: a link goes to their address."""
        page, sheet = self.sheet(number)
        words = pending.Words("Zoé", VISITOR, "Moi aussi.")
        with self.by("visitor"):
            made = pending.keep(page=page, site=self.cast.networks.hub, words=words)
            text = Letter.objects.get(key=f"answer-{made.pk}").content["text"]
            token = text.partition("/repondre/confirmer/")[2].partition("/")[0]
            self.links.append((sheet.pk, token))

    @precondition(lambda self: self.links)
    @rule(number=NUMBERS)
    def visitor_confirms(self, number: int) -> None:
        """They open the link, once or again."""
        page, token = self.links[number % len(self.links)]
        found = pending.find(token)
        if found is None:
            return
        with self.by("visitor"):
            again = PendingAnswer.objects.get(pk=found.pk).party_id
            party = pending.confirm(pending=found)
            if again is None:
                self.taken(self.sheets[page], VISITOR, party.conversation_id, "visitor")

    @precondition(lambda self: self.answered)
    @rule(
        number=NUMBERS, verb=st.sampled_from(["write", "agree", "decline", "conclude", "conclude", "others"])
    )
    def author_speaks(self, number: int, verb: str) -> None:
        """The author writes, agrees, declines, or says that it was concluded."""
        party = self.seat(number, Side.AUTHOR)
        if party is None:
            return
        page = party.conversation.exchange
        with self.by(self.name_of(party)):
            if verb == "conclude":
                self.concluded(party)
            elif verb == "others" and page:
                outcomes.decline_the_others(page=page, party=party)
            else:
                self.say(party, verb)

    def concluded(self, party: Party) -> None:
        """An end is told, or told anew because it was contested."""
        outcomes.conclude(party=party, terms=outcomes.Terms(is_first=True))
        known = self.said.get(party.conversation_id)
        if known is None or known.judged == "contested":
            self.said[party.conversation_id] = oracle.Said(self.name_of(party))

    @precondition(lambda self: self.answered)
    @rule(
        number=NUMBERS,
        verb=st.sampled_from(["write", "withdraw", "confirm", "contest", "agree", "conclude", "leave"]),
    )
    def answerer_speaks(self, number: int, verb: str) -> None:
        """Who answered writes, withdraws, confirms or contests; or tries what is not theirs to say."""
        party = self.seat(number, Side.ANSWER)
        if party is None:
            return
        with self.by(self.name_of(party)):
            if verb in ("confirm", "contest"):
                self.judged(party, verb)
            elif verb == "conclude":
                with pytest.raises(RefusedError):
                    outcomes.conclude(party=party, terms=outcomes.Terms())
            elif verb == "leave":
                together.leave(party=party)
            else:
                self.say(party, verb)

    def judged(self, party: Party, verb: str) -> None:
        """They say that it was so, or not; the first word holds."""
        pk = party.conversation_id
        new = (
            outcomes.confirm(party=party) if verb == "confirm" else outcomes.contest(party=party, note="Non.")
        )
        assert new == (not self.said[pk].judged)
        if new:
            word = {"confirm": "confirmed", "contest": "contested"}[verb]
            self.said[pk] = oracle.Said(self.said[pk].told_by, word)

    def say(self, party: Party, verb: str) -> None:
        """One of the verbs of both sides; the state that it brings is that party's."""
        acts: dict[str, Callable[[], Any]] = {
            "write": lambda: verbs.write(party=party, body="Bonjour."),
            "agree": lambda: verbs.agree(party=party),
            "decline": lambda: verbs.decline(party=party, note="Merci."),
            "withdraw": lambda: verbs.withdraw(party=party),
        }
        if acts[verb]() is True:
            last = party.conversation.steps.last()
            assert last is not None
            assert last.party_id == party.pk

    def name_of(self, party: Party) -> str:
        """Whose place it is."""
        return party.person.first_name if party.person else "visitor"

    @precondition(lambda self: self.answered)
    @rule(number=NUMBERS, structure=st.sampled_from(sorted(STRUCTURES)), accepts=st.booleans())
    def invite(self, number: int, structure: str, accepts: bool) -> None:
        """Who answers asks another structure to answer with them; somebody there says yes or no."""
        party = self.seat(number, Side.ANSWER)
        if party is None:
            return
        with self.by(self.name_of(party)):
            organisation = self.cast.structures[structure]
            together.invite(party=party, organisation=organisation, site=self.cast.site("alliance"))
        for made in AnswerInvite.objects.filter(decided_at=None, organisation__title=structure):
            name = next(who for who, (_key, theirs) in MEMBERS.items() if theirs == structure)
            with self.by(name):
                if accepts:
                    together.accept(invite=made, person=self.cast.people[name])
                else:
                    together.refuse(invite=made)

    # Disputes and help

    @rule(number=NUMBERS, name=st.sampled_from([*sorted(MEMBERS), "visitor"]))
    def report(self, number: int, name: str) -> None:
        """Somebody reports it, where they read it."""
        page, _sheet = self.sheet(number)
        person = self.cast.people.get(name)
        with self.by(name):
            reports.report(
                page=page, complaint="wrong", text="Faux.", person=person, email="" if person else VISITOR
            )

    @precondition(lambda self: Report.objects.exists())
    @rule(number=NUMBERS, verdict=st.sampled_from(["kept", "mended", "removed", "removed", "passed_on"]))
    def judge_report(self, number: int, verdict: str) -> None:
        """The moderators of its home decide; what they take off leaves every site."""
        found = list(Report.objects.order_by("pk"))
        made = found[number % len(found)]
        sheet = self.sheets[made.page_id or 0]
        with self.by(f"moderator of {sheet.home}"):
            by = self.cast.moderators[sheet.home]
            done = reports.decide(made=made, verdict=verdict, reason="Vu.", by=by)
            assert (done.decided_by, bool(done.decided_at), done.reason) == (by, True, "Vu.")
            if verdict == Verdict.REMOVED:
                sheet.standing, sheet.pending = "removed", None
            elif verdict != Verdict.PASSED_ON and sheet.standing == "removed":
                sheet.standing = "off"

    @precondition(lambda self: Report.objects.exists())
    @rule(number=NUMBERS, who=NUMBERS)
    def reply(self, number: int, who: int) -> None:
        """An author says what they think of a report."""
        found = list(Report.objects.order_by("pk"))
        made = found[number % len(found)]
        name = self.author_of(self.sheets[made.page_id or 0], who)
        with self.by(name):
            reports.reply(made=made, text="C’est exact.", by=self.cast.people[name])

    @rule(number=NUMBERS, structure=st.sampled_from(sorted(STRUCTURES)))
    def propose(self, number: int, structure: str) -> None:
        """The people of a network tell a structure of an announcement."""
        page, sheet = self.sheet(number)
        with self.by(f"moderator of {sheet.home}"):
            helping.propose(
                page=page,
                organisation=self.cast.structures[structure],
                by=self.cast.moderators[sheet.home],
            )

    @precondition(lambda self: Delivery.objects.exists())
    @rule(number=NUMBERS, accepts=st.booleans())
    def decide_on_copy(self, number: int, accepts: bool) -> None:
        """A network takes a page that was offered, or wants it no more."""
        rows = list(Delivery.objects.order_by("uid", "target__hostname"))
        chosen, user = [rows[number % len(rows)]], self.cast.moderators["hub"]
        with self.by("moderator of hub"):
            if accepts:
                accept(deliveries=chosen, user=user)
            else:
                refuse(deliveries=chosen, user=user, reason="Hors charte.")

    @precondition(lambda self: Notice.objects.filter(read_at=None).exists())
    @rule(number=NUMBERS)
    def read_news(self, number: int) -> None:
        """Somebody reads in their space what a mail may be about to say."""
        rows = list(Notice.objects.filter(read_at=None).order_by("pk"))
        Notice.objects.filter(pk=rows[number % len(rows)].pk).update(read_at=timezone.now())

    # The clock and the queue

    @rule(hours=st.sampled_from([1, 24, 96, 240, 960]))
    def time_passes(self, hours: int) -> None:
        """Last days pass, discussions fall silent, digests fall due."""
        self.works.later(timedelta(hours=hours))

    @rule(func=st.sampled_from(CRON), times=st.integers(1, 2))
    def clock_strikes(self, func: str, times: int) -> None:
        """What is scheduled runs, perhaps twice."""
        for _time in range(times):
            with self.by("the clock"):
                self.works.run(func)

    @precondition(lambda self: self.works.jobs)
    @rule(number=NUMBERS, times=st.integers(0, 2))
    def run_job(self, number: int, times: int) -> None:
        """A task runs once, twice, or is lost."""
        job = self.works.take(number)
        for _time in range(times):
            with self.by("the queue"):
                self.works.run(*job)

    @rule()
    def everything_runs(self) -> None:
        """The queue is worked off, and what was lost is made up for: each site shows what it should."""
        self.work_off()
        with self.by("the clock"):
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
            with self.by("the queue"):
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


def online(sheet: oracle.Sheet) -> None:
    """What was handed in is shown."""
    typed = sheet.pending or {}
    sheet.sharing, sheet.last_day = str(typed["sharing"]), typed["expires_on"]  # type: ignore[assignment]
    sheet.standing, sheet.pending = "online", None
    sheet.let_out |= oracle.REACH[sheet.sharing]


def newest() -> int:
    """The id of the newest notice."""
    return Notice.objects.order_by("pk").values_list("pk", flat=True).last() or 0


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
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=False,
        ),
    )
