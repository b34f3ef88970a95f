"""Tells the people in the admin for which network they work."""

from typing import Any

from django import template
from wagtail.models import Page

from sites.desks import desks_of

register = template.Library()


@register.inclusion_tag("sites/admin/strip.html", takes_context=True)
def network_strip(context: template.Context) -> dict[str, Any]:
    """A strip with the network's name in its colours, and the others for which the user works."""
    request = context.get("request")
    if request is None or not getattr(request, "user", None):
        return {"desk": None, "others": []}
    page = context.get("page") or context.get("parent_page")
    desks = desks_of(request, page if isinstance(page, Page) else None)
    return {"desk": desks[0] if desks else None, "others": desks[1:]}
