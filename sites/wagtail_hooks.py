"""The networks in the admin: whose it is, how one is made, what must not be taken from under it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.models import Page, Site

from sites.admin_views import NewNetworkView

# Reports and help that speak of every network at once, or of Wagtail itself.
NOT_FOR_ONE_NETWORK = {"site-history", "page-types-usage", "workflows", "workflow-tasks"}
ROOT_ACTIONS = {"delete", "move", "unpublish"}


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


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_root(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to take away the home page of a network: its site would go with it."""
    rooted = Site.objects.filter(root_page__path__startswith=page.path).first()
    return _refuse(request, rooted) if rooted else None


@hooks.register("before_move_page")
def keep_root_in_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move the home page of a network."""
    return keep_root(request, page)


@hooks.register("before_bulk_action")
def keep_roots(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse the same for many pages at once."""
    if action_type in ROOT_ACTIONS and issubclass(action.model, Page):
        for page in objects:
            refusal = keep_root(request, page)
            if refusal:
                return refusal
    return None


def _refuse(request: HttpRequest, site: Site) -> HttpResponse:
    words = _("This is the home page of %(network)s: everything of the network stands below it.")
    messages.error(request, words % {"network": site.site_name or site.hostname})
    return redirect("wagtailadmin_home")
