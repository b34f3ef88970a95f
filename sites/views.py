"""What a site serves beside its pages: its style sheet and its word to robots."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cms.core.caching import DAY, FOR_EVER, MINUTE
from sites.theme import Sheet, sheet_for

# Lists have as many addresses as combinations of filters: only their pages are worth a visit.
# The style sheet carries its version: without it robots see a page as nobody else does.
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /*?
Allow: /*?page=
Allow: /theme.css
"""


@MINUTE
@require_safe
def theme_css(request: HttpRequest) -> HttpResponse:
    """The network's style sheet: kept for ever under its own version, asked again under another."""
    sheet = sheet_for(request)
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{sheet.digest}-gzip"' if packs else f'"{sheet.digest}"'
    response = _unchanged(request, etag) or _content(sheet, packs=packs)
    response["ETag"] = etag
    if request.GET.get("v") == sheet.digest:
        FOR_EVER.state(request, response)
    # The host is part of the address: nothing but the packing differs between two readers.
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    known = [each.strip() for each in request.headers.get("If-None-Match", "").split(",")]
    return HttpResponseNotModified() if etag in known or f"W/{etag}" in known else None


def _content(sheet: Sheet, *, packs: bool) -> HttpResponse:
    response = HttpResponse(sheet.packed if packs else sheet.text, content_type="text/css; charset=utf-8")
    if packs:
        response["Content-Encoding"] = "gzip"
    return response


@DAY
@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """What robots may read of the site."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
