"""The report "where everything is": every delivery that the reader may know of, and its figures."""

from collections.abc import Iterator
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.core.permissions import NetworkScopedMixin, user_networks
from cms.core.text import disarm
from syndication import queries
from syndication.filters import ReportFilter
from syndication.inbox import detail_url
from syndication.models import Delivery, State

NAMESPACE = "syndication_report"
HEADINGS = {
    "title": _("Title"),
    "kind": _("What"),
    "origin": _("Comes from"),
    "target": _("Goes to"),
    "state": _("State"),
    "since": _("Since"),
    "via": _("By way of"),
    "rule": _("By the rule"),
    "reason": _("Reason"),
    "decided_by": _("Decided by"),
    "error": _("Last error"),
}


def line(delivery: Any) -> dict[str, Any]:
    """A row of the report, as its reader may know it (`ours`: the original is of their network)."""
    own = delivery.ours
    return {
        "title": queries.title_for(delivery, own=own),
        "kind": queries.kind_name(delivery.kind),
        "origin": queries.network_name(delivery.network),
        "target": queries.network_name(delivery.target),
        "state": str(delivery.get_state_display()),
        "since": delivery.state_at,
        "via": queries.network_name(delivery.via) if delivery.via_id else "",
        "rule": str(delivery.rule or ""),
        "reason": delivery.reason,
        "decided_by": queries.decider_name(delivery, own=not own),
        # An error may quote the page.
        "error": delivery.error if own else "",
    }


def cell(name: str) -> Any:
    """What a column of the table shows."""
    return lambda delivery: line(delivery)[name]


def since(delivery: Any) -> str:
    """The day on which it came to stand as it does."""
    return date_format(timezone.localtime(delivery.state_at), "SHORT_DATE_FORMAT")


def page_url(delivery: Any) -> str | None:
    """Where the reader goes on: their own page, or the sheet that they received."""
    if delivery.ours:
        return reverse("wagtailadmin_pages:edit", args=[delivery.page_id]) if delivery.page_id else None
    return detail_url(delivery, back=reverse(f"{NAMESPACE}:index"))


class LabelledColumn(Column):
    """A column whose cells carry its name, for the phone, where each row is a card."""

    cell_template_name = "syndication/admin/labelled_cell.html"


class StateColumn(LabelledColumn):
    """The state, as a tag that colour only helps."""

    cell_template_name = "syndication/admin/state_cell.html"


class DeliveryReport(NetworkScopedMixin, ReportView):  # type: ignore[override]
    """Deliveries from the user's networks, and those to them of which these were told."""

    model: Any = Delivery
    network_lookup: ClassVar[Any] = queries.visible_in
    permission_policy: Any = ModelPermissionPolicy(Delivery)
    any_permission_required: Any = ["view", "change"]
    page_title: Any = _("Sharing: where everything is")
    header_icon = "pes-share"
    index_url_name: Any = f"{NAMESPACE}:index"
    index_results_url_name: Any = f"{NAMESPACE}:index_results"
    template_name = "syndication/admin/report.html"
    results_template_name = "syndication/admin/report_results.html"
    filterset_class: Any = ReportFilter
    default_ordering: Any = ("-state_at", "-pk")
    list_export = list(HEADINGS)
    export_headings = HEADINGS
    columns = [
        TitleColumn("title", label=_("Title"), accessor=cell("title"), get_url=page_url, width="24%"),
        LabelledColumn("kind", label=_("What"), accessor=cell("kind")),
        LabelledColumn("origin", label=_("Comes from"), accessor=cell("origin")),
        LabelledColumn("target", label=_("Goes to"), accessor=cell("target")),
        StateColumn("state", label=_("State"), accessor=cell("state")),
        LabelledColumn("state_at", label=_("Since"), accessor=since, sort_key="state_at"),
        LabelledColumn("rule", label=_("By the rule"), accessor=cell("rule")),
        LabelledColumn("reason", label=_("Reason"), accessor=cell("reason"), width="20%"),
    ]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        networks = user_networks(self.request.user)
        return queries.with_names(super().get_base_queryset()).annotate(ours=queries.ours(networks))

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "queryset": self.get_base_queryset()}

    def get_filename(self) -> str:
        """A name that tells the day."""
        return f"diffusion-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """The cells of an export; nothing that a spreadsheet would run."""
        return {name: disarm(value) for name, value in line(item).items()}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        counts = queries.counts_by_state(cast("QuerySet[Delivery]", self.object_list))
        return {**context, "counts": list(counted(counts)), "total": sum(counts.values())}


def counted(counts: dict[str, int]) -> Iterator[tuple[str, str, int]]:
    """The states that occur: code, words, how many."""
    for state, count in counts.items():
        if count:
            yield state, str(State(state).label), count
