"""The menu of somebody's space, for its own pages and for those of the account."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from exchanges.space import sections


def lines_of(request: HttpRequest) -> list[dict[str, Any]]:
    """The ways that the rooms added, with the one being read."""
    home = reverse("space")
    found = []
    for entry in sorted(sections.entries, key=lambda entry: entry.order):
        url = reverse(entry.url_name)
        current = request.path == url if url == home else request.path.startswith(url)
        count = entry.count(request) if entry.count else 0
        found.append(
            {"label": entry.label, "url": url, "icon": entry.icon, "current": current, "count": count}
        )
    return found


def menu_of(request: HttpRequest) -> str:
    """The menu as markup."""
    return render_to_string("exchanges/space/menu.html", {"entries": lines_of(request)})
