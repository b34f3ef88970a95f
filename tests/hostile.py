"""Settings that turn a silent mistake into a failing test."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from django.template.base import FilterExpression, Node

ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = (".venv", "site-packages")


class UndefinedVariableError(Exception):
    """A template of this project used a variable that nobody gave it."""


class FailingUndefined(str):
    """A `string_if_invalid` that raises in our own templates and is silent in others'.

    Django's and Wagtail's admin templates count on undefined variables being empty, and a plain
    non-empty `string_if_invalid` would also switch their filters off. Django asks first whether
    the value is true, then whether it contains "%s", then formats it: true and failing where the
    template is ours, empty elsewhere.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        """Tell whether the template being rendered is one of ours."""
        return _own_template() is not None

    def __contains__(self, part: object, /) -> bool:
        """Let Django take the branch that names the variable."""
        return part == "%s"

    def __mod__(self, variable: object, /) -> str:
        """Fail, naming the variable and the template."""
        template = _own_template()
        if template is None:
            return ""
        raise UndefinedVariableError(f"“{variable}” is undefined in {template}")


def _own_template() -> str | None:
    """The path of the template being rendered if it belongs to this repository."""
    for frame in _frames():
        owner = frame.f_locals.get("self")
        if isinstance(owner, FilterExpression) and _handles_absence(owner):
            return None
        if isinstance(owner, Node):
            # Nodes that Django builds itself have no origin: the enclosing one tells.
            origin = getattr(owner, "origin", None)
            if origin is not None:
                return _own_path(str(origin.name))
    return None


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        yield frame
        frame = frame.f_back


def _handles_absence(expression: FilterExpression) -> bool:
    """Tell whether the author says what to show when the variable is absent."""
    return any(getattr(function, "__name__", "") == "default" for function, _ in expression.filters)


def _own_path(name: str) -> str | None:
    path = Path(name)
    if not path.is_absolute():
        return name  # a template made from a string in a test
    if not path.is_relative_to(ROOT) or any(part in ELSEWHERE for part in path.parts):
        return None
    return str(path.relative_to(ROOT))
