"""Bulk actions on what is not a page, narrowed to the networks of who asks."""

from typing import Any

from django.http import Http404
from django.utils.functional import classproperty
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models

from cms.core.permissions import NetworkScopedViewSet


class ScopedDelete(DeleteBulkAction):
    """Deletes rows of the user's networks; ids of others are as if they were not."""

    @classproperty
    def models(cls) -> list[Any]:  # noqa: N805 - a property of the class
        """The models whose rows belong to networks."""
        return [model for model in get_snippet_models() if isinstance(_viewset(model), NetworkScopedViewSet)]

    def get_queryset(self, model: Any, object_ids: Any) -> list[Any]:  # type: ignore[override]
        """The rows asked for that the user may delete; raises Http404 when there are none."""
        policy = _viewset(model).permission_policy
        own = policy.instances_user_has_permission_for(self.request.user, "delete")
        found = list(own.filter(pk__in=object_ids))
        if not found:
            raise Http404
        return found


def _viewset(model: Any) -> Any:
    return model.snippet_viewset
