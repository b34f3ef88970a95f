"""What authors and those who read first do with an announcement."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from exchanges.models import ExchangePage, Result
from exchanges.publishing import life, review, sending
from tests.exchanges.lives import oracle
from tests.exchanges.lives.cast import MEMBERS
from tests.exchanges.lives.lived import NAMES, NUMBERS, Lived
from tests.exchanges.publishing.typed import decide

SHARING = st.sampled_from(["network", "hub", "networks", "open"])


class Publishes(Lived):
    """Publishes, edits, reads first, renews, pauses, resumes, closes."""

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
            "type": "product",
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
                with pytest.raises(review.TakenOffError):
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


def online(sheet: oracle.Sheet) -> None:
    """What was handed in is shown."""
    typed = sheet.pending or {}
    sheet.sharing, sheet.last_day = str(typed["sharing"]), typed["expires_on"]  # type: ignore[assignment]
    sheet.standing, sheet.pending = "online", None
    sheet.let_out |= oracle.REACH[sheet.sharing]
