"""The thesaurus in the admin: a tree to read, to add to, to move in and to merge."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy

from cms.core.models import Theme
from cms.core.theme_forms import INDENT, MergeForm, ThemeForm
from cms.core.thesaurus import MergeError, merge_theme, pages_by_theme
from cms.core.viewsets import FoldedIndexView, ReferenceViewSet, UnusedOnlyPolicy


class ThemePolicy(UnusedOnlyPolicy):
    """Nor can a theme be deleted that has others below it, or keeps a code."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Whether the user may do one of these with this theme."""
        if instance.numchild or instance.merged_into_id:
            actions = [action for action in actions if action != "delete"]
        return super().user_has_any_permission_for_instance(user, actions, instance)


class ThemeTitle(TitleColumn):
    """The label at its depth in the tree."""

    def get_value(self, instance: Theme) -> str:
        """What a merged theme has become stands behind it."""
        merged = f" → {instance.merged_into}" if instance.merged_into else ""
        return f"{INDENT * 2 * (instance.depth - 1)}{instance}{merged}"


class PagesColumn(Column):
    """How many pages carry the theme."""

    def __init__(self) -> None:
        super().__init__("pages", label=_("Pages"))
        self.counts = pages_by_theme()

    def get_value(self, instance: Theme) -> int:
        """Copies included."""
        return self.counts[instance.pk]


def theme_buttons(theme: Theme) -> list[Button]:
    """What can be done with a theme in use besides editing it."""
    if theme.merged_into_id:
        return []
    add = f"{reverse(f'{ThemeViewSet.name}:add')}?parent={theme.pk}"
    merge = reverse(f"{ThemeViewSet.name}:merge", args=[theme.pk])
    return [
        Button(_("Add a narrower theme"), url=add, icon_name="plus", priority=15),
        Button(_("Merge into another theme"), url=merge, icon_name="resubmit", priority=25),
    ]


class ThemeIndexView(FoldedIndexView):
    """The whole tree."""

    def _get_title_column(self, field_name: str, column_class: Any = ThemeTitle, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, column_class, **kwargs)

    @cached_property
    def list_display(self) -> list[Any]:
        """The label first."""
        return ["label", "code", "scheme", PagesColumn()]

    def get_base_queryset(self) -> QuerySet[Theme]:
        """With what merged themes have become."""
        return Theme.objects.select_related("merged_into")

    def get_list_more_buttons(self, instance: Theme) -> list[Any]:
        """Wagtail's own, and ours."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        return buttons + (theme_buttons(instance) if self.user_has_permission("change") else [])

    @cached_property
    def header_more_buttons(self) -> list[Button]:  # type: ignore[override]
        """The thesaurus as a file."""
        download = Button(_("Download (SKOS)"), url=reverse("thesaurus_ttl"), icon_name="download")
        return [*super().header_more_buttons, download]


class ThemeCreateView(generic.CreateView):
    """Starts below the theme from which one came."""

    def get_initial(self) -> dict[str, Any]:
        """The parent that the address names."""
        parent = self.request.GET.get("parent", "")
        return {**super().get_initial(), **({"parent": parent} if parent.isdecimal() else {})}


class ThemeEditView(generic.EditView):
    """With the merge among the actions."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:  # type: ignore[override]
        """Wagtail's own, and ours."""
        return [*super().header_more_buttons, *theme_buttons(self.object)]


class MergeView(PermissionCheckedMixin, generic.WagtailAdminTemplateMixin, FormView):
    """Says what a merge does, and does it."""

    about = Theme
    form_class = MergeForm
    template_name = "core/admin/merge_theme.html"
    page_title: Any = gettext_lazy("Merge into another theme")
    permission_required: Any = "change"
    index_url_name: str = ""
    header_icon = "resubmit"

    @cached_property
    def theme(self) -> Theme:
        """The theme that goes."""
        return get_object_or_404(Theme.objects.current(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Its name."""
        return str(self.theme)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "theme": self.theme}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "theme": self.theme,
            "pages": pages_by_theme()[self.theme.pk],
            "action_url": self.request.path,
            "submit_button_label": _("Merge"),
            "submit_button_active_label": _("Merging…"),
        }

    def form_valid(self, form: MergeForm) -> HttpResponse:
        """Merge and go back to the tree, or say why not."""
        into = form.cleaned_data["into"]
        try:
            count = merge_theme(theme=self.theme, into=into, user=self.request.user)
        except MergeError as error:
            form.add_error("into", str(error))
            return self.form_invalid(form)
        words = ngettext(
            "“%(theme)s” is now “%(into)s”: %(count)s page re-tagged.",
            "“%(theme)s” is now “%(into)s”: %(count)s pages re-tagged.",
            count,
        )
        messages.success(self.request, words % {"theme": self.theme, "into": into, "count": count})
        return redirect(self.index_url_name)


class ThemeViewSet(ReferenceViewSet):
    """The thesaurus."""

    name: Any = "themes"
    model = Theme
    index_view_class = ThemeIndexView
    add_view_class = ThemeCreateView
    edit_view_class = ThemeEditView
    list_filter: Any = ["scheme"]
    list_per_page = 400
    icon = "tag"

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Themes with others below them stay too."""
        return ThemePolicy(self.model)

    def get_form_class(self, for_update: bool = False) -> type[ThemeForm]:  # noqa: FBT001, FBT002 - Wagtail's
        """The form itself knows what can be changed."""
        return ThemeForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's own, and the merge."""
        merge = self.construct_view(MergeView, **self.get_common_view_kwargs())
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", merge, name="merge")]
