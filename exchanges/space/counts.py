"""How much is new for somebody, as the top of every page says it."""

from django.http import HttpRequest

from exchanges.models import Notice

CACHED = "_unread_notices"


def unread_of(request: HttpRequest) -> int:
    """How many notices the person who asks has not read: one query a request, none for visitors."""
    found: int | None = getattr(request, CACHED, None)
    if found is None:
        known = request.user.is_authenticated
        found = Notice.objects.unread().filter(person=request.user.pk).count() if known else 0
        setattr(request, CACHED, found)
    return found
