"""What stands in somebody's space: each room adds its own entries, and none knows the others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Entry:
    """A way in the menu of the space; `count` says how much waits there."""

    label: Any
    url_name: str
    icon: str
    order: int
    count: Callable[[HttpRequest], int] | None = None


@dataclass(frozen=True)
class Section:
    """A part of the home page of the space: a template with its context."""

    title: Any
    template: str
    order: int
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the person: one line with one button. The earliest `order` comes first."""

    text: str
    url: str
    action: str
    icon: str = "clock"
    order: int = 100


entries: list[Entry] = []
# Each makes its part for the person who asks, or None where there is nothing to show.
sections: list[Callable[[HttpRequest], Section | None]] = []
# Each says what waits for the person who asks.
waiting: list[Callable[[HttpRequest], list[Waiting]]] = []


def section(make: Callable[[HttpRequest], Section | None]) -> Callable[[HttpRequest], Section | None]:
    """Decorator: the function makes a part of the home page."""
    sections.append(make)
    return make


def waits(find: Callable[[HttpRequest], list[Waiting]]) -> Callable[[HttpRequest], list[Waiting]]:
    """Decorator: the function says what waits for somebody."""
    waiting.append(find)
    return find
