"""The ways into the admin, as they are from the network that is worked for."""

from copy import copy
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import PageExplorerMenuItem
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import SettingMenuItem

from sites.models import NetworkSettings


class DeskExplorerItem(MenuItem):
    """The pages of one network, where Wagtail starts from what all of one’s networks have in common."""

    def __init__(self, item: MenuItem, root_page_id: int) -> None:
        super().__init__(
            item.label,
            reverse("wagtailadmin_explore", args=[root_page_id]),
            name=item.name,
            icon_name=item.icon_name,
            order=item.order,
        )
        self.root_page_id = root_page_id

    def render_component(self, request: HttpRequest) -> Any:
        """The entry that opens the tree."""
        return PageExplorerMenuItem(
            self.name, self.label, self.url, self.root_page_id, icon_name=self.icon_name
        )


def settings_item(item: MenuItem, desk: NetworkSettings) -> MenuItem:
    """The entry of a setting, leading to the network’s own."""
    if not isinstance(item, SettingMenuItem) or not issubclass(item.model, BaseSiteSetting):
        return item
    own = copy(item)
    own.url = reverse(
        "wagtailsettings:edit", args=[item.model._meta.app_label, item.model._meta.model_name, desk.site_id]
    )
    return own
