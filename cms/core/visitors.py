"""What visitors may come upon: pages kept private are neither listed, nor linked to, nor named."""

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

CACHED = "_private_paths"


def private_paths(request: HttpRequest) -> list[str]:
    """The tree paths below which everything is kept private: one query a request."""
    found: list[str] | None = getattr(request, CACHED, None)
    if found is None:
        found = list(PageViewRestriction.objects.values_list("page__path", flat=True))
        setattr(request, CACHED, found)
    return found


def private(request: HttpRequest, *, below: Page | None = None) -> Q:
    """The condition that a page is kept private, by itself or by a page above it.

    `below`: leaves out what keeps that page itself private, for those who were let in to it.
    """
    condition = Q(pk__in=[])
    for path in private_paths(request):
        if below is None or not below.path.startswith(path):
            condition |= Q(path__startswith=path)
    return condition


def is_private(page: Page, request: HttpRequest) -> bool:
    """Whether the page is kept private, by itself or by a page above it."""
    return any(page.path.startswith(path) for path in private_paths(request))
