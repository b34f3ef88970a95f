"""The home page of the admin, told of the network that is worked for."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.views import home
from wagtail.models import Page

from sites.models import NetworkSettings

# Panels that list what somebody did or has to do: the name of the list, and what a row is about.
LISTS: dict[type, tuple[str, Callable[[Any], Any]]] = {
    home.RecentEditsPanel: ("last_edits", lambda row: row[1]),
    home.LockedPagesPanel: ("locked_pages", lambda row: row),
    home.WorkflowObjectsToModeratePanel: ("states", lambda row: row["obj"]),
    home.UserObjectsInWorkflowModerationPanel: ("workflow_states", lambda row: row.content_object),
}


def narrow_panel(panel: Any, desk: NetworkSettings | None) -> None:
    """Leave in the list of a panel of Wagtail’s what is about the network, and what is no page."""
    if desk is None or type(panel) not in LISTS:
        return
    name, about = LISTS[type(panel)]
    root = desk.site.root_page.path

    def stays(row: Any) -> bool:
        found = about(row)
        return not isinstance(found, Page) or found.path.startswith(root)

    def get_context_data(parent_context: Any) -> dict[str, Any]:
        # Looked up when it is called: the class may be given a narrower one meanwhile.
        context = type(panel).get_context_data(panel, parent_context)
        return {**context, name: [row for row in context[name] if stays(row)]}

    panel.get_context_data = get_context_data


class DeskPagesSummaryItem(PagesSummaryItem):
    """How many pages the network has."""

    def __init__(self, request: HttpRequest, desk: NetworkSettings) -> None:
        super().__init__(request)
        self.desk = desk

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        root = self.desk.site.root_page
        return {
            "root_page": root,
            "total_pages": Page.objects.descendant_of(root, inclusive=True).count(),
            "site_name": self.desk.name,
        }
