"""The networks in the admin: whose it is, how one is made."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem

from sites.admin_views import NewNetworkView

# Reports and help that speak of every network at once, or of Wagtail itself.
NOT_FOR_ONE_NETWORK = {"site-history", "page-types-usage", "workflows", "workflow-tasks"}


@hooks.register("insert_global_admin_css")
def add_strip_css() -> SafeString:
    """The look of the strip at the top."""
    return format_html('<link rel="stylesheet" href="{}">', static("sites/css/admin.css"))


@hooks.register("register_admin_urls")
def add_new_network_url() -> list[URLPattern]:
    """Where a network is laid out; the admin keeps the prefix `sites/` for itself."""
    return [path("networks/new/", NewNetworkView.as_view(), name="network_new")]


@hooks.register("register_settings_menu_item")
def add_new_network_item() -> MenuItem:
    """For superusers, beside the settings of the networks."""
    return AdminOnlyMenuItem(
        gettext_lazy("New network"), reverse("network_new"), name="network-new", icon_name="plus", order=90
    )


@hooks.register("construct_reports_menu")
def hide_reports_of_all(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave to superusers the reports that are about the whole install."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in NOT_FOR_ONE_NETWORK]


@hooks.register("construct_main_menu")
def hide_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's help is about Wagtail, in English: the editors' guide stands for it."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "help"]
