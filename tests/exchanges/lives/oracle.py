"""What must hold of announcements, conversations, news and mails, whatever people do.

Written apart from the rooms: from the issue and `reference/lists.md`, with tables of its own. Everything here
is plain facts; `facts.py` reads them from the database, the machine remembers what people did.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

AUTHOR, ANSWER = "author", "answer"
# Who may bring an answer from one state to another; "" is where it begins.
WAYS: dict[tuple[str, str], set[str]] = {
    ("", "received"): {ANSWER},
    ("received", "discussed"): {AUTHOR},
    ("received", "agreed"): {AUTHOR},
    ("received", "declined"): {AUTHOR},
    ("received", "withdrawn"): {ANSWER},
    ("received", "concluded"): {AUTHOR},
    ("discussed", "agreed"): {AUTHOR},
    ("discussed", "declined"): {AUTHOR},
    ("discussed", "withdrawn"): {ANSWER},
    ("discussed", "concluded"): {AUTHOR},
    ("agreed", "declined"): {AUTHOR},
    ("agreed", "withdrawn"): {ANSWER},
    ("agreed", "concluded"): {AUTHOR},
    ("declined", "discussed"): {AUTHOR},
    ("withdrawn", "received"): {ANSWER},
    ("withdrawn", "discussed"): {ANSWER},
}
# How far each level of sharing goes, beyond where it was typed.
REACH = {
    "network": frozenset[str](),
    "hub": frozenset({"hub"}),
    "networks": frozenset({"hub", "apeas", "alliance", "mesclun"}),
    "open": frozenset({"hub", "apeas", "alliance", "mesclun"}),
}
# Told by several paths, these are one thing: that somebody published something.
NEWS = ("match_found", "alert_hit", "proposed")
# By these, people are told of what the site of their network shows; a proposal reaches as far as its author lets it.
SHOWN = ("match_found", "alert_hit", "match_digest")
NEWS_DIGEST = "match_digest"


@dataclass
class Sheet:
    """An announcement as those remember it who did something with it."""

    pk: int
    title: str
    home: str
    authors: frozenset[str]
    sharing: str = ""
    last_day: date | None = None
    # waiting (never shown yet), online, paused, closed, removed (by moderators), off (given free again).
    standing: str = "waiting"
    pending: dict[str, object] | None = None
    # Where it was ever let go to.
    let_out: set[str] = field(default_factory=set)

    def is_shown(self, today: date) -> bool:
        """Whether visitors of its home find it."""
        return self.standing == "online" and (self.last_day is None or self.last_day >= today)

    def sites(self, today: date) -> frozenset[str]:
        """Where it may be found now."""
        return frozenset({self.home}) | REACH[self.sharing] if self.is_shown(today) else frozenset()


@dataclass(frozen=True)
class Moved:
    """A state to which an answer came: when, brought there by whom, on which side."""

    state: str
    at: datetime | None
    side: str
    party: int | None


@dataclass(frozen=True)
class Talk:
    """A conversation as the database has it."""

    pk: int
    page: int | None
    state: str
    state_at: datetime
    steps: tuple[Moved, ...]


@dataclass(frozen=True)
class News:
    """Something somebody was told."""

    pk: int
    person: str
    event: str
    subject: str
    page: int | None
    network: str
    pages: tuple[int, ...] = ()

    def about(self) -> set[str]:
        """What it is about, by whatever path it came."""
        if self.event == NEWS_DIGEST:
            return {f"news of {page}" for page in self.pages}
        return {f"news of {self.page}"} if self.event in NEWS else {self.subject}


@dataclass(frozen=True)
class Mailed:
    """A mail that left, and the notices to which it leads."""

    key: str
    to: str
    home: str
    notices: frozenset[int]


@dataclass(frozen=True)
class Said:
    """How an author said that it ended with an answer, and what the other side made of it."""

    told_by: str
    judged: str = ""


def one_a_pair(talks: Iterable[Talk], answered: Mapping[tuple[int, str], set[int]]) -> None:
    """Whoever answers an announcement, once or ten times, does so in one conversation, shared with nobody."""
    for pair, found in answered.items():
        assert len(found) == 1, f"{pair} has {len(found)} conversations"
    owned = Counter(pk for found in answered.values() for pk in found)
    assert all(count == 1 for count in owned.values()), "two pairs in one conversation"
    assert {talk.pk for talk in talks} == set(owned), "a conversation that nobody opened"


def dated(talk: Talk, *, now: datetime, before: Talk | None) -> None:
    """Each state has its date and whoever brought it there; the last one is where the answer stands."""
    was, last = "", None
    for step in talk.steps:
        assert step.at is not None, "a state without its date"
        assert step.at <= now, "a state of tomorrow"
        assert last is None or step.at >= last, "states out of order"
        assert step.party is not None, "a state without its author"
        allowed = WAYS.get((was, step.state), set())
        assert step.side in allowed, f"{was or 'nothing'} → {step.state} by the {step.side}"
        was, last = step.state, step.at
    assert talk.steps, "a conversation without a state"
    assert (talk.state, talk.state_at) == (was, last), f"stands as {talk.state}, was brought to {was}"
    if before is not None:
        assert talk.steps[: len(before.steps)] == before.steps, "what was written down changed"


def told_once(news: Iterable[News]) -> None:
    """Nobody is told of one thing twice, by whatever path."""
    seen: Counter[tuple[str, str]] = Counter()
    for each in news:
        seen.update((each.person, about) for about in each.about())
    twice = [who for who, count in seen.items() if count > 1]
    assert not twice, f"told twice: {twice}"


def not_of_own_act(news: Iterable[News], *, actor: str, sheets: Mapping[int, Sheet]) -> None:
    """Who did something is not told of it; nor an author that their announcement is there."""
    for each in news:
        assert each.person != actor, f"{actor} is told of what they did: {each.event}"
        for page in (each.page, *each.pages) if each.event in (*NEWS, NEWS_DIGEST) else ():
            sheet = sheets.get(page or 0)
            assert sheet is None or each.person not in sheet.authors, f"{each.person} wrote {page}"


def mailed_once(mails: Iterable[Mailed], *, home_of: Mapping[int, str], reader_of: Mapping[int, str]) -> None:
    """A notice is in one mail at most, digests included; to its reader, on the site of its network."""
    seen: Counter[int] = Counter()
    keys: Counter[str] = Counter()
    for mail in mails:
        seen.update(mail.notices)
        keys[mail.key] += 1
        for notice in mail.notices:
            assert reader_of[notice] == mail.to, f"notice {notice} went to {mail.to}"
            assert home_of[notice] == mail.home, f"notice {notice} leads to {mail.home}"
    assert not [pk for pk, count in seen.items() if count > 1], "mailed twice"
    assert not [key for key, count in keys.items() if count > 1], "one letter left twice"


def told_where_shown(
    news: Iterable[News], *, shown: Mapping[str, Collection[str]], sheets: Mapping[int, Sheet], today: date
) -> None:
    """People are told of what their network's site shows them, and of nothing that is over."""
    for each in news:
        for page in (each.page, *each.pages) if each.event in (*NEWS, NEWS_DIGEST) else ():
            sheet = sheets.get(page or 0)
            if sheet is None:
                continue
            assert each.network in sheet.sites(today), (
                f"{each.person} is told of {sheet.title} by {each.network}"
            )
            there = sheet.title in shown[each.network] or each.event not in SHOWN
            assert there, f"{sheet.title} is not on {each.network}"


def never_past_sharing(shown: Mapping[str, Collection[str]], sheets: Iterable[Sheet], today: date) -> None:
    """At any moment, late tasks included: where nobody ever let it go, nothing is; its home is always right."""
    for sheet in sheets:
        for site, titles in shown.items():
            if site == sheet.home:
                assert (sheet.title in titles) == sheet.is_shown(today), f"{sheet.title} at home"
            else:
                assert sheet.title not in titles or site in sheet.let_out, f"{sheet.title} on {site}"


def shown_as_it_should(shown: Mapping[str, Collection[str]], sheets: Iterable[Sheet], today: date) -> None:
    """Once the tasks have run: closed, paused, expired, refused and removed ones are on no site, others within reach."""
    places = {sheet.title: sheet.sites(today) for sheet in sheets}
    for site, titles in shown.items():
        for title in titles:
            assert site in places.get(title, ()), f"{title} is on {site}"


def ended_as_said(outcomes: Mapping[int, tuple[str, str, bool, bool]], said: Mapping[int, Said]) -> None:
    """An end stands only where the author said so; the other side confirmed it or contested it, never both.

    `outcomes`: by conversation, who told it, what came of it, whether confirmed, whether contested.
    """
    assert set(outcomes) == set(said), "an end that nobody told, or that was lost"
    for pk, (told_by, result, confirmed, contested) in outcomes.items():
        assert result == "concluded"
        assert told_by == said[pk].told_by, f"told by {told_by}"
        assert not (confirmed and contested), "confirmed and contested"
        judged = "confirmed" if confirmed else "contested" if contested else ""
        assert judged == said[pk].judged, f"{judged or 'nothing'} instead of {said[pk].judged or 'nothing'}"
