"""Tells the people in the admin for which network they work."""

from typing import Any

from django import template
from django.http import HttpRequest

from sites.desks import desks_of, follow, working_network

register = template.Library()
# More than these are chosen from a list: the strip has one line.
BUTTONS = 3
# What a screen is about, by the names that the views give it; the first one found counts.
OPENED = ("desk_of", "page", "parent_page", "object")


@register.inclusion_tag("sites/admin/strip.html", takes_context=True)
def network_strip(context: template.Context) -> dict[str, Any]:
    """A strip with the network's name in its colours, and a button for each other of the user's."""
    request = context.get("request")
    if request is None or not getattr(request, "user", None) or not desks_of(request):
        return {"desks": []}
    opened = next((context[name] for name in OPENED if context.get(name)), None)
    desk = follow(request, opened)
    others = [each for each in desks_of(request) if each != desk]
    return {
        "request": request,
        "desks": desks_of(request),
        "desk": desk,
        "others": others,
        "in_list": len(others) > BUTTONS,
        "sees_all": working_network(request) is None,
        "may_see_all": request.user.is_superuser and desk is not None,
        "next": _way_back(request),
    }


def _way_back(request: HttpRequest) -> str:
    """The screen itself, where it is one that every network has; else none: the home page."""
    match = request.resolver_match
    return request.path if match and not match.kwargs and not match.args else ""
