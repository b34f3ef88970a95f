"""The networks in the admin: whose it is, how one is made, who works there."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem

from sites.admin_views import NewNetworkView
from sites.desk_home import DeskPagesSummaryItem, narrow_panel
from sites.desk_menus import DeskExplorerItem, settings_item
from sites.desk_views import switch
from sites.desks import working_network
from sites.people_log import SENTENCES, formatter
from sites.viewsets import MembersViewSet, PeopleViewSet

to_settings = RedirectView.as_view(
    url=reverse_lazy("wagtailsettings:edit", args=["sites", "networksettings"])
)


@hooks.register("insert_global_admin_css")
def add_strip_css() -> SafeString:
    """The look of the strip at the top."""
    return format_html('<link rel="stylesheet" href="{}">', static("sites/css/admin.css"))


@hooks.register("register_admin_urls")
def add_network_urls() -> list[URLPattern | URLResolver]:
    """Where a network is laid out, and chosen; the admin keeps the prefix `sites/` for itself."""
    return [
        path("networks/new/", NewNetworkView.as_view(), name="network_new"),
        path("networks/work-for/", switch, name="network_switch"),
        # Wagtail links each home page to its own list of sites, which is not installed.
        path("networks/", include(([path("", to_settings, name="index")], "wagtailsites"))),
    ]


@hooks.register("register_settings_menu_item")
def add_new_network_item() -> MenuItem:
    """For superusers, beside the settings of the networks."""
    return AdminOnlyMenuItem(
        gettext_lazy("New network"), reverse("network_new"), name="network-new", icon_name="plus", order=90
    )


@hooks.register("construct_main_menu")
def hide_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's help is about Wagtail, in English: the editors' guide stands for it."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "help"]


@hooks.register("construct_main_menu")
def start_from_desk(request: HttpRequest, items: list[MenuItem]) -> None:
    """Have “Pages” open the network that is worked for."""
    desk = working_network(request)
    if desk:
        items[:] = [
            DeskExplorerItem(item, desk.site.root_page_id) if item.name == "explorer" else item
            for item in items
        ]


@hooks.register("construct_settings_menu")
def set_desk(request: HttpRequest, items: list[MenuItem]) -> None:
    """Have each setting open that of the network that is worked for."""
    desk = working_network(request)
    if desk:
        items[:] = [settings_item(item, desk) for item in items]


# After Wagtail has put its own there.
@hooks.register("construct_homepage_summary_items", order=100)
def count_pages_of_desk(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Have the home page count the pages of the network that is worked for."""
    desk = working_network(request)
    if desk:
        items[:] = [
            DeskPagesSummaryItem(request, desk) if type(item) is PagesSummaryItem else item for item in items
        ]


@hooks.register("construct_homepage_panels")
def narrow_panels_to_desk(request: HttpRequest, panels: list[Any]) -> None:
    """Have the home page tell of the network that is worked for."""
    desk = working_network(request)
    for panel in panels if desk else []:
        narrow_panel(panel, desk)


@hooks.register("register_admin_viewset")
def add_people() -> PeopleViewSet:
    """Who works for a network."""
    return PeopleViewSet()


@hooks.register("register_admin_viewset")
def add_members() -> MembersViewSet:
    """Who opened an account on the site of a network."""
    return MembersViewSet()


@hooks.register("register_log_actions")
def add_log_actions(actions: Any) -> None:
    """What a history says of people and invitations."""
    for action in SENTENCES:
        actions.register_action(action)(formatter(action))
