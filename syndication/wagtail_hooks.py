"""Where the admin meets sharing."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from syndication import reports
from syndication.conditions import SUSPENDED
from syndication.moving import RoomyMove
from syndication.panels import SharingPanel
from syndication.viewsets import DecidersMenuItem, SharingGroup

register_snippet(SharingGroup)
# After Wagtail's own action of the same name, which it replaces.
hooks.register("register_bulk_action", RoomyMove, order=100)


@hooks.register("construct_homepage_panels")
def add_sharing_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Tell what waits and what was refused."""
    panels.append(SharingPanel(request))


@hooks.register("register_reports_menu_item")
def add_report() -> MenuItem:
    """The report is found among the reports too."""
    return DecidersMenuItem(
        _("Sharing: where everything is"),
        reverse(f"{reports.NAMESPACE}:index"),
        name="sharing-report",
        icon_name="pes-share",
        order=200,
    )


@hooks.register("register_log_actions")
def add_log_actions(actions: Any) -> None:
    """What the history of a rule says when it was suspended."""

    @actions.register_action(SUSPENDED)
    class SuspendFormatter(LogFormatter):
        label: Any = _("Suspend")

        def format_message(self, log_entry: Any) -> str:
            """The sentence, with what the rule lost."""
            return gettext("Suspended: “%(lost)s”, which one of its conditions named, was deleted.") % {
                "lost": log_entry.data.get("lost", "")
            }


@hooks.register("register_icons")
def add_icons(icons: list[str]) -> list[str]:
    """What stands for sharing and for what was received."""
    return [*icons, "syndication/icons/pes-share.svg", "syndication/icons/pes-inbox.svg"]
