"""What the administration's lists, searches, choosers, reports and exports start from.

Every view with a class passes through `View.setup` (those of the API through `initialize_request`).
There it is given a subclass of its own, in which what the usual methods return is narrowed to what
the person may see: present and future views alike, whoever wrote them.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.views import View
from rest_framework.views import APIView  # type: ignore[import-untyped]

from cms.core.tenancy.actor import acting_user
from cms.core.tenancy.scopes import narrow

# What these return is narrowed.
STARTS = ("get_queryset", "get_base_queryset", "get_object_list", "get_objects", "get_usage")
# What these are handed is.
SIEVES = ("filter_queryset", "search_queryset", "filter_object_list")
# Mixins for views that look further than their own rows, by the view.
_mixins: dict[type, type] = {}


def install() -> None:
    """Have every view with a class pass through here."""
    View.setup = _narrowing(View.setup)  # type: ignore[method-assign]
    APIView.initialize_request = _narrowing(APIView.initialize_request)


def narrow_view(view: type) -> Callable[[type], type]:
    """Decorator: put the mixin in front of that view and its subclasses.

    Raises LookupError for a method that the view has no more: it would be in front of nothing.
    """

    def register(mixin: type) -> type:
        methods = {name for base in mixin.__mro__[:-1] for name in vars(base) if not name.startswith("__")}
        missing = [name for name in methods if not hasattr(view, name)]
        if missing:
            raise LookupError(f"{view.__name__} has no {', '.join(missing)}: see what it does instead.")
        _mixins[view] = mixin
        narrowed.cache_clear()
        return mixin

    return register


def _narrowing(method: Callable[..., Any]) -> Callable[..., Any]:
    def first(self: Any, *args: Any, **kwargs: Any) -> Any:
        view: Any = type(self)
        if acting_user() is not None and not getattr(view, "is_narrowed", False):
            self.__class__ = narrowed(view)
        return method(self, *args, **kwargs)

    return first


@cache
def narrowed(view: type) -> type:
    """The view with narrowed rows."""
    mixins = tuple(mixin for base, mixin in _mixins.items() if issubclass(view, base))
    names = {name: _start(name) for name in STARTS if hasattr(view, name)}
    names |= {name: _sieve(name) for name in SIEVES if hasattr(view, name)}
    rows = type("Rows", (), names)
    return type(view.__name__, (rows, *mixins, view), {"__module__": view.__module__, "is_narrowed": True})


def _own(rows: Any) -> Any:
    user = acting_user()
    return narrow(rows, user) if user is not None and isinstance(rows, QuerySet) else rows


def _start(name: str) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return _own(_next(self, name)(*args, **kwargs))

    return method


def _sieve(name: str) -> Callable[..., Any]:
    def method(self: Any, rows: Any, *args: Any, **kwargs: Any) -> Any:
        return _next(self, name)(_own(rows), *args, **kwargs)

    return method


def _next(view: Any, name: str) -> Callable[..., Any]:
    """The method of the view itself: the narrowed ones stand in the class right before it."""
    order = type(view).__mro__
    rows = next(base for base in order if base.__name__ == "Rows" and name in vars(base))
    return getattr(super(rows, view), name)
