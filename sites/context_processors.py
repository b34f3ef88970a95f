"""What every page of a site is given: whose site it is, and the ways to the others."""

from typing import Any

from django.http import HttpRequest


def network(request: HttpRequest) -> dict[str, Any]:
    """The network of the request's site, its navigation and its sisters."""
    return {}
