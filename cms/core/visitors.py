"""What visitors may come upon: pages kept private are neither listed, nor linked to, nor counted."""

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page

CACHED = "_private_pages"


def private(request: HttpRequest) -> Q:
    """The condition that a page is kept private or stands below one that is: one query a request."""
    found: Q | None = getattr(request, CACHED, None)
    if found is None:
        found = Page.objects.private_q()
        setattr(request, CACHED, found)
    return found
