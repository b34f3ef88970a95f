"""Every address of the platform. Those of packages are told here who may keep their answers."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.core.admin_address import ADMIN_ROUTE
from cms.core.caching import NEVER, ONE_READER, PAGES, stated
from cms.core.media import serve_media
from cms.core.open_data import areas_json, thesaurus_ttl
from cms.core.private_pages import sign_in
from cms.core.styleguide import styleguide
from cms.users.urls import admin_urlpatterns
from exchanges.care.views import report
from exchanges.notices.urls import public_alerts
from exchanges.views import map_points
from sites.invitation_views import answer
from sites.own_networks import leave, own_networks
from sites.views import robots_txt, theme_css

handler429 = "cms.users.views.too_many"

urlpatterns = [
    path("compte/invitation/<str:token>/", answer, name="invitation"),
    path("compte/reseaux/", own_networks, name="own_networks"),
    path("compte/reseaux/<int:site_id>/quitter/", leave, name="leave_network"),
    path("compte/", include("cms.users.urls")),
    path("mon-espace/", include("exchanges.space.urls")),
    path("signaler/<int:page_id>/", report, name="care_report"),
    path("repondre/", include("exchanges.conversations.answer_urls")),
    path("alertes/", include(public_alerts)),
    path(ADMIN_ROUTE, include(stated(admin_urlpatterns, NEVER))),
    path(ADMIN_ROUTE, include(stated(wagtailadmin_urls.urlpatterns, NEVER))),
    path("documents/", include(stated(wagtaildocs_urls.urlpatterns, NEVER, wagtaildocs_serve=ONE_READER))),
    path("theme.css", theme_css, name="theme_css"),
    path("robots.txt", robots_txt, name="robots_txt"),
    path("areas.json", areas_json, name="areas_json"),
    path("thesaurus.ttl", thesaurus_ttl, name="thesaurus_ttl"),
    path("carte/points.json", map_points, name="map_points"),
    path("styleguide/", styleguide, name="styleguide"),
    *static(settings.MEDIA_URL, view=serve_media, document_root=settings.MEDIA_ROOT),
    # In the place of Wagtail's own form, which has no look.
    path("_util/login/", NEVER(sign_in)),
    path("", include(stated(wagtail_urls.urlpatterns, NEVER, wagtail_serve=PAGES))),
]
