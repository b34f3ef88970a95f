"""Rules and arrivals in the admin."""

from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from cms.core.menus import shown_if
from cms.core.permissions import NetworkScopedViewSet
from syndication import inbox, queries, reports
from syndication.forms import RuleForm
from syndication.models import SyndicationRule
from syndication.panels import RulePreviewPanel
from syndication.views import RulePreviewView


def names_of(relation: str) -> Any:
    """What a column shows of the networks of a rule."""
    return lambda rule: ", ".join(queries.network_name(site) for site in getattr(rule, relation).all())


class RuleIndexView(IndexView):
    """The rules of the user's networks."""

    add_item_label: Any = _("Write a rule")

    def get_base_queryset(self) -> QuerySet[SyndicationRule]:
        rules = super().get_base_queryset()
        named = queries.networks()
        return rules.select_related("network__networksettings").prefetch_related(
            Prefetch("sources", named), Prefetch("targets", named)
        )

    @property
    def columns(self) -> list[Column]:  # type: ignore[override]
        """Without the box that ticks many: rules are few, and each is deleted knowingly."""
        return cast("list[Column]", super().columns[1:])


class RuleViewSet(NetworkScopedViewSet):
    """Sharing rules; whose they are is `network`."""

    model: Any = SyndicationRule
    icon = "pes-share"
    menu_label: Any = _("Sharing rules")
    menu_name = "sharing-rules"
    url_prefix = "syndication/rules"
    index_view_class = RuleIndexView
    preview_view_class = RulePreviewView
    add_to_reference_index = False
    copy_view_enabled = True
    list_display = [
        "name",
        Column("sources", label=_("Comes from"), accessor=names_of("sources")),
        Column("targets", label=_("Goes to"), accessor=names_of("targets")),
        Column("mode", label=_("When"), accessor="get_mode_display", sort_key="mode"),
        BooleanColumn("active", label=_("In force"), sort_key="active"),
        Column("network", label=_("Kept by"), accessor=lambda rule: queries.network_name(rule.network)),
    ]
    search_fields = ["name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("sources"), FieldPanel("targets")])],
                heading=_("From where to where"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("kinds"),
                    FieldPanel("themes"),
                    FieldPanel("theme_match"),
                    FieldPanel("tags"),
                    FieldPanel("tag_match"),
                    FieldPanel("area"),
                ],
                heading=_("Which pages"),
                help_text=_("Pages that meet every condition; what is left empty is no condition."),
            ),
            MultiFieldPanel([FieldPanel("mode"), FieldPanel("active")], heading=_("How")),
            MultiFieldPanel([FieldPanel("name"), FieldPanel("network")], heading=_("The rule itself")),
            RulePreviewPanel(heading=_("What it brings")),
        ],
        base_form_class=RuleForm,
    )

    @property
    def preview_view(self) -> Any:
        """The preview of the form, saved or not."""
        return self.construct_view(self.preview_view_class, form_class=self.get_form_class(for_update=True))

    def register_chooser_viewset(self) -> None:
        """Nothing refers to a rule: without a chooser, there are fewer doors to watch."""

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("preview/", self.preview_view, name="preview"),
            path("preview/<int:pk>/", self.preview_view, name="preview_saved"),
        ]


# For those who decide what their network shows.
DecidersMenuItem = shown_if(lambda request: queries.may_decide(request.user))


class InboxViewSet(ViewSet):
    """What arrived on the user's networks."""

    name: Any = inbox.NAMESPACE
    url_prefix = "syndication/received"
    icon = "pes-inbox"
    menu_label: Any = _("Received")
    menu_name = "received"
    menu_item_class = DecidersMenuItem

    def get_urlpatterns(self) -> list[Any]:
        listing, refused, shown = inbox.InboxView, inbox.RefusedView, inbox.ShownView
        return [
            path("", listing.as_view(), name="index"),
            path("results/", listing.as_view(results_only=True), name="index_results"),
            path("refused/", refused.as_view(), name="refused"),
            path("refused/results/", refused.as_view(results_only=True), name="refused_results"),
            path("shown/", shown.as_view(), name="shown"),
            path("shown/results/", shown.as_view(results_only=True), name="shown_results"),
            path("accept-all/", inbox.AcceptAllView.as_view(), name="accept_all"),
            path("<int:pk>/", inbox.DetailView.as_view(), name="detail"),
            path("<int:pk>/accept/", inbox.AcceptView.as_view(), name="accept"),
            path("<int:pk>/refuse/", inbox.RefuseView.as_view(), name="refuse"),
            path("<int:pk>/reconsider/", inbox.ReconsiderView.as_view(), name="reconsider"),
            path("<int:pk>/local/", inbox.LocalView.as_view(), name="local"),
        ]


class ReportViewSet(ViewSet):
    """The report, beside the inbox and the rules."""

    name: Any = reports.NAMESPACE
    url_prefix = "reports/syndication"
    icon = "list-ul"
    menu_label: Any = _("Where everything is")
    menu_name = "sharing-report"
    menu_item_class = DecidersMenuItem

    def get_urlpatterns(self) -> list[Any]:
        report = reports.DeliveryReport
        return [
            path("", report.as_view(), name="index"),
            path("results/", report.as_view(results_only=True), name="index_results"),
        ]


class SharingGroup(SnippetViewSetGroup):
    """One entry of the menu for all that is shared."""

    items: Any = (InboxViewSet, RuleViewSet, ReportViewSet)
    menu_label: Any = _("Sharing")
    menu_name = "sharing"
    menu_icon = "pes-share"
    menu_order = 150
