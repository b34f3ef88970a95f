"""« Suivi » and « Signalements » in the menu."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from cms.core.menus import shown_if, shown_with
from exchanges.care import duties, endings, follow_views, moderation, propose_views


class FollowViewSet(ViewSet):
    """The baskets."""

    name: Any = follow_views.NAMESPACE
    url_prefix = "follow-up"
    icon = "history"
    menu_label: Any = _("Follow-up")
    menu_name = "follow-up"
    menu_order = 152
    menu_item_class = shown_with(duties.FOLLOW)
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        basket = follow_views.BasketView
        found = []
        for name, where in (("unanswered", ""), ("quiet", "quiet/"), ("to_close", "to-close/")):
            called = "index" if name == "unanswered" else name
            found += [
                path(where, basket.as_view(basket=name), name=called),
                path(
                    f"{where}results/",
                    basket.as_view(basket=name, results_only=True),
                    name=f"{called}_results",
                ),
            ]
        ended = endings.EndingsView
        return [
            *found,
            path("ended/", ended.as_view(), name="ended"),
            path("ended/results/", ended.as_view(results_only=True), name="ended_results"),
            path("<int:pk>/propose/", propose_views.ProposeView.as_view(), name="propose"),
            path(
                "<int:pk>/propose/<int:organisation_page_id>/",
                propose_views.ProposeToView.as_view(),
                name="propose_to",
            ),
            path("<int:pk>/widen/", follow_views.WidenView.as_view(), name="widen"),
            path("<int:pk>/relaunch/", follow_views.RelaunchView.as_view(), name="relaunch"),
            path("<int:pk>/suggest-closing/", follow_views.SuggestView.as_view(), name="suggest"),
        ]


class ReportsViewSet(ViewSet):
    """What people reported."""

    name: Any = moderation.NAMESPACE
    url_prefix = "reported"
    icon = "warning"
    menu_label: Any = _("Problems reported")
    menu_name = "reported"
    menu_order = 154
    menu_item_class = shown_if(lambda request: moderation.works_on_reports(request.user))
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        listing = moderation.ReportsView
        return [
            path("", listing.as_view(), name="index"),
            path("results/", listing.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", moderation.ReportView.as_view(), name="detail"),
        ]
