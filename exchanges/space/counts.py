"""How much is new for somebody, as the top of every page says it."""

from django.http import HttpRequest

from exchanges.notices.reading import told

CACHED = "_unread_notices"


def unread_of(request: HttpRequest) -> int:
    """How many notices the person who asks has not read: one query a request, none for visitors."""
    found: int | None = getattr(request, CACHED, None)
    if found is None:
        known = request.user.is_authenticated
        found = told(request.user).unread().count() if known else 0
        setattr(request, CACHED, found)
    return found
