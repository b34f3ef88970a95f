"""What the kernel gives to anybody: the areas that words may mean, and the thesaurus."""

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import condition, require_safe

from cms.core import areas
from cms.core.caching import HOUR
from cms.core.models import Area, AreaLevel, Theme, ThemeMapping
from cms.core.skos.concepts import identity_host
from cms.core.skos.verbs import export_skos

SUGGESTED = 12
LONGEST = 80
A_DAY = 86400


@HOUR
@require_safe
def areas_json(request: HttpRequest) -> JsonResponse:
    """Areas by the start of a word of their name, or by their postcode; the nearest to the words first."""
    words = request.GET.get("q", "").strip()
    found = Area.objects.none()
    if areas.SHORTEST <= len(words) <= LONGEST:
        found = Area.objects.named(words).select_related("departement")[:SUGGESTED]
    return JsonResponse({"areas": [_suggestion(area) for area in found]})


def _suggestion(area: Area) -> dict[str, object]:
    detail = ""
    if area.level == AreaLevel.COMMUNE:
        # Large cities have twenty of them.
        detail = " ".join(area.postcodes.split()[:3])
    elif area.departement:
        detail = area.departement.name
    return {"id": area.pk, "label": str(area), "detail": detail, "lat": area.latitude, "lng": area.longitude}


def thesaurus_etag(request: HttpRequest) -> str:
    """A digest of all that the file says."""
    themes = Theme.objects.order_by("path").values_list(
        "path", "code", "label", "label_en", "scheme", "merged_into"
    )
    mappings = ThemeMapping.objects.order_by("pk").values_list("theme", "scheme", "code", "relation")
    content = repr((identity_host(), list(themes), list(mappings)))
    return f'"{sha256(content.encode()).hexdigest()[:32]}"'


@HOUR
@require_safe
@condition(etag_func=thesaurus_etag)
def thesaurus_ttl(request: HttpRequest) -> HttpResponse:
    """The whole thesaurus as SKOS, in Turtle."""
    data = cache.get_or_set(f"thesaurus.ttl:{thesaurus_etag(request)}", export_skos, A_DAY)
    response = HttpResponse(data, content_type="text/turtle; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="thesaurus.ttl"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
