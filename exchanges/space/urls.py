"""The addresses of somebody's space, the same on every network's site. Each room adds its own."""

from django.urls import include, path

from exchanges.notices.urls import alerts
from exchanges.space import views

urlpatterns = [
    path("", views.home, name="space"),
    path("structures/", include("exchanges.structures.urls")),
    path("annonces/", include("exchanges.publishing.urls")),
    path("nouvelles/", include("exchanges.notices.urls")),
    path("alertes/", include(alerts)),
    path("pour-vous/", include("exchanges.matching.urls")),
    path("conversations/", include("exchanges.conversations.urls")),
    path("signaler/", include("exchanges.care.urls")),
]
