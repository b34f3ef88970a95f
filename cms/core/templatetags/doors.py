"""The way in, at the top of every page."""

from typing import Any

from django import template

from cms.core import registry

register = template.Library()


@register.simple_tag(takes_context=True)
def way_in(context: dict[str, Any]) -> dict[str, Any]:
    """Signing in, or one's space with how much is new there: visitors cost nothing, others one query."""
    request = context["request"]
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    count = registry.unread_of(request) if known and registry.unread_of else 0
    return {"known": known, "count": count, "path": request.path}
