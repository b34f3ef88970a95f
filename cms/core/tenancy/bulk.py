"""Bulk actions on the rows that a person may see."""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import Http404
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from cms.core.tenancy.actor import acting_user
from cms.core.tenancy.people import keeps
from cms.core.tenancy.scopes import visible


class NarrowedAction(BulkAction):
    """In front of each of Wagtail's actions, and of those that apps add."""

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> Any:
        """The rows asked for that the person may see; raises Http404 when there are none."""
        user = acting_user()
        rows = super().get_queryset(model, object_ids)
        if user is None:
            return rows
        own = set(visible(model, user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        found = [row for row in rows if row.pk in own]
        if not found:
            raise Http404
        return found

    def check_perm(self, obj: Any) -> bool:
        """Whether the action may be done to that row."""
        user = acting_user()
        theirs = user is None or not isinstance(obj, get_user_model()) or keeps(user, obj)
        return theirs and bool(super().check_perm(obj))


def narrow_actions(kwargs: dict[str, Any]) -> None:
    """Put the scope in front of the action that an address names, once."""
    app, model, name = (kwargs.get(key, "") for key in ("app_label", "model_name", "action"))
    action = bulk_action_registry.get_bulk_action_class(app, model, name) if name else None
    if action is not None and not issubclass(action, NarrowedAction):
        narrowed = type(action.__name__, (NarrowedAction, action), {"__module__": action.__module__})
        bulk_action_registry.actions[app][model][name] = narrowed
