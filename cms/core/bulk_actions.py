"""Bulk actions on what is not a page, narrowed to the networks of who asks."""

from typing import Any

from django.utils.functional import classproperty
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models

from cms.core.permissions import NetworkScopedViewSet


class ScopedDelete(DeleteBulkAction):
    """Deletes rows that the user may change; ids of others are turned away at the door (tenancy)."""

    @classproperty
    def models(cls) -> list[Any]:  # noqa: N805 - a property of the class
        """The models whose rows belong to networks."""
        return [model for model in get_snippet_models() if isinstance(_viewset(model), NetworkScopedViewSet)]

    def check_perm(self, snippet: Any) -> bool:
        """Whether the user may delete that very row: Wagtail's own asks about the model only."""
        policy = _viewset(self.model).permission_policy
        return bool(policy.user_has_permission_for_instance(self.request.user, "delete", snippet))


def _viewset(model: Any) -> Any:
    return model.snippet_viewset
