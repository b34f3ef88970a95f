"""Whatever people do, in whatever order and however the tasks run, each site shows what it should.

The oracle is written apart from the engine, page by page and rule by rule, as DESIGN 5 says it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from taggit.models import Tag
from wagtail.models import Page, Site

from cms.core.models import Theme
from exchanges.models import ExchangePage
from syndication import queue
from syndication.decisions import accept, reconsider, refuse
from syndication.engine import sync
from syndication.models import Decision, Delivery, Match, Mode, State, SyndicationRule
from syndication.tasks import sync_everything, sync_pages
from tests.factories import UserFactory
from tests.world import HUB, NETWORKS, World

KEYS = [*NETWORKS, HUB]
TAGS = ["région", "urgent"]
THEMES = ["agriculture", "maraichage", "habitat"]
# Narrower themes count: the oracle knows the little tree by heart.
COVERS = {
    "agriculture": {"agriculture", "maraichage"},
    "maraichage": {"maraichage"},
    "habitat": {"habitat"},
}
TASKS: dict[str, Callable[..., Any]] = {
    "syndication.tasks.sync_pages": sync_pages,
    "syndication.tasks.sync_everything": sync_everything,
}


def subsets(values: list[str]) -> st.SearchStrategy[list[str]]:
    """Any of the values, none included."""
    return st.lists(st.sampled_from(values), unique=True)


class Life(RuleBasedStateMachine):
    """Publishes, edits, moves, decides; runs the tasks in any order, twice, or loses them."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[tuple[str, tuple[Any, ...]]] = []
        JOBS[:] = [self.jobs]
        self.block = transaction.atomic()
        self.block.__enter__()
        root = Theme.add_root(code="agriculture", label="Agriculture")
        root.add_child(code="maraichage", label="Maraîchage")
        Theme.add_root(code="habitat", label="Habitat")
        self.world = World.create()
        self.user = UserFactory()
        self.titles = 0

    def teardown(self) -> None:
        """Leave the database as it was."""
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        Site.clear_site_root_paths_cache()

    def pages(self) -> list[ExchangePage]:
        return list(ExchangePage.objects.origins().order_by("pk"))

    def pick(self, number: int) -> ExchangePage:
        pages = self.pages()
        return pages[number % len(pages)]

    @rule(
        key=st.sampled_from(KEYS),
        tags=subsets(TAGS),
        themes=subsets(THEMES),
        sharing=st.sampled_from(["network", "hub", "networks", "open"]),
    )
    def publish(self, key: str, tags: list[str], themes: list[str], sharing: str) -> None:
        self.titles += 1
        self.world.page(key, f"Page {self.titles}", tags=tags, themes=themes, sharing=sharing)

    @precondition(lambda self: self.pages())
    @rule(number=st.integers(0, 9), tags=subsets(TAGS), themes=subsets(THEMES))
    def retag(self, number: int, tags: list[str], themes: list[str]) -> None:
        page = self.pick(number)
        page.tags.set(tags)
        page.themes.set(Theme.objects.filter(code__in=themes))
        self.world.publish(page)

    @precondition(lambda self: self.pages())
    @rule(number=st.integers(0, 9), sharing=st.sampled_from(["network", "hub", "networks", "open"]))
    def edit(self, number: int, sharing: str) -> None:
        page = self.pick(number)
        self.titles += 1
        page.title, page.sharing = f"Page {self.titles}", sharing
        self.world.publish(page)

    @precondition(lambda self: self.pages())
    @rule(number=st.integers(0, 9), days=st.integers(-1, 1))
    def expire(self, number: int, days: int) -> None:
        page = self.pick(number)
        page.expires_on = timezone.localdate() + timedelta(days=days)
        self.world.publish(page)

    @precondition(lambda self: self.pages())
    @rule(number=st.integers(0, 9))
    def unpublish(self, number: int) -> None:
        self.pick(number).unpublish()

    @precondition(lambda self: self.pages())
    @rule(number=st.integers(0, 9))
    def delete(self, number: int) -> None:
        self.pick(number).delete()

    @precondition(lambda self: self.pages())
    @rule(number=st.integers(0, 9), key=st.sampled_from(KEYS))
    def move(self, number: int, key: str) -> None:
        page, index = self.pick(number), self.world.index(key, ExchangePage)
        if not page.is_child_of(index):
            page.move(index, pos="last-child")

    @precondition(lambda self: SyndicationRule.objects.count() < 5)
    @rule(
        source=st.sampled_from(KEYS),
        receivers=st.lists(st.sampled_from(KEYS), unique=True, min_size=1, max_size=3),
        tags=subsets(TAGS),
        themes=subsets(THEMES),
        match=st.sampled_from(Match.values),
        mode=st.sampled_from(Mode.values),
    )
    def add_rule(
        self, source: str, receivers: list[str], tags: list[str], themes: list[str], match: str, mode: str
    ) -> None:
        self.world.rule(
            source,
            " ".join(receivers),
            tags=tags,
            themes=themes,
            tag_match=match,
            theme_match=match,
            mode=mode,
        )

    @precondition(lambda self: SyndicationRule.objects.exists())
    @rule(number=st.integers(0, 9), how=st.sampled_from(["delete", "toggle", "mode", "tags", "targets"]))
    def change_rule(self, number: int, how: str) -> None:
        rules = list(SyndicationRule.objects.order_by("pk"))
        chosen = rules[number % len(rules)]
        if how == "delete":
            chosen.delete()
            return
        if how == "toggle":
            chosen.active = not chosen.active
        elif how == "tags":
            chosen.tags = [] if chosen.tags.all() else list(Tag.objects.order_by("name")[:1])
        elif how == "targets":
            chosen.targets = [self.world.sites[KEYS[number % len(KEYS)]]]
        else:
            chosen.mode = Mode.REVIEWED if chosen.mode == Mode.AUTOMATIC else Mode.AUTOMATIC
        chosen.save()

    @precondition(lambda self: Delivery.objects.exists())
    @rule(number=st.integers(0, 9), decision=st.sampled_from(["accept", "refuse", "reconsider"]))
    def decide(self, number: int, decision: str) -> None:
        rows = list(Delivery.objects.order_by("uid", "target__hostname"))
        chosen = [rows[number % len(rows)]]
        if decision == "accept":
            accept(deliveries=chosen, user=self.user)
        elif decision == "refuse":
            refuse(deliveries=chosen, user=self.user, reason="Hors charte.")
        else:
            reconsider(deliveries=chosen, user=self.user)

    @precondition(lambda self: self.jobs)
    @rule(number=st.integers(0, 9), times=st.integers(0, 2))
    def run_job(self, number: int, times: int) -> None:
        """A task runs once, twice, or is lost."""
        name, args = self.jobs.pop(number % len(self.jobs))
        for _time in range(times):
            TASKS[name](*args)

    @rule()
    def run_jobs_in_order(self) -> None:
        while self.jobs:
            name, args = self.jobs.pop(0)
            TASKS[name](*args)
        self.compare()

    @rule(thorough=st.booleans())
    def reconcile(self, thorough: bool) -> None:
        self.jobs.clear()
        sync(thorough=thorough)
        self.compare()
        assert sync().changed == 0

    @invariant()
    def nothing_private_is_shown(self) -> None:
        """Even before any task has run, nothing shows that was never let out, and no tree breaks."""
        assert not ExchangePage.objects.filter(is_copy=True, sharing="network").exists()
        assert not any(Page.find_problems())

    def compare(self) -> None:
        """What each site shows is what the rules say, as somebody would work it out by hand."""
        expected = expectation(self.pages())
        for key, site in self.world.sites.items():
            assert self.world.shown(key) == expected[site.pk], key
        live = Delivery.objects.filter(state=State.LIVE)
        assert live.count() == ExchangePage.objects.filter(is_copy=True).count()
        assert not Delivery.objects.filter(state__in=[State.HELD, State.WITHDRAWN]).exclude(title="").exists()


def matches(chosen: SyndicationRule, page: ExchangePage) -> bool:
    """Whether the page meets the rule's conditions."""
    tags = {tag.name for tag in chosen.tags.all()}
    themes = {theme.code for theme in chosen.themes.all()}
    has_tags = {tag.name for tag in page.tags.all()}
    has_themes = {theme.code for theme in page.themes.all()}
    met_tags = [tag in has_tags for tag in tags]
    met_themes = [bool(COVERS[theme] & has_themes) for theme in themes]
    return agrees(chosen.tag_match, met_tags) and agrees(chosen.theme_match, met_themes)


def agrees(match: str, met: list[bool]) -> bool:
    """Whether a list of conditions is met as asked; an empty list always is."""
    if not met:
        return True
    return {"any": any(met), "all": all(met), "none": not any(met)}[match]


def expectation(pages: list[ExchangePage]) -> dict[int, set[str]]:
    """{site: titles of the copies that it should show}."""
    shown: dict[int, set[str]] = {site.pk: set() for site in Site.objects.all()}
    hub = Site.objects.get(hostname="hub.localhost").pk
    for page in pages:
        home = page.get_site().pk
        for target in places(page, home, hub) - {home} if page.live and not page.is_expired else ():
            shown[target].add(page.title)
    return shown


def places(page: ExchangePage, home: int, hub: int) -> set[int]:
    """The sites on which the page may be seen, its home included."""
    decisions = {row.target_id: row.decision for row in Delivery.objects.filter(page=page)}
    allowed = {"network": set(), "hub": {hub}}.get(page.sharing)
    here, grown = {home}, True
    while grown:
        grown = False
        for chosen in SyndicationRule.objects.filter(active=True):
            sources = {site.pk for site in chosen.sources.all()}
            if not (sources & here and matches(chosen, page)):
                continue
            for target in {site.pk for site in chosen.targets.all()} - here:
                decision = decisions.get(target, "")
                waits = chosen.mode == Mode.REVIEWED and decision != Decision.ACCEPTED
                if (allowed is None or target in allowed) and decision != Decision.REFUSED and not waits:
                    here.add(target)
                    grown = True
    return here


JOBS: list[list[tuple[str, tuple[Any, ...]]]] = []


@pytest.mark.django_db
def test_life(monkeypatch: pytest.MonkeyPatch) -> None:
    """The state machine, with the tasks kept aside instead of run."""
    monkeypatch.setattr(queue, "async_task", lambda name, *args, **_when: JOBS[0].append((name, args)))
    monkeypatch.setattr(queue.transaction, "on_commit", lambda function: function())
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=False,
        ),
    )
