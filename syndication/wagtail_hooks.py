"""Where the admin meets sharing."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from syndication import reports
from syndication.panels import SharingPanel
from syndication.viewsets import DecidersMenuItem, SharingGroup

register_snippet(SharingGroup)


@hooks.register("construct_homepage_panels")
def add_sharing_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Tell what waits and what was refused."""
    panels.append(SharingPanel(request))


@hooks.register("register_reports_menu_item")
def add_report() -> DecidersMenuItem:
    """The report is found among the reports too."""
    return DecidersMenuItem(
        _("Sharing: where everything is"),
        reverse(f"{reports.NAMESPACE}:index"),
        name="sharing-report",
        icon_name="pes-share",
        order=200,
    )


@hooks.register("register_icons")
def add_icons(icons: list[str]) -> list[str]:
    """What stands for sharing and for what was received."""
    return [*icons, "syndication/icons/pes-share.svg", "syndication/icons/pes-inbox.svg"]
