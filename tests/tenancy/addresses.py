"""Every address of the platform: the routes of the resolver, with ids wherever one is taken."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from django.utils.regex_helper import normalize
from taggit.models import ItemBase, TagBase
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.images.models import Image
from wagtail.models import Page, Task
from wagtail.snippets.models import get_snippet_models

from cms.users.models import User
from tests.tenancy.ids import Ids
from tests.tenancy.params import CONSTANTS, MODELS, PAIRS, WRITTEN

# The values that fill one address, whether the victim's are among them, and the model that they name.
Filling = tuple[dict[str, str], bool, type[Model] | None]


@dataclass(frozen=True)
class Route:
    """A place in the resolver."""

    name: str
    template: str
    params: tuple[str, ...]
    callback: Any

    @property
    def model(self) -> type[Model] | None:
        """The model of the view, where the view says it."""
        view = getattr(self.callback, "view_class", None) or getattr(self.callback, "cls", None)
        found = getattr(self.callback, "view_initkwargs", {}).get("model") or getattr(view, "model", None)
        return found if isinstance(found, type) and issubclass(found, Model) else None

    def address(self, values: dict[str, str]) -> str:
        """The path with these values."""
        return "/" + self.template % values


@dataclass(frozen=True)
class Address:
    """A path to ask, with what was put in it."""

    route: Route
    path: str
    foreign: bool  # Whether an id of the victim's is in it.
    model: type[Model] | None  # What it is about.

    @property
    def name(self) -> str:
        """The name of its route."""
        return self.route.name


@cache
def routes() -> tuple[Route, ...]:
    """Every route, in the order of the resolver; of equal templates the first, which answers."""
    found: dict[str, Route] = {}
    for route in _walk(get_resolver(), "", []):
        found.setdefault(route.template, route)
    return tuple(found.values())


def _walk(resolver: URLResolver, before: str, spaces: list[str]) -> Iterator[Route]:
    for each in resolver.url_patterns:
        pattern = before + each.pattern.regex.pattern.removeprefix("^")
        if isinstance(each, URLPattern):
            template, params = normalize(pattern.removesuffix(r"\Z"))[0]
            name = ":".join([*spaces, each.name or re.sub(r"\W+", "_", template)])
            yield Route(name, template, tuple(params), each.callback)
        else:
            yield from _walk(each, pattern, [*spaces, each.namespace] if each.namespace else spaces)


def addresses(route: Route, victim: Ids, own: Ids) -> list[Address]:
    """The route with the victim's ids in every place, and with the asker's own beside them."""
    found: dict[str, Address] = {}
    for values, foreign, model in fillings(route, victim, own):
        path = route.address(values)
        found.setdefault(path, Address(route, path, foreign, model))
    return list(found.values())


def fillings(route: Route, victim: Ids, own: Ids) -> Iterator[Filling]:
    """What fills the places of a route."""
    for fixed, model in frames(route):
        free = [param for param in route.params if param not in fixed]
        single = len(free) == 1 and not fixed
        choices = [list(values(route, param, model, victim, own, single=single)) for param in free]
        for chosen in product(*choices):
            given = {param: str(value) for param, (value, _f) in zip(free, chosen, strict=True)}
            yield {**fixed, **given}, any(foreign for _value, foreign in chosen), model or route.model


def frames(route: Route) -> Iterator[tuple[dict[str, str], type[Model] | None]]:
    """The names of models that a route takes, each with its model."""
    for names in PAIRS:
        if set(names) <= set(route.params):
            for model in models_for(route):
                labels = (model._meta.app_label, model._meta.model_name or "")
                yield dict(zip(names, labels, strict=True)), model
            return
    yield {}, None


def models_for(route: Route) -> Iterable[type[Model]]:
    """The models whose names the route may take; where none is meant, one of another sort is tried too."""
    if route.name.startswith("wagtailadmin_pages:"):
        return page_types()
    if "action" in route.params:
        return bulk_models()
    meant = next((find() for prefix, find in MEANT.items() if route.name.startswith(prefix)), None)
    return list(apps.get_models()) if meant is None else [*meant, User]


def page_types() -> list[type[Page]]:
    """Every concrete type of page."""
    return [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]


def bulk_models() -> list[type[Model]]:
    """The models on which something can be done to many rows at once."""
    bulk_action_registry._scan_for_bulk_actions()
    found = bulk_action_registry.actions
    return [apps.get_model(app, model) for app, models in found.items() for model in models]


def subclasses(*bases: type[Model]) -> list[type[Model]]:
    """The models that are one of these."""
    return [model for model in apps.get_models() if issubclass(model, bases)]


# By the beginning of the route's name, the models that its places are meant for.
MEANT: dict[str, Callable[[], list[Any]]] = {
    "wagtailsettings:": lambda: list(settings_registry),
    "wagtailadmin_workflows:": lambda: subclasses(Task),
    "wagtailadmin_tag_": lambda: subclasses(TagBase, ItemBase),
    "wagtail_localize:": lambda: [*get_snippet_models(), Image, *page_types()],
    "wagtailadmin_editing_sessions:": lambda: [*get_snippet_models(), *page_types()],
}


def values(
    route: Route, param: str, model: type[Model] | None, victim: Ids, own: Ids, *, single: bool
) -> Iterator[tuple[Any, bool]]:
    """What one place is filled with: the victim's ids, and the asker's own."""
    if param in CONSTANTS:
        for value in CONSTANTS[param](model):
            yield value, False
    else:
        about = model_of(route, param, model)
        written = WRITTEN.get(param, str)
        foreign = victim.of(about)
        for pk in foreign if single else foreign[:1]:
            yield written(pk), True
        # What is nobody's, a theme or a language, tells who uses it.
        common = [] if foreign else about._base_manager.order_by("pk").values_list("pk", flat=True)[:1]
        for pk in own.of(about)[:1] or common:
            yield written(pk), False


def model_of(route: Route, param: str, model: type[Model] | None) -> type[Model]:
    """Of which model an id in that place is; raises LookupError when nobody said so."""
    places = (route.name, route.name.partition(":")[0], "")
    named = next((MODELS[place, param] for place in places if (place, param) in MODELS), None)
    found = apps.get_model(named) if named else model or route.model
    if found is None:
        raise LookupError(f"Of which model is “{param}” in {route.name}? Say it in params.MODELS.")
    return found
