"""What is done in conversations, by members and by a visitor."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cms.users.models import Letter
from exchanges.conversations import outcomes, pending, together, verbs
from exchanges.conversations.errors import RefusedError
from exchanges.models import AnswerInvite, Party, PendingAnswer, Side
from tests.exchanges.lives import oracle
from tests.exchanges.lives.cast import MEMBERS, STRUCTURES, VISITOR
from tests.exchanges.lives.lived import NAMES, NUMBERS, Lived


class Answers(Lived):
    """Answers, writes, agrees, declines, withdraws, concludes, confirms, contests, invites, leaves."""

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
