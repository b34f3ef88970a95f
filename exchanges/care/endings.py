"""« Suivi », its last list: how the announcements of the network ended, and what that adds up to.

Each line is read in the home network of its announcement only. The regional platform reads numbers, network by
network (`exchanges.conversations.indicators`).
"""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site
from wagtail.permission_policies import ModelPermissionPolicy

from cms.core.permissions import NetworkScopedMixin
from cms.core.text import disarm
from exchanges.care import baskets, duties
from exchanges.care.follow_views import NAMESPACE, tabs, trail
from exchanges.conversations.indicators import Counts, counts
from exchanges.models import Conversation, Method, Outcome, Result
from sites.models import NetworkSettings

NAME: Any = gettext_lazy("How it ended")
HEADINGS = {
    "title": gettext_lazy("Title"),
    "told_at": gettext_lazy("Said on"),
    "result": gettext_lazy("How it ended"),
    "method": gettext_lazy("Method"),
    "value": gettext_lazy("Euros"),
    "hours": gettext_lazy("Hours"),
    "other_side": gettext_lazy("The other side"),
}


class EndingsView(NetworkScopedMixin, ReportView):  # type: ignore[override]
    """What came of the announcements whose home is at hand."""

    model: Any = Outcome
    permission_policy: Any = ModelPermissionPolicy(Conversation)
    permission_required: Any = "follow"
    page_title: Any = NAME
    header_icon = "history"
    template_name = "exchanges/care/admin/basket.html"
    results_template_name = "exchanges/care/admin/endings_results.html"
    index_url_name: Any = f"{NAMESPACE}:ended"
    index_results_url_name: Any = f"{NAMESPACE}:ended_results"
    default_ordering: Any = ("-told_at", "-pk")
    paginate_by = 30
    columns: Any = []
    list_export = list(HEADINGS)
    export_headings = HEADINGS

    @cached_property
    def networks(self) -> QuerySet[Site]:
        """The networks that the list is about."""
        return duties.sites_at_hand(self.request, duties.FOLLOW)

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = super().get_base_queryset().filter(network__in=self.networks.values("pk"))
        return rows.select_related("exchange", "method", "conversation")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way home."""
        return trail(NAME)

    def get_filename(self) -> str:
        """A name that tells the day."""
        return f"suivi-conclu-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """The cells of an export; nothing that a spreadsheet would run."""
        return {
            "title": disarm(title_of(item)),
            "told_at": timezone.localtime(item.told_at).date(),
            "result": item.get_result_display(),
            "method": str(item.method or ""),
            "value": item.value,
            "hours": item.hours,
            "other_side": other_side(item),
        }

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        lines = [
            {"outcome": row, "title": title_of(row), "other_side": other_side(row)}
            for row in context["object_list"]
        ]
        numbers = baskets.counts(self.networks)
        return {**context, "lines": lines, "tabs": tabs(numbers, "ended"), "totals": totals(self.networks)}


def title_of(outcome: Outcome) -> str:
    """What it was about, also when the announcement is gone."""
    if outcome.exchange:
        return outcome.exchange.title
    return outcome.conversation.title if outcome.conversation else _("An announcement that was deleted")


def other_side(outcome: Outcome) -> str:
    """What whoever answered says of it."""
    if outcome.result != Result.CONCLUDED or outcome.conversation_id is None:
        return ""
    if outcome.confirmed_at:
        return _("confirms")
    return _("says that it was otherwise") if outcome.contested_at else _("has not said anything yet")


def totals(networks: QuerySet[Site]) -> list[dict[str, Any]]:
    """What it adds up to: of each network at hand, and of all where one of them is the regional platform."""
    at_hand = NetworkSettings.objects.filter(site__in=networks.values("pk"))
    wanted = NetworkSettings.objects.exclude(name="") if at_hand.hubs().exists() else at_hand
    names = {row.code: row.name for row in Method.objects.all()}
    return [
        {"name": row.name, "counts": said, "how": how(said, names)}
        for row in wanted.select_related("site").order_by("role", "name")
        if (said := counts(row.site)).concluded or said.not_concluded
    ]


def how(said: Counts, names: dict[str, str]) -> str:
    """By which methods, and why not, in words."""
    parts = [(names.get(code, code), number) for code, number in said.by_method.items()]
    parts += [(str(Result(code).label).lower(), number) for code, number in said.not_concluded.items()]
    return " · ".join(f"{number}\u00a0× {what}" for what, number in parts)
