"""The oracle of the life of an exchange can say no: each thing that it watches, broken once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.exchanges.lives import oracle
from tests.exchanges.lives.oracle import Mailed, Moved, News, Said, Sheet, Talk

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
RECEIVED = Moved("received", NOW - timedelta(hours=2), oracle.ANSWER, 7)
AGREED = Moved("agreed", NOW - timedelta(hours=1), oracle.AUTHOR, 8)
TALK = Talk(1, 20, "agreed", NOW - timedelta(hours=1), (RECEIVED, AGREED))
FOUND = News(5, "Paul", "match_found", "exchange:20", 20, "apeas")
MAIL = Mailed("<a@x>", "Paul", "apeas", frozenset({5}))


def sheet(**changed: Any) -> Sheet:
    """Something online at Alliance Provence, let go everywhere."""
    given: dict[str, Any] = {
        "sharing": "networks",
        "standing": "online",
        "let_out": set(oracle.REACH["open"]),
    }
    return Sheet(20, "Un local", "alliance", frozenset({"Marie"}), **{**given, **changed})


def broken(check: Callable[[], None]) -> None:
    """The check fails."""
    with pytest.raises(AssertionError):
        check()


def test_the_oracle_notices_two_conversations_of_a_pair_and_two_pairs_in_one() -> None:
    oracle.one_a_pair([TALK], {(20, "Paul"): {1}})
    broken(lambda: oracle.one_a_pair([TALK, replace(TALK, pk=2)], {(20, "Paul"): {1, 2}}))
    broken(lambda: oracle.one_a_pair([TALK], {(20, "Paul"): {1}, (20, "Hugo"): {1}}))
    broken(lambda: oracle.one_a_pair([TALK, replace(TALK, pk=2)], {(20, "Paul"): {1}}))


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (AGREED,),
        (RECEIVED, replace(AGREED, side=oracle.ANSWER)),
        (RECEIVED, replace(AGREED, party=None)),
        (RECEIVED, replace(AGREED, at=None)),
        (RECEIVED, replace(AGREED, at=NOW + timedelta(days=1))),
        (RECEIVED, replace(AGREED, at=NOW - timedelta(days=1))),
        (RECEIVED,),
        (RECEIVED, replace(AGREED, state="concluded"), AGREED),
    ],
)
def test_the_oracle_notices_states_without_a_date_an_author_or_a_way(steps: tuple[Moved, ...]) -> None:
    oracle.dated(TALK, now=NOW, before=None)
    broken(lambda: oracle.dated(replace(TALK, steps=steps), now=NOW, before=None))


def test_the_oracle_notices_a_past_that_changed() -> None:
    before = replace(TALK, steps=(replace(RECEIVED, party=9),))
    broken(lambda: oracle.dated(TALK, now=NOW, before=before))


@pytest.mark.parametrize(
    "again",
    [
        replace(FOUND, pk=6, event="alert_hit", subject="alert:20"),
        replace(FOUND, pk=6, event="proposed", subject="proposed:20"),
        replace(FOUND, pk=6, event="match_digest", subject="welcome:3", page=None, pages=(19, 20)),
    ],
)
def test_the_oracle_notices_news_told_twice_by_two_paths(again: News) -> None:
    oracle.told_once([FOUND, replace(again, person="Nadia")])
    broken(lambda: oracle.told_once([FOUND, again]))


def test_the_oracle_notices_who_is_told_of_their_own_act() -> None:
    oracle.not_of_own_act([FOUND], actor="Marie", sheets={20: sheet()})
    broken(lambda: oracle.not_of_own_act([FOUND], actor="Paul", sheets={20: sheet()}))
    mine = Sheet(20, "Un local", "alliance", frozenset({"Paul"}))
    broken(lambda: oracle.not_of_own_act([FOUND], actor="the queue", sheets={20: mine}))


@pytest.mark.parametrize(
    "mails",
    [
        [MAIL, replace(MAIL, key="<digest@x>")],
        [MAIL, replace(MAIL, notices=frozenset())],
        [replace(MAIL, to="Nadia")],
        [replace(MAIL, home="hub")],
    ],
)
def test_the_oracle_notices_mails_twice_or_to_the_wrong_person(mails: list[Mailed]) -> None:
    known: dict[str, Any] = {"home_of": {5: "apeas"}, "reader_of": {5: "Paul"}}
    oracle.mailed_once([MAIL], **known)
    broken(lambda: oracle.mailed_once(mails, **known))


@pytest.mark.parametrize(
    "changed",
    [
        {"sharing": "network"},
        {"sharing": "hub"},
        {"standing": "paused"},
        {"standing": "removed"},
        {"last_day": date(2026, 2, 28)},
    ],
)
def test_the_oracle_notices_what_goes_too_far_or_is_over(changed: dict[str, Any]) -> None:
    shown = {"alliance": {"Un local"}, "apeas": {"Un local"}, "hub": set[str]()}
    fine, wrong = sheet(), sheet(**changed)
    oracle.shown_as_it_should(shown, [fine], TODAY)
    broken(lambda: oracle.shown_as_it_should(shown, [wrong], TODAY))
    oracle.told_where_shown([FOUND], shown=shown, sheets={20: fine}, today=TODAY)
    broken(lambda: oracle.told_where_shown([FOUND], shown=shown, sheets={20: wrong}, today=TODAY))


def test_the_oracle_notices_news_of_what_the_site_does_not_show() -> None:
    shown = {"alliance": {"Un local"}, "apeas": set[str]()}
    broken(lambda: oracle.told_where_shown([FOUND], shown=shown, sheets={20: sheet()}, today=TODAY))


def test_the_oracle_notices_what_was_never_let_out_and_what_is_missing_at_home() -> None:
    shown = {"alliance": {"Un local"}, "apeas": {"Un local"}}
    oracle.never_past_sharing(shown, [sheet()], TODAY)
    broken(lambda: oracle.never_past_sharing(shown, [sheet(let_out=set())], TODAY))
    broken(lambda: oracle.never_past_sharing({"alliance": set()}, [sheet()], TODAY))
    broken(lambda: oracle.never_past_sharing({"alliance": {"Un local"}}, [sheet(standing="closed")], TODAY))


@pytest.mark.parametrize(
    "outcomes",
    [
        {},
        {1: ("Marie", "concluded", True, True)},
        {1: ("Marie", "concluded", True, False)},
        {1: ("Paul", "concluded", False, False)},
        {1: ("Marie", "concluded", False, False), 2: ("Marie", "concluded", False, False)},
    ],
)
def test_the_oracle_notices_ends_that_nobody_told(outcomes: dict[int, Any]) -> None:
    said = {1: Said("Marie")}
    oracle.ended_as_said({1: ("Marie", "concluded", False, False)}, said)
    broken(lambda: oracle.ended_as_said(outcomes, said))
