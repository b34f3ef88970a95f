"""What this room adds to the space, to the clock and to what is listened to; imported when the app is ready."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cms.core.registry import Duty, PersonalData, permit, personal_data
from exchanges.models import Involvement, Notice, Standing
from exchanges.notices.events import register
from exchanges.people import structures_of
from exchanges.space.sections import Entry, Section, Waiting, entries, section, waits
from exchanges.structures import personal
from exchanges.structures.access import DECIDE
from exchanges.structures.mine import SENT_BACK, Row, rows_of

# On the home page of the space; the list has all of them.
MOST_ROWS = 5
CACHED = "_structures_rows"

entries.append(Entry(gettext_lazy("My structures"), "structures_mine", "building-2", order=20))
permit(DECIDE, to=(Duty.MODERATOR, Duty.COORDINATOR))
personal_data["structures"] = PersonalData(
    label=gettext_lazy("The structures for which you act"), export=personal.export, erase=personal.erase
)


def _rows(request: HttpRequest) -> list[Row]:
    """The first lines of the person's list: read once, for what waits and for the section."""
    found: list[Row] | None = getattr(request, CACHED, None)
    if found is None:
        found = rows_of(request, most=MOST_ROWS)
        setattr(request, CACHED, found)
    return found


@section
def structures_section(request: HttpRequest) -> Section:
    """The structures of the person, or the way to find theirs."""
    context = {"rows": _rows(request), "most": MOST_ROWS}
    return Section(
        gettext_lazy("My structures"), "exchanges/structures/section.html", order=60, context=context
    )


@waits
def claims_wait(request: HttpRequest) -> list[Waiting]:
    """Those who ask to speak for a structure of the person's."""
    mine = structures_of(request.user).values("pk")
    asked = Involvement.objects.filter(standing=Standing.ASKED, organisation__in=mine)
    person: Any = request.user
    asked = asked.exclude(person=person).select_related("person", "organisation")
    text = _("%(person)s asks to act for “%(title)s”.")
    return [
        Waiting(
            text=text % {"person": each.person, "title": each.organisation.title},
            url=reverse("structures_answer", args=[each.pk]),
            action=pgettext("verb", "Answer"),
            icon="users",
            order=30,
        )
        for each in asked.order_by("asked_at", "pk")[:MOST_ROWS]
    ]


@waits
def sheets_sent_back(request: HttpRequest) -> list[Waiting]:
    """The sheets that the network sent back to be changed."""
    rows = [row for row in _rows(request) if row.is_mine and row.state == SENT_BACK]
    text = _("The sheet of “%(title)s” was sent back: something is to be changed.")
    return [
        Waiting(
            text=text % {"title": row.title},
            url=reverse("structures_edit", args=[row.structure.pk]),
            action=_("Change it"),
            icon="triangle-alert",
            order=20,
        )
        for row in rows
    ]


def _to_answer(notice: Notice) -> str:
    return reverse("structures_answer", args=[notice.facts["claim"]])


def _to_structure(notice: Notice) -> str:
    if notice.facts["accepted"]:
        return reverse("structures_people", args=[notice.facts["structure"]])
    return reverse("structures_mine")


register("claim_asked", path=_to_answer)
register("claim_decided", path=_to_structure)
register("structure_left", path=lambda notice: reverse("structures_mine"))
