"""On the home page of the admin: how many announcements and reports wait."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from exchanges.care import baskets, duties, follow_views, moderation


class CarePanel(Component):
    """The three baskets of the network worked for, and the reports that wait for whoever asks."""

    name = "care"
    template_name = "exchanges/care/admin/home_panel.html"
    media = Media(css={"all": ["exchanges/admin/care.css"]})
    order = 110

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = self.request.user
        follows = user.has_perm(duties.FOLLOW)
        numbers = baskets.counts(duties.sites_at_hand(self.request, duties.FOLLOW)) if follows else {}
        works = moderation.works_on_reports(user)
        return {
            "baskets": [
                (
                    follow_views.NAMES[name],
                    number,
                    follow_views.url("index" if name == "unanswered" else name),
                )
                for name, number in numbers.items()
            ],
            "reports": moderation.waiting_for(self.request).count() if works else 0,
            "reports_url": moderation.url("index"),
        }
