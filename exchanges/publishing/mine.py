"""The announcements of somebody, as their list shows them: a number of queries that they don't change."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from exchanges.matching.summary import Summary, summaries
from exchanges.models import Conversation, ExchangePage, Match
from exchanges.people import exchanges_of, exchanges_on
from exchanges.publishing import calendar, drafts
from exchanges.publishing.lineage import is_taken_off
from sites.models import NetworkSettings
from sites.networks import networks_of


class State(StrEnum):
    """Where an announcement stands for its author."""

    DRAFT = "draft"
    WAITING = "waiting"
    REFUSED = "refused"
    LIVE = "live"
    PAUSED = "paused"
    CLOSED = "closed"
    EXPIRED = "expired"
    TAKEN_OFF = "taken_off"


LABELS = {
    State.DRAFT: _("Draft"),
    State.WAITING: _("Being read"),
    State.REFUSED: _("Sent back"),
    State.LIVE: _("Online"),
    State.PAUSED: _("Paused"),
    State.CLOSED: _("Over"),
    State.EXPIRED: _("Past its last day"),
    State.TAKEN_OFF: _("Taken off by the network"),
}
# What its author may do with it, in the order of the buttons.
VERBS: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("edit", "delete"),
    State.WAITING: ("take_back",),
    State.REFUSED: ("edit", "delete"),
    State.LIVE: ("edit", "renew", "pause", "close", "copy"),
    State.PAUSED: ("resume", "edit", "close", "copy"),
    State.CLOSED: ("copy",),
    State.EXPIRED: ("renew", "edit", "close", "copy"),
    State.TAKEN_OFF: ("edit", "close", "copy"),
}


@dataclass(frozen=True)
class Row:
    """One announcement in the list."""

    page: ExchangePage
    title: str
    state: State
    label: Any
    why: str
    url: str
    # Of something online: what becomes of a change of it.
    change: str
    places: list[dict[str, str]]
    answers: int
    matches: int
    told: Summary
    verbs: tuple[str, ...]
    copy_key: str

    @property
    def ends_soon(self) -> bool:
        """Whether it is online for some days more only."""
        last = self.page.expires_on
        return self.state == State.LIVE and bool(last and last <= timezone.localdate() + calendar.WARNED)


def mine(person: Any, network: NetworkSettings) -> QuerySet[Any]:
    """The announcements of the person on the site of the network, those that changed last before the others."""
    pages: QuerySet[Any] = exchanges_on(network.site, person)
    return pages.order_by("-changed_at", "-pk")


def elsewhere(person: Any, network: NetworkSettings, request: HttpRequest) -> list[dict[str, Any]]:
    """How many the person has on the sites of the other networks."""
    paths = list(
        exchanges_of(person)
        .exclude(path__startswith=network.site.root_page.path)
        .values_list("path", flat=True)
    )
    counted = [
        (other, sum(path.startswith(other.site.root_page.path) for path in paths))
        for other in networks_of(request).values()
    ]
    return [{"name": other.name, "url": other.url, "count": count} for other, count in counted if count]


def rows(pages: Sequence[ExchangePage], request: HttpRequest, copy_keys: dict[int, str]) -> list[Row]:
    """What the list says of these pages: six queries."""
    ids = [page.pk for page in pages]
    reviews = _reviews(ids)
    places = _places(pages, request)
    answers = dict(
        Conversation.objects.filter(exchange__in=ids).values_list("exchange").annotate(Count("pk")).order_by()
    )
    matches, told = _matches(ids), summaries(ids)
    return [
        _row(page, request, reviews.get(page.pk), places[page.uid], answers.get(page.pk, 0), matches[page.pk],
             told[page.pk], copy_keys.get(page.pk, ""))
        for page in pages
    ]  # fmt: skip


def _row(
    page: ExchangePage,
    request: HttpRequest,
    review: WorkflowState | None,
    places: list[dict[str, str]],
    answers: int,
    matches: int,
    told: Summary,
    copy_key: str,
) -> Row:
    state = state_of(page, review)
    done = review.current_task_state if review else None
    refused = review is not None and review.status == WorkflowState.STATUS_NEEDS_CHANGES
    return Row(
        page=page,
        title=drafts.title_of(page),
        state=state,
        label=LABELS[state],
        why=done.comment if refused and done else "",
        url=(page.get_url(request) or "") if page.live else "",
        change=change_of(page, review),
        places=places,
        answers=answers,
        matches=matches if state == State.LIVE else 0,
        told=told,
        verbs=_verbs(page, state, review),
        copy_key=copy_key,
    )


def _verbs(page: ExchangePage, state: State, review: WorkflowState | None) -> tuple[str, ...]:
    if page.live and _in_progress(review):
        return without_edit(state)
    return tuple(verb for verb in VERBS[state] if verb != "copy" or not is_taken_off(page))


def without_edit(state: State) -> tuple[str, ...]:
    """The verbs while a change is being read."""
    return tuple("take_back" if verb == "edit" else verb for verb in VERBS[state])


def change_of(page: ExchangePage, review: WorkflowState | None) -> str:
    """Of something online: "waiting", "refused" or "typed", where there is a change of it; else ""."""
    if not page.live or not page.has_unpublished_changes:
        return ""
    if _in_progress(review):
        return "waiting"
    return "refused" if review else "typed"


def _in_progress(review: WorkflowState | None) -> bool:
    return review is not None and review.status == WorkflowState.STATUS_IN_PROGRESS


def state_of(page: ExchangePage, review: WorkflowState | None) -> State:
    """Where it stands; `review` is what runs over it, or was sent back."""
    if page.live:
        return State.EXPIRED if page.is_expired else State.LIVE
    if page.closed_at:
        return State.CLOSED
    if review is not None:
        return State.WAITING if _in_progress(review) else State.REFUSED
    if page.paused_at:
        return State.PAUSED
    return State.TAKEN_OFF if page.first_published_at else State.DRAFT


def _reviews(ids: Collection[int]) -> dict[int, WorkflowState]:
    """What runs over these pages, or was sent back."""
    about = WorkflowState.objects.active().filter(
        base_content_type=_page_type(), object_id__in=[str(pk) for pk in ids]
    )
    return {int(state.object_id): state for state in about.select_related("current_task_state")}


def _page_type() -> Any:
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(Page)


def _places(pages: Sequence[ExchangePage], request: HttpRequest) -> dict[Any, list[dict[str, str]]]:
    """By identity, the other sites on which they stand."""
    networks = list(networks_of(request).values())
    found: dict[Any, list[dict[str, str]]] = defaultdict(list)
    copies = ExchangePage.objects.current().filter(uid__in=[page.uid for page in pages], is_copy=True)
    for copy in copies.only("uid", "path", "url_path", "title").order_by("path"):
        at = next((each for each in networks if copy.path.startswith(each.site.root_page.path)), None)
        if at is not None:
            found[copy.uid].append({"name": at.short_name, "url": copy.get_url(request) or at.url})
    return found


def _matches(ids: Collection[int]) -> Counter[int]:
    """How many other pages could answer each of these."""
    pairs = Match.objects.current().of(list(ids)).values_list("exchange", "counterpart")
    return Counter(pk for pair in pairs for pk in pair if pk in set(ids))
