"""« Personnes » and « Membres » in the menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from cms.core.menus import shown_if
from sites import members_views
from sites import people_views as views
from sites.desks import desks_of, working_network


def keeps(what: str) -> type[MenuItem]:
    """An entry for those who keep that of the network that they work for, and for superusers who see all networks."""

    def concerns(request: HttpRequest) -> bool:
        desk = working_network(request)
        return bool(getattr(desk, what)) if desk else bool(desks_of(request))

    return shown_if(concerns)


class PeopleViewSet(ViewSet):
    """The people of a network."""

    name: Any = views.NAMESPACE
    url_prefix = "people"
    icon = "group"
    menu_label: Any = _("People")
    menu_name = "people"
    menu_order = 160
    menu_item_class = keeps("keeps_people")
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        listing = views.PeopleView
        return [
            path("", views.WorkingPeopleView.as_view(), name="index"),
            path("<int:site_id>/", listing.as_view(), name="of"),
            path("<int:site_id>/results/", listing.as_view(results_only=True), name="results"),
            path("<int:site_id>/history/", views.HistoryView.as_view(), name="history"),
            path("<int:site_id>/invite/", views.InviteView.as_view(), name="invite"),
            path("<int:site_id>/person/<int:pk>/", views.DutiesView.as_view(), name="duties"),
            path("<int:site_id>/person/<int:pk>/remove/", views.RemoveView.as_view(), name="remove"),
            path(
                "<int:site_id>/invitation/<int:pk>/again/", views.SendAgainView.as_view(), name="send_again"
            ),
            path(
                "<int:site_id>/invitation/<int:pk>/withdraw/", views.WithdrawView.as_view(), name="withdraw"
            ),
        ]


class MembersViewSet(ViewSet):
    """The members of a network."""

    name: Any = members_views.NAMESPACE
    url_prefix = "members"
    icon = "user"
    menu_label: Any = _("Members")
    menu_name = "members"
    menu_order = 161
    menu_item_class = keeps("keeps_members")
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        listing = members_views.MembersView
        one = "<int:site_id>/member/<int:pk>"
        return [
            path("", members_views.WorkingMembersView.as_view(), name="index"),
            path("<int:site_id>/", listing.as_view(), name="of"),
            path("<int:site_id>/results/", listing.as_view(results_only=True), name="results"),
            path("<int:site_id>/history/", members_views.MembersHistoryView.as_view(), name="history"),
            path(f"{one}/exclude/", members_views.ExcludeView.as_view(), name="exclude"),
            path(f"{one}/readmit/", members_views.ReadmitView.as_view(), name="readmit"),
        ]
