"""The structures of a person, and in which state each is: a number of queries that does not grow."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from wagtail.models import WorkflowState

from cms.core.links import counterparts
from exchanges.models import ExchangePage, Involvement, OrganisationPage, Standing
from sites.networks import networks_of

# How somebody's involvements are listed: what holds first, what is over not at all.
ORDER = (Standing.CONFIRMED, Standing.ASKED, Standing.REFUSED)
SHOWN, WAITS, SENT_BACK, CHANGED, DRAFT = "shown", "waits", "sent_back", "changed", "draft"


@dataclass(frozen=True)
class Row:
    """A structure in somebody's list; `state` is that of its sheet, `why` what the network's readers said."""

    involvement: Involvement
    title: str
    url: str
    network: str
    exchanges: int
    people: int
    state: str
    why: str

    @property
    def structure(self) -> OrganisationPage:
        """Its sheet."""
        return self.involvement.organisation

    @property
    def is_mine(self) -> bool:
        """Whether they speak for it."""
        return self.involvement.standing == Standing.CONFIRMED


def involvements_of(person: Any) -> list[Involvement]:
    """What the person speaks for, asked for, or was refused."""
    found = Involvement.objects.filter(person=person, standing__in=ORDER)
    found = found.select_related("role", "organisation__area").defer("organisation__body")
    return sorted(found, key=lambda each: (ORDER.index(Standing(each.standing)), each.organisation.title))


def rows_of(request: HttpRequest, *, most: int | None = None) -> list[Row]:
    """The lines of the person's list, as this site shows them."""
    mine = involvements_of(request.user)[:most]
    ids = [each.organisation_id for each in mine]
    shown = counterparts(ids, request)
    exchanges, people = _exchanges(ids), _people(ids)
    states = workflow_states(ids)
    rows = []
    for each in mine:
        page, state = each.organisation, states.get(each.organisation_id)
        there = shown.get(page.pk)
        rows.append(
            Row(
                involvement=each,
                title=page.title,
                url=(there.get_url(request) or "") if there else "",
                network=_network_of(page, request),
                exchanges=exchanges.get(page.pk, 0),
                people=people.get(page.pk, 0),
                state=state_of(page, state),
                why=_comment(state),
            )
        )
    return rows


def _exchanges(ids: Collection[int]) -> dict[int, int]:
    """How many announcements each of these has at present."""
    current = ExchangePage.objects.origins().current().filter(organisation__in=ids)
    counted = current.order_by().values_list("organisation").annotate(number=Count("pk"))
    return dict(counted)


def _people(ids: Collection[int]) -> dict[int, int]:
    confirmed = Involvement.objects.confirmed().filter(organisation__in=ids)
    return dict(confirmed.order_by().values_list("organisation").annotate(number=Count("pk")))


def workflow_states(ids: Collection[int]) -> dict[int, WorkflowState]:
    """What becomes of the versions that wait for a reader or were sent back, by the id of the sheet."""
    running = Q(status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES])
    found = WorkflowState.objects.filter(
        running,
        object_id__in=[str(pk) for pk in ids],
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
    )
    return {int(state.object_id): state for state in found.select_related("current_task_state")}


def state_of(page: OrganisationPage, state: WorkflowState | None) -> str:
    """Where the newest version of a sheet is."""
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return SENT_BACK
    if state:
        return WAITS
    if page.has_unpublished_changes:
        return CHANGED if page.live else DRAFT
    return SHOWN if page.live else DRAFT


def _comment(state: WorkflowState | None) -> str:
    """Why it was sent back, in the words of whoever read it."""
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    return state.current_task_state.comment if state.current_task_state else ""


def _network_of(page: OrganisationPage, request: HttpRequest) -> str:
    """The network to which the sheet belongs."""
    for network in networks_of(request).values():
        if page.path.startswith(network.site.root_page.path):
            return network.short_name
    return ""
