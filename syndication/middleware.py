"""Answers 410, with a way on, where a copy stood that is no longer there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Site

from cms.core.registry import kind_named
from cms.core.visitors import is_private
from syndication.copies import index_for
from syndication.models import Delivery, State
from syndication.models.deliveries import DeliveryQuerySet


class WithdrawnMiddleware:
    """Looks in the ledger when a page is not found: one query, on 404 only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the site, or 410 for a copy that was taken away."""
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            return self.gone(request) or response
        return response

    def gone(self, request: HttpRequest) -> HttpResponse | None:
        """The page that says it is gone, or None when no copy ever stood there."""
        if "\0" in request.path:  # PostgreSQL takes none, and nothing ever stood there.
            return None
        site = Site.find_for_request(request)
        stood = list(taken_away(site, request.path).values_list("kind", "page__live")) if site else []
        if not stood:
            return None
        # A refusal, a rule or a level of sharing is nobody's business: of an original that is
        # still published, only that it is not here.
        context = {
            "anywhere": any(is_published for _kind, is_published in stood),
            "way_on": way_on(stood[0][0], site, request),
        }
        return render(request, "410.html", context, status=410)


def taken_away(site: Site, path: str) -> DeliveryQuerySet:
    """Deliveries whose copy stood at that path of the site and is there no more, the last one first.

    One that was never shown has no path.
    """
    stood = Delivery.objects.filter(target=site, path=path).exclude(path="")
    return stood.exclude(state=State.LIVE).order_by("-state_at")


def way_on(kind_name: str, site: Site, request: HttpRequest) -> dict[str, str] | None:
    """The list in which such pages stand on the site, if visitors may read it."""
    try:
        index = index_for(kind_named(kind_name), site)
    except LookupError:  # A kind of which the platform no longer knows.
        return None
    if index is None or not index.live or is_private(index, request):
        return None
    return {"title": index.title, "url": index.get_url(request) or "/"}
