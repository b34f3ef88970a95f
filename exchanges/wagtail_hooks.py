"""Where the admin meets the exchanges."""

from typing import Any

from wagtail import hooks

from cms.core.registry import reference_viewsets
from exchanges.publishing.logged import LABELS, formatter
from exchanges.viewsets import MethodViewSet

reference_viewsets.append(MethodViewSet)


@hooks.register("register_log_actions")
def add_log_actions(actions: Any) -> None:
    """What a history says of what members do with their announcements."""
    for action in LABELS:
        actions.register_action(action)(formatter(action))
