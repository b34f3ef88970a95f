"""The home page of the admin, told of the network that is worked for."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.models import Page

from cms.core.tenancy.screens import LISTS
from sites.models import NetworkSettings


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
