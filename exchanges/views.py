"""The points of the maps of a site, as GeoJSON."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from cms.core.caching import MINUTE
from cms.core.disclosure import Circle, position
from cms.core.models import SharedPage
from cms.core.visitors import private
from exchanges.models import ExchangePage, OrganisationPage
from sites.networks import site_of_request

KINDS: dict[str, type[SharedPage]] = {"structures": OrganisationPage, "exchanges": ExchangePage}
# What a telephone draws at once (reference/traps).
MOST_POINTS = 5000
METRES = 5
AREA = ("name", "level", "code", "latitude", "longitude")
NEEDED = ("title", "url_path", "location", "latitude", "longitude", *(f"area__{name}" for name in AREA))


def _pages(request: HttpRequest) -> QuerySet[Any]:
    kind = KINDS.get(request.GET.get("kind", "structures"))
    site = site_of_request(request)
    if kind is None or site is None:
        raise Http404
    pages = kind.objects.current().exclude(private(request)).on_site(site)
    needed = (*NEEDED, *set(kind.guarded_fields.values()))
    return pages.select_related("area").only(*needed).order_by("-first_published_at", "-pk")


def _etag(request: HttpRequest) -> str:
    """What tells one state of the points from another: a page leaves them by itself at midnight."""
    known = _pages(request).order_by().aggregate(Max("changed_at"), Count("pk"))
    state = f"{request.get_host()}|{request.GET.urlencode()}|{timezone.localdate()}|{sorted(known.items())}"
    return f'"{sha256(state.encode()).hexdigest()[:16]}"'


@MINUTE  # The same for everybody: nothing of the reader is asked.
@require_safe
@condition(etag_func=_etag)
def map_points(request: HttpRequest) -> HttpResponse:
    """Where the structures (or `?kind=exchanges`) of the site are, as anybody may know it."""
    features = list(_features(request, _pages(request)[:MOST_POINTS]))
    return JsonResponse(
        {"type": "FeatureCollection", "features": features},
        json_dumps_params={"separators": (",", ":"), "ensure_ascii": False},
        content_type="application/geo+json",
    )


def _features(request: HttpRequest, pages: QuerySet[Any]) -> Iterator[dict[str, Any]]:
    site = site_of_request(request)
    root = site.root_page.url_path if site else "/"
    top = reverse("wagtail_serve", args=[""])
    for page in pages:
        known = position(page, Circle.ANYBODY)
        if known["latitude"] is None or known["longitude"] is None:
            continue
        at = [round(known["longitude"], METRES), round(known["latitude"], METRES)]
        where = str(page.area) if page.area else ""
        said = {"title": page.title, "url": top + page.url_path.removeprefix(root), "where": where}
        yield {"type": "Feature", "geometry": {"type": "Point", "coordinates": at}, "properties": said}
