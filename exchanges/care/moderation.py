"""« Signalements »: what people reported to a network's moderators, and what they passed on to the committee."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic import BaseListingView, WagtailAdminTemplateMixin

from exchanges.care import duties, reports
from exchanges.care.forms import AdviseForm, DecideForm
from exchanges.models import Complaint, Report, Verdict

NAMESPACE = "care_reports"
STATES: list[tuple[str, Any]] = [
    ("waiting", gettext_lazy("Wait for a decision")),
    ("contested", gettext_lazy("Contested by their author")),
    ("committee", gettext_lazy("With the ethics committee")),
    ("decided", gettext_lazy("Decided")),
]


def url(name: str, *args: Any) -> str:
    """The address of a screen about reports."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


class ReportFilter(WagtailFilterSet):
    """What a moderator sorts reports by."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=STATES,
        method="by_state",
        widget=RadioSelect,
        empty_label=gettext_lazy("All"),
    )
    complaint = django_filters.ChoiceFilter(
        label=gettext_lazy("What is wrong"),
        choices=Complaint.choices,
        widget=RadioSelect,
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        """Those that stand so."""
        if value == "waiting":
            return queryset.to_decide()
        if value == "contested":
            return queryset.contested()
        if value == "committee":
            return queryset.filter(committee_at__isnull=False, committee_decided_at=None)
        return queryset.exclude(pk__in=Report.objects.to_decide().values("pk"))


class ReportsMixin:
    """For those who decide on reports, or advise on them."""

    about = Report
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer 403 to everybody else."""
        if not works_on_reports(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def works_on_reports(user: Any) -> bool:
    """Whether the user decides on reports somewhere, or sits on a committee."""
    return bool(user.has_perm(duties.DECIDE) or user.has_perm(duties.JUDGE))


def waiting_for(request: HttpRequest) -> QuerySet[Report]:
    """What waits for the user: decisions of their network, advice of their committee."""
    own = Report.objects.to_decide().filter(network__in=duties.sites_at_hand(request, duties.DECIDE))
    if not duties.judges_here(request):
        return own
    return own | Report.objects.filter(committee_at__isnull=False, committee_decided_at=None)


class ReportsView(ReportsMixin, BaseListingView):
    """The reports of the network worked for; for its committee, those that were passed on."""

    model = Report
    page_title: Any = gettext_lazy("Reports")
    header_icon = "warning"
    template_name = "exchanges/care/admin/reports.html"
    results_template_name = "exchanges/care/admin/reports_results.html"
    index_url_name: Any = f"{NAMESPACE}:index"
    index_results_url_name: Any = f"{NAMESPACE}:index_results"
    filterset_class: Any = ReportFilter
    default_ordering: Any = ("-created_at", "-pk")
    paginate_by = 30

    def get_base_queryset(self) -> QuerySet[Report]:
        own = Report.objects.filter(duties.reports_at_hand(self.request))
        return own.select_related("network__networksettings")

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "queryset": self.get_base_queryset()}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way home."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {
            **context,
            "is_filtering": bool(self.is_filtering),
            "judges": duties.judges_here(self.request),
        }


class ReportView(ReportsMixin, WagtailAdminTemplateMixin, FormView):
    """One report with what is known of it, and the form of whoever may decide on it or advise."""

    header_icon = "warning"
    template_name = "exchanges/care/admin/report.html"

    @cached_property
    def report(self) -> Report:
        """The report of the address, if it is theirs; raises Http404."""
        known = Report.objects.filter(duties.reports_of(self.request.user))
        named = known.select_related(
            "page", "message", "person", "decided_by", "committee_decided_by", "network__networksettings"
        )
        return get_object_or_404(named, pk=self.kwargs["pk"])

    @cached_property
    def decides(self) -> bool:
        """Whether the report is theirs to decide."""
        return duties.may_decide(self.request.user, self.report)

    @cached_property
    def judges(self) -> bool:
        """Whether it is theirs to advise on."""
        return duties.may_judge(self.request.user, self.report)

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """What it is about."""
        return self.report.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": url("index"), "label": _("Reports")},
            {"url": "", "label": self.report.title},
        ]

    def get_form_class(self) -> Any:
        return DecideForm if self.decides else AdviseForm

    def get_form_kwargs(self) -> dict[str, Any]:
        more = (
            {"report": self.report, "initial": {"seen": reports.stamp(self.report)}} if self.decides else {}
        )
        return {**super().get_form_kwargs(), **more}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report
        page = report.page.specific if report.page else None
        waits = report.waits if self.decides else self.judges and report.committee_decided_at is None
        return {
            **super().get_context_data(**kwargs),
            "desk_of": report.network if self.decides else None,
            "report": report,
            "decides": self.decides,
            "waits": waits,
            "page_url": page.full_url if page and page.live else "",
            "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if page and self.decides else "",
            "previous": reports.previous(report).filter(duties.reports_of(self.request.user))[:20],
            "back": url("index"),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Decide, or advise; say so where somebody did meanwhile."""
        said = {
            "made": self.report,
            "verdict": form.cleaned_data["verdict"],
            "reason": form.cleaned_data["reason"],
            "by": self.request.user,
        }
        try:
            if self.decides:
                made = reports.decide(**said, seen=form.cleaned_data["seen"] or None)
            elif self.judges:
                made = reports.advise(**said)
            else:
                raise PermissionDenied
        except reports.AlreadyDecidedError as error:
            return self.late(error.report)
        messages.success(self.request, self.sentence(made))
        return redirect(url("index"))

    def late(self, report: Report) -> HttpResponseRedirect:
        """Say what was decided, and show it."""
        text = _("It changed meanwhile: %(verdict)s. Nothing of yours was kept; read it again.")
        messages.warning(self.request, text % {"verdict": Verdict(report.verdict).label})
        return redirect(url("detail", report.pk))

    def sentence(self, made: Report) -> str:
        """What was done."""
        if not self.decides:
            return _("The moderators of its network read what the committee advises.")
        return _("Decided about “%(title)s”: %(verdict)s. Those concerned are told.") % {
            "title": made.title,
            "verdict": made.get_verdict_display(),
        }
