"""« Rattachements » in the menu."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from cms.core.menus import shown_with
from exchanges.structures import admin_views as views
from exchanges.structures.access import DECIDE


class ClaimsViewSet(ViewSet):
    """Who asks to speak for which structure."""

    name: Any = views.NAMESPACE
    url_prefix = "rattachements"
    icon = "group"
    menu_label: Any = _("Claims on structures")
    menu_name = "involvements"
    menu_order = 165
    menu_item_class = shown_with(DECIDE)
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        listing = views.ClaimsView
        return [
            path("", listing.as_view(), name="index"),
            path("results/", listing.as_view(results_only=True), name="results"),
            path("<int:pk>/", views.DecideView.as_view(), name="decide"),
        ]
