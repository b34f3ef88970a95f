"""Where apps meet without importing one another: kinds, and what a new network is given."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from wagtail.models import Page, Site

if TYPE_CHECKING:
    from cms.core.models import SharedPage

# Makes (unsaved) the root page of a network from its title and slug; set by `home`.
make_home: Callable[[str, str], Page] | None = None
# Each lays out one part of a network, and is safe to run twice. Run in order of registration.
network_parts: list[Callable[[Site], None]] = []


def network_part(function: Callable[[Site], None]) -> Callable[[Site], None]:
    """Decorator: run the function for each network that provisioning lays out."""
    network_parts.append(function)
    return function


@cache
def shared_kinds() -> tuple[type["SharedPage"], ...]:
    """Every concrete kind of page that circulates, in a stable order."""
    from cms.core.models import SharedPage

    kinds = [model for model in apps.get_models() if issubclass(model, SharedPage)]
    return tuple(sorted(kinds, key=lambda kind: kind._meta.label))


def kind_named(name: str) -> type["SharedPage"]:
    """The kind with that label ("exchanges.ExchangePage"); raises LookupError."""
    for kind in shared_kinds():
        if kind._meta.label_lower == name.lower():
            return kind
    raise LookupError(name)
