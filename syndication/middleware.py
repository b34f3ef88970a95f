"""Answers 410, with a way on, where a copy stood that its origin took back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Site

from syndication.models import Delivery, State
from syndication.models.deliveries import DeliveryQuerySet


class WithdrawnMiddleware:
    """Looks in the ledger when a page is not found: one query, on 404 only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the site, or 410 for a copy that was withdrawn."""
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            return self.gone(request) or response
        return response

    def gone(self, request: HttpRequest) -> HttpResponse | None:
        """The page that says it is gone, or None when no copy ever stood there."""
        site = Site.find_for_request(request)
        if not site or not withdrawn_at(site, request.path).exists():
            return None
        parent = request.path.rstrip("/").rsplit("/", 1)[0] + "/"
        return render(request, "410.html", {"list_url": parent}, status=410)


def withdrawn_at(site: Site, path: str) -> DeliveryQuerySet:
    """Deliveries whose copy stood at that path of the site and is there no more."""
    return Delivery.objects.filter(target=site, path=path, state__in=[State.WITHDRAWN, State.REFUSED])
