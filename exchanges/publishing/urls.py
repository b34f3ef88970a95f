"""The addresses of this room."""

from django.urls import URLPattern, path

from exchanges.publishing import form_views, json_views, link_views, views

urlpatterns: list[URLPattern] = [
    path("", views.listed, name="publishing_mine"),
    path("publier/", form_views.new, name="publishing_new"),
    path("rejoindre/", views.join, name="publishing_join"),
    path("brouillon.json", json_views.keep, name="publishing_draft"),
    path("semblables.json", json_views.alike, name="publishing_alike"),
    path("prolonger/<str:token>/", link_views.renew_by_link, name="publishing_renew_link"),
    path("<int:page_id>/", form_views.edit, name="publishing_edit"),
    path("<int:page_id>/prolonger/", views.renew, name="publishing_renew"),
    path("<int:page_id>/suspendre/", views.pause, name="publishing_pause"),
    path("<int:page_id>/reprendre/", views.resume, name="publishing_resume"),
    path("<int:page_id>/retirer/", views.take_back, name="publishing_take_back"),
    path("<int:page_id>/abandonner/", views.drop_changes, name="publishing_drop_changes"),
    path("<int:page_id>/terminer/", views.close, name="publishing_close"),
    path("<int:page_id>/copier/", views.copy, name="publishing_copy"),
    path("<int:page_id>/supprimer/", views.delete, name="publishing_delete"),
]
