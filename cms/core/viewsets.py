"""The reference lists in the admin: whoever may change them, nobody can take away what is in use."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import CASCADE, Model, QuerySet
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from cms.core.models import Area, Term
from cms.core.text import fold


class UnusedOnlyPolicy(ModelPermissionPolicy):
    """The permissions on the model; but an entry can be deleted only while nothing names it."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the user may do that with this entry."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Whether the user may do one of these with this entry."""
        allowed = [action for action in actions if self.user_has_permission(user, action)]
        return any(action != "delete" or not is_used(instance) for action in allowed)


def is_used(instance: Model) -> bool:
    """Whether something names the entry and would lose it. What is a part of the entry does not count."""
    for relation in instance._meta.get_fields(include_hidden=True):
        if relation.concrete or not relation.auto_created:
            continue
        owned = relation.one_to_many and getattr(relation, "on_delete", None) is CASCADE
        if owned or not (relation.one_to_many or relation.many_to_many):
            continue
        named = relation.related_model._base_manager  # type: ignore[union-attr]
        if named.filter(**{relation.field.name: instance.pk}).exists():  # type: ignore[union-attr]
            return True
    return False


class FoldedIndexView(generic.IndexView):
    """A listing that is searched without regard to case and accents, on every database."""

    def get_delete_url(self, instance: Model) -> str | None:
        """Entries are deleted from their own screen, which knows whether they are in use."""
        return None

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The lists are short enough to be read whole."""
        if not self.is_searching:
            return queryset
        words = fold(self.search_query).split()
        found = [
            entry.pk
            for entry in queryset
            if all(word in fold(f"{entry.label} {entry.label_en} {entry.code}") for word in words)
        ]
        return queryset.filter(pk__in=found)


class UnusedDeleteView(generic.DeleteView):
    """Wagtail's own asks for the permission on the model only."""

    permission_policy: Any

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        """The entry; raises PermissionDenied while something names it."""
        entry = super().get_object(queryset)
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, "delete", entry):
            raise PermissionDenied
        return entry


class ReferenceViewSet(ModelViewSet):
    """A reference list: codes are given once and stay."""

    model: Any
    index_view_class = FoldedIndexView
    delete_view_class = UnusedDeleteView
    copy_view_enabled = False
    search_fields: ClassVar[list[str]] = ["label", "label_en", "code"]
    search_backend_name = None
    list_per_page = 100
    icon = "list-ul"
    # Given when the entry is made, and never changed.
    stable: ClassVar[tuple[str, ...]] = ("code",)

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Entries in use can't be deleted."""
        return UnusedOnlyPolicy(self.model)

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:  # noqa: FBT001, FBT002 - Wagtail's
        """The form; of an entry that exists, the code can only be read."""
        form_class: type[ModelForm] = super().get_form_class(for_update=for_update)
        for name in self.stable if for_update else ():
            # The class was made for this view alone, and its fields with it.
            form_class.base_fields[name].disabled = True
        return form_class


class TermViewSet(ReferenceViewSet):
    """The short lists of an organisation's sheet."""

    model = Term
    form_fields: ClassVar[list[str]] = ["vocabulary", "code", "label", "label_en", "sort_order", "uri"]
    stable = ("vocabulary", "code")
    list_display: Any = ["label", "label_en", "vocabulary", "code"]
    list_filter: Any = ["vocabulary"]
    menu_label: Any = _("Lists of the sheet")


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Nobody changes these in the admin: they come from a file."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the user may look."""
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whether the user may do one of these."""
        return any(self.user_has_permission(user, action) for action in actions)


class AreaIndexView(generic.IndexView):
    """Areas, found by name or postcode."""

    def search_queryset(self, queryset: QuerySet[Area]) -> QuerySet[Area]:
        """As people type them elsewhere."""
        return queryset.named(self.search_query) if self.is_searching else queryset  # type: ignore[attr-defined]


class AreaViewSet(ModelViewSet):
    """The areas of France, to be looked at."""

    model = Area
    index_view_class = AreaIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    exclude_form_fields: ClassVar[list[str]] = []
    search_fields: ClassVar[list[str]] = ["name"]
    search_backend_name = None
    list_display: Any = ["name", "level", "code", "postcodes", "population"]
    list_filter: Any = ["level"]
    list_per_page = 50
    icon = "globe"

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """To be looked at only."""
        return ReadOnlyPolicy(self.model)
