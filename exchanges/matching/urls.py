"""The addresses of this room."""

from django.urls import path

from exchanges.matching import views

urlpatterns = [
    path("", views.every, name="matching_all"),
    path("<int:page_id>/", views.open_page, name="matching_open"),
    path("<int:page_id>/ecarter/", views.set_aside, name="matching_decline"),
    path("reserves/<int:reserve_id>/lever/", views.back, name="matching_take_back"),
]
