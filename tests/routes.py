"""Every address that the resolver knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """One address: how it is written, and the view behind it."""

    written: str
    name: str
    view: Any


def routes(patterns: Iterable[Any] | None = None, prefix: str = "", space: str = "") -> Iterator[Route]:
    """All of them, or those of these patterns."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        written = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, written, inner)
        elif isinstance(pattern, URLPattern):
            yield Route(written, f"{space}{pattern.name or ''}", pattern.callback)
