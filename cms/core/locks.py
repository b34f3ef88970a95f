"""The lock of a copy: says where to edit instead."""

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

if TYPE_CHECKING:
    from cms.core.models import SharedPage


class CopyLock(BaseLock):
    """Locks a copy for everybody; only the engine of syndication writes to it."""

    def __init__(self, page: "SharedPage") -> None:
        self.page = page
        super().__init__(page)

    def for_user(self, user: Any) -> bool:
        """Nobody may edit a copy."""
        return True

    def get_message(self, user: Any) -> SafeString:
        """Where the page comes from and where it can be edited."""
        site = self.page.origin_site
        return format_html(
            _(
                "This page comes from <strong>{network}</strong>: it is edited there "
                '(<a href="{url}">see the original</a>). To have it no more on this site, '
                "refuse it: from its tab “Sharing”, or in “Received”, tab “Shown”."
            ),
            network=site.site_name if site else _("another network"),
            url=self.page.origin_url,
        )

    def get_icon(self, user: Any) -> str:
        """The icon beside the message."""
        return "lock"

    def get_locked_by(self, user: Any) -> str:
        """Who locked it, in listings."""
        return _("Received from another network")

    def get_description(self, user: Any) -> str:
        """What can be done, in the side panel."""
        return _(
            "A copy is edited where it was typed; its tab “Sharing” lets you put it first, "
            "add themes or a word, or refuse it."
        )
