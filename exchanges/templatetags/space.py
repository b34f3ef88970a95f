"""The menu of somebody's space."""

from typing import Any

from django import template
from django.urls import reverse

from exchanges.space import sections

register = template.Library()


@register.inclusion_tag("exchanges/space/menu.html", takes_context=True)
def space_menu(context: dict[str, Any]) -> dict[str, Any]:
    """The ways that the rooms added, with the one being read."""
    request = context["request"]
    home = reverse("space")
    found = []
    for entry in sorted(sections.entries, key=lambda entry: entry.order):
        url = reverse(entry.url_name)
        current = request.path == url if url == home else request.path.startswith(url)
        count = entry.count(request) if entry.count else 0
        found.append(
            {"label": entry.label, "url": url, "icon": entry.icon, "current": current, "count": count}
        )
    return {"entries": found}
