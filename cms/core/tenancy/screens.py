"""Screens of Wagtail's that look further than their own rows: for each the smallest part is replaced."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from taggit.models import Tag, TagBase
from wagtail import hooks
from wagtail.admin import filters
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views import chooser, home, tags, workflows
from wagtail.admin.views.chooser import page_models_from_string
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.images.views import chooser as image_chooser
from wagtail.log_actions import LogFormatter
from wagtail.models import Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.core.permissions import user_networks
from cms.core.tenancy.actor import acting_user
from cms.core.tenancy.crossings import CROSSING
from cms.core.tenancy.scopes import may_see, narrow, visible
from cms.core.tenancy.views import narrow_view


def own(rows: Any) -> Any:
    """Of these rows, those that whoever is answered may see."""
    user = acting_user()
    return rows if user is None else narrow(rows, user)


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """The chooser and its search offer pages of the person's networks."""
    return own(pages)


@narrow_view(chooser.BrowseView)
class OwnBrowse:
    """Opens where the person's own pages of the kind begin, not everybody's."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        return super().get(request, parent_page_id or start_of(request))  # type: ignore[misc]


@narrow_view(chooser.ExternalLinkView)
class OwnLinks:
    """Turns an address into a link to a page only on the person's own sites: it tells the draft's title."""

    def post(self, request: Any) -> HttpResponse:
        """Wagtail asks first what the request remembers of the sites."""
        own_sites = {site.pk for site in user_networks(request.user)}
        found = [path for path in Site.get_site_root_paths() if path.site_id in own_sites]
        request._wagtail_cached_site_root_paths = found
        return super().post(request)  # type: ignore[misc]


def start_of(request: HttpRequest) -> int | None:
    """The page below which a chooser of one kind begins; None for the trunk."""
    kinds = request.GET.get("page_type") or "wagtailcore.page"
    try:
        models = page_models_from_string(kinds)
    except (ValueError, LookupError):
        raise Http404 from None
    if models == (Page,):
        return None
    below = own(Page.objects.filter(depth__gt=1).type(*models)).first_common_ancestor()
    return None if below is None or not may_see(request.user, below) else below.pk


@never_cache
def complete_tag(request: HttpRequest, app_name: str = "taggit", model_name: str = "tag") -> HttpResponse:
    """In place of Wagtail's own: keywords in use on what the person sees."""
    try:
        model = apps.get_model(app_name, model_name)
    except LookupError:
        raise Http404 from None
    if not issubclass(model, TagBase):
        raise Http404
    term = request.GET.get("term") or ""
    names = visible(model, request.user).filter(name__istartswith=term).order_by("name").values_list("name")
    found = [name for (name,) in names[:TAGS_AUTOCOMPLETE_LIMIT]] if term else []
    return JsonResponse(found, safe=False)


_edit_url = AdminURLFinder.get_edit_url
# Views that are functions, by the one that takes their place.
IN_PLACE: dict[Callable[..., Any], Callable[..., Any]] = {tags.autocomplete: complete_tag}


_explorable = PagePermissionPolicy.explorable_instances


def explorable(policy: PagePermissionPolicy, user: Any) -> Any:
    """The pages that lists, searches and logs go through: without what is withheld from the person."""
    return own(_explorable(policy, user))


def popular_tags(model: type[Model], count: int = 10) -> QuerySet[Tag]:
    """In place of Wagtail's own: the keywords used most on the rows of a model that the person sees."""
    through = apps.get_model("taggit.TaggedItem").objects.filter(tag=OuterRef("pk"))
    used = own(through.filter(content_type__model=model._meta.model_name))
    often = used.order_by().values("tag").annotate(often=Count("pk")).values("often")
    return (
        Tag.objects.annotate(item_count=Subquery(often))
        .exclude(item_count=None)
        .order_by("-item_count")[:count]
    )


@narrow_view(workflows.BaseTaskChooserView)
class OwnTasks:
    """Wagtail pages through the tasks as soon as it has them: they are narrowed where it asks for them."""

    def get_task_listing_context_data(self) -> dict[str, Any]:
        context = super().get_task_listing_context_data()  # type: ignore[misc]
        found = own(context["all_tasks"])
        if context["query_string"]:
            found = found.filter(name__icontains=context["query_string"])
        pages = type(context["tasks"].paginator)(found, per_page=10)
        number = self.request.GET.get("p")  # type: ignore[attr-defined]
        return {**context, "all_tasks": own(context["all_tasks"]), "tasks": pages.get_page(number)}


@narrow_view(PageTypesUsageReportView)
class OwnPageTypes:
    """Counts the person's own pages of each type."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()  # type: ignore[misc]
        form = self.filters.form  # type: ignore[attr-defined]
        wanted = own(Page.objects.filter(depth__gt=1))
        if form.cleaned_data.get("page_locale"):
            wanted = wanted.filter(locale__language_code=form.cleaned_data["page_locale"])
        if form.cleaned_data.get("site"):
            wanted = wanted.filter(path__startswith=form.cleaned_data["site"])
        last = wanted.filter(content_type=OuterRef("pk")).order_by(
            "-latest_revision_created_at", "title", "-pk"
        )
        return rows.annotate(
            count=Count("pages", filter=Q(pages__in=wanted.order_by().values("pk")), distinct=True),
            last_edited_page_id=Subquery(last.values("pk")[:1]),
        )

    def filter_queryset(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The filter by site offers the person's own."""
        found = super().filter_queryset(rows)  # type: ignore[misc]
        networks = user_networks(self.request.user)  # type: ignore[attr-defined]
        choices = [(site.root_page.path, str(site)) for site in networks]
        form = self.filters.form  # type: ignore[attr-defined]
        field = form.fields["site"]
        field.choices = [choice for choice in field.choices if choice[0] == "" or tuple(choice) in choices]
        return found


@narrow_view(home.HomeView)
class OwnHome:
    """Panels of the dashboard remember what somebody did, also for a network that they have left."""

    def get_panels(self) -> list[Any]:
        """Those of apps, and Wagtail's narrowed; one that is not known yet waits until it is."""
        panels = [panel for panel in super().get_panels() if not _is_new(type(panel))]  # type: ignore[misc]
        for panel in panels:
            if type(panel) in PANELS:
                panel.__class__ = PANELS[type(panel)]
        return panels


def _is_new(panel: type) -> bool:
    return panel.__module__.startswith("wagtail.") and panel not in PANELS


def edit_url(finder: Any, instance: Any) -> str | None:
    """Where a row is edited; nowhere for who may not see it, so that its title is not told either."""
    user = acting_user()
    # For pages Wagtail asks itself.
    hidden = user is not None and isinstance(instance, Model) and not isinstance(instance, Page)
    return None if hidden and not may_see(user, instance) else _edit_url(finder, instance)


def _kept(rows: Any, about: Callable[[Any], Model]) -> list[Any]:
    """The rows about something that the person may see; one query a model."""
    found = list(rows)
    models: set[Any] = {about(row)._meta.concrete_model for row in found}
    asked = {model: [about(row).pk for row in found if isinstance(about(row), model)] for model in models}
    seen = {
        model: set(own(model._default_manager.filter(pk__in=keys)).values_list("pk", flat=True))
        for model, keys in asked.items()
    }
    return [row for row in found if about(row).pk in seen[about(row)._meta.concrete_model]]


# Panels that list what somebody did or has to do: the name of the list, and what a row is about.
LISTS: dict[type, tuple[str, Callable[[Any], Any]]] = {
    home.RecentEditsPanel: ("last_edits", lambda row: row[1]),
    home.LockedPagesPanel: ("locked_pages", lambda row: row),
    home.WorkflowObjectsToModeratePanel: ("states", lambda row: row["obj"]),
    home.UserObjectsInWorkflowModerationPanel: ("workflow_states", lambda row: row.content_object),
}


def _panel(panel: type, name: str, about: Callable[[Any], Model]) -> type:
    def get_context_data(self: Any, parent_context: Any) -> Any:
        context = panel.get_context_data(self, parent_context)  # type: ignore[attr-defined]
        return {**context, name: _kept(context[name], about)}

    return type(panel.__name__, (panel,), {"get_context_data": get_context_data})


PANELS: dict[type, type] = {panel: _panel(panel, *told) for panel, told in LISTS.items()}


@hooks.register("register_log_actions")
def add_crossing(actions: Any) -> None:
    """What the site history says of what a superuser did to a network."""

    @actions.register_action(CROSSING)
    class CrossingFormatter(LogFormatter):
        label: Any = _("Act of a superuser")

        def format_message(self, log_entry: Any) -> str:
            """The sentence, with where it was done."""
            return gettext("A superuser changed something here, at %(address)s.") % {
                "address": log_entry.data.get("address", "")
            }


def install() -> None:
    """Put in place what Wagtail's own modules look up by name."""
    for module in (filters, image_chooser):
        # They only look it up: where they do so no more, this must be thought of again.
        if not hasattr(module, "popular_tags_for_model"):
            raise LookupError(f"{module.__name__} asks elsewhere for the keywords used most.")
        setattr(module, "popular_tags_for_model", popular_tags)  # noqa: B010 - they don't offer it
    policy: Any = PagePermissionPolicy
    policy.explorable_instances = explorable
    finder: Any = AdminURLFinder
    finder.get_edit_url = edit_url
