"""The addresses of this room: what somebody was told, below their space."""

from django.urls import path

from exchanges.notices import alert_views, views

urlpatterns = [
    path("", views.notices, name="notices_list"),
    path("tout-lire/", views.read_all, name="notices_read_all"),
    path("reglages/", views.preferences, name="notices_preferences"),
    path("reprendre/", views.restart, name="notices_restart"),
    path("reprendre/<str:token>/", views.confirm, name="notices_confirm"),
    path("arreter/<str:token>/", views.stop, name="notices_stop"),
    path("<int:notice_id>/", views.open_notice, name="notices_open"),
    path("<int:notice_id>/lu/", views.read_one, name="notices_read"),
    path("<int:notice_id>/pas-pour-moi/", views.decline, name="notices_decline"),
]

# Below their space too.
alerts = [
    path("", alert_views.mine, name="alerts_list"),
    path("<int:alert_id>/", alert_views.change, name="alerts_change"),
    path("<int:alert_id>/arreter/", alert_views.end, name="alerts_end"),
]

# For everybody.
public_alerts = [
    path("nouvelle/", alert_views.new, name="alerts_new"),
    path("confirmer/<str:token>/", alert_views.confirm, name="alerts_confirm"),
    path("suivre/<str:token>/", alert_views.see, name="alerts_see"),
]
