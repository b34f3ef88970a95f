"""What this room adds to the space and to what is told; whose reports are whose. Imported when the app is ready."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.registry import PersonalData, personal_data
from cms.core.tenancy.scopes import register_scope
from exchanges.care import duties, personal, reports
from exchanges.care import help as helping
from exchanges.conversations.replies import reply_to_notice
from exchanges.models import Notice, Report
from exchanges.notices.events import register
from exchanges.people import exchanges_of
from exchanges.space.sections import Section, Waiting, section, waits

MOST = 5

register_scope(Report, duties.reports_of)
personal_data["care"] = PersonalData(
    label=gettext_lazy("What I reported"), export=personal.export, erase=personal.erase
)


def _report_path(notice: Notice) -> str:
    """To the report in the space of the author: its number is in the subject."""
    pk = notice.subject.split(":")[1]
    return reverse("care_mine_one", args=[pk]) if pk.isdigit() else reverse("care_mine")


def _page_path(notice: Notice) -> str:
    return reverse("care_lead", args=[notice.page_id]) if notice.page_id else reverse("space")


register("reported", path=_report_path)
register("report_decided", path=_report_path)
register("report_outcome", path=_page_path)
register("proposed", path=_page_path, answers=reply_to_notice)
register("relaunched", path=_page_path)
register("close_suggested", path=_page_path)
# The way back from there stands on the home page of the space.
register("area_widened", path=lambda notice: reverse("space"))


@section
def reports_about_mine(request: HttpRequest) -> Section | None:
    """The reports about what is the person's, where there are any."""
    found = list(reports.about(_person(request))[: MOST + 1])
    if not found:
        return None
    context = {"reports": found[:MOST], "more": len(found) > MOST}
    return Section(_("Problems reported"), "exchanges/care/parts/reports.html", order=90, context=context)


@section
def widened(request: HttpRequest) -> Section | None:
    """The announcements that are looked for further around than their author wrote."""
    pages = exchanges_of(_person(request)).filter(live=True, widened_from__isnull=False)
    found = [page for page in pages.select_related("area", "widened_from") if helping.can_narrow(page)]
    if not found:
        return None
    return Section(
        _("Looked for further around"),
        "exchanges/care/parts/widened.html",
        order=80,
        context={"pages": found},
    )


@waits
def unanswered_reports(request: HttpRequest) -> list[Waiting]:
    """Reports that nobody decided on, and to which the person did not reply."""
    found = reports.about(_person(request)).open().filter(replied_at=None)[:MOST]  # type: ignore[attr-defined]
    return [
        Waiting(
            _("Somebody reported “%(title)s”: %(complaint)s.")
            % {"title": each.title, "complaint": each.get_complaint_display().lower()},
            reverse("care_mine_one", args=[each.pk]),
            _("See and reply"),
            icon="flag",
            order=40,
        )
        for each in found
    ]


def _person(request: HttpRequest) -> Any:
    return request.user
