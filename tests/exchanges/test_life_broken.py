"""The machine of `test_life_machine.py` can fail: what it watches, broken once in the rooms themselves.

Each story is a short life that holds as the rooms are, and must not once one of them is broken.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from exchanges.care import reports
from exchanges.conversations import outcomes, telling, verbs
from exchanges.matching import telling as matching
from exchanges.models import AnswerState, Outcome, Side
from exchanges.notices import delivering, watching
from exchanges.notices.fanout import Fanout
from exchanges.publishing import life
from syndication import facts as plans
from tests.exchanges.lives.cast import Cast
from tests.exchanges.lives.lived import AT_HAND, EVERYBODY
from tests.exchanges.lives.works import Works, stand_in
from tests.exchanges.test_life_machine import Life
from tests.networks import Networks

pytestmark = pytest.mark.django_db
Break = Callable[[pytest.MonkeyPatch], None]
Story = list[tuple[str, dict[str, Any]]]

ANSWER = ("answer", {"name": "Paul", "number": 0, "alone": False})
RUN: tuple[str, dict[str, Any]] = ("everything_runs", {})


def begin(name: str = "Marie") -> tuple[str, dict[str, Any]]:
    return "begin", {"name": name, "answers": False}


def author(verb: str) -> tuple[str, dict[str, Any]]:
    return "author_speaks", {"number": 0, "verb": verb}


def answerer(verb: str) -> tuple[str, dict[str, Any]]:
    return "answerer_speaks", {"number": 0, "verb": verb}


def two_for_a_pair(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(verbs, "answerer_key", lambda **who: f"x:{uuid4()}")


def states_without_authors(patch: pytest.MonkeyPatch) -> None:
    real = verbs.move
    patch.setattr(verbs, "move", lambda talk, state, party, note="": real(talk, state, None, note))


def any_way(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(verbs.FROM, AnswerState.AGREED, tuple(AnswerState))


def told_by_two_paths(patch: pytest.MonkeyPatch) -> None:
    real = matching.tell
    patch.setattr(matching, "tell", lambda **said: real(**{**said, "subject": f"match:{said['subject']}"}))


def told_of_own_act(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(telling, "others", lambda party, talk: list(talk.parties.all()))


def mailed_each_time(patch: pytest.MonkeyPatch) -> None:
    real = Fanout.letter

    def another(self: Fanout, notice: Any, box: Any) -> Any:
        made = real(self, notice, box)
        made.key = uuid4().hex
        return made

    patch.setattr(Fanout, "letter", another)
    patch.setattr(delivering, "mailed", lambda notices, now: None)


def copied_past_sharing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(plans, "may_travel", lambda sharing, role: True)


def told_by_another_network(patch: pytest.MonkeyPatch) -> None:
    real, there = watching.tell, EVERYBODY[0].site("alliance")
    patch.setattr(watching, "tell", lambda **said: real(**{**said, "network": there}))


def closed_but_there(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(life.UnpublishPageAction, "execute", lambda self, **how: None)


def removed_but_there(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reports, "_take_off", lambda page, by: None)


def confirmed_and_contested(patch: pytest.MonkeyPatch) -> None:
    real = outcomes.confirm

    def both(*, party: Any) -> bool:
        done = real(party=party)
        Outcome.objects.update(contested_at=timezone.now())
        return done

    patch.setattr(outcomes, "confirm", both)


def ended_unsaid(patch: pytest.MonkeyPatch) -> None:
    real = verbs.agree

    def and_ended(*, party: Any) -> bool:
        talk = party.conversation
        Outcome.objects.create(
            conversation=talk, exchange=talk.exchange, network=talk.network, result="concluded",
            told_at=timezone.now(), told_by=party.person,
        )  # fmt: skip
        return real(party=party)

    patch.setattr(verbs, "agree", and_ended)


def said_by_the_other_side(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        verbs, "agree", lambda party: verbs.change(party=party, state=AnswerState.AGREED, side=Side.ANSWER)
    )


DELIVER = ("clock_strikes", {"func": "exchanges.notices.tasks.deliver_due", "times": 2})
PRIVATE = {"name": "Marie", "number": 0, "sharing": "network", "sense": "need", "days": 30, "alone": False}
REMOVE: Story = [
    ("report", {"number": 0, "name": "Hugo"}),
    ("judge_report", {"number": 0, "verdict": "removed"}),
]
STORIES: dict[Break, Story] = {
    two_for_a_pair: [begin(), ANSWER, ANSWER],
    states_without_authors: [begin(), ANSWER, author("agree")],
    any_way: [begin(), ANSWER, author("decline"), author("agree")],
    said_by_the_other_side: [begin(), ANSWER, answerer("agree")],
    told_by_two_paths: [begin("Hugo"), RUN],
    told_of_own_act: [begin(), ANSWER],
    mailed_each_time: [begin(), ANSWER, RUN, DELIVER, RUN],
    copied_past_sharing: [begin(), ("publish", PRIVATE), RUN],
    told_by_another_network: [begin("Hugo"), RUN],
    closed_but_there: [begin(), ("tend", {"number": 0, "who": 0, "verb": "close"})],
    removed_but_there: [begin(), *REMOVE],
    confirmed_and_contested: [begin(), ANSWER, author("conclude"), answerer("confirm")],
    ended_unsaid: [begin(), ANSWER, author("agree")],
}


def tell(story: Story) -> None:
    """Live through it, looking at all that must hold after each act."""
    lived = Life()
    try:
        for act, how in story:
            getattr(lived, act)(**how)
            lived.conversations_are_whole()
            lived.nothing_is_told_twice()
            lived.nothing_goes_too_far()
    finally:
        lived.teardown()


@pytest.mark.parametrize("broken", STORIES, ids=lambda broken: broken.__name__)
def test_the_machine_notices(broken: Break, networks: Networks, monkeypatch: pytest.MonkeyPatch) -> None:
    EVERYBODY[:] = [Cast.make(networks)]
    AT_HAND[:] = []
    nobody = Works()
    stand_in(monkeypatch, lambda: AT_HAND[0].works if AT_HAND else nobody)
    tell(STORIES[broken])
    broken(monkeypatch)
    with pytest.raises(AssertionError):
        tell(STORIES[broken])
