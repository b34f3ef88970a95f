"""The addresses of this room."""

from django.urls import URLPattern, path

from exchanges.care import space_views as views

urlpatterns: list[URLPattern] = [
    path("", views.mine, name="care_mine"),
    path("<int:report_id>/", views.one, name="care_mine_one"),
    path("annonce/<int:page_id>/", views.lead, name="care_lead"),
    path("annonce/<int:page_id>/perimetre/", views.narrow, name="care_narrow"),
]
