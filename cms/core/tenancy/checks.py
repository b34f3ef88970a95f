"""What an upgrade of Wagtail, or the author of a new model or view, may forget: checked at every start."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import checks
from django.forms import ModelChoiceField
from django.urls import URLPattern, URLResolver, get_resolver

from cms.core.admin_address import ADMIN_ROUTE
from cms.core.tenancy import ids, screens
from cms.core.tenancy.scopes import models_without_scope

DOOR = "cms.core.tenancy.door.DoorMiddleware"
BEHIND_THE_DOOR = ("cms.core.middleware.ReasonsMiddleware", "syndication.moving.MoveMiddleware")


def admin_routes() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the administration: the full name and the pattern."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == ADMIN_ROUTE:
            yield from _routes(resolver, ())


def _routes(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield ":".join([*spaces, pattern.name or ""]), pattern


def parameters(pattern: URLPattern) -> list[str]:
    """What an address takes: names, or positions where it has none."""
    regex = pattern.pattern.regex
    return list(regex.groupindex) or [str(at) for at in range(regex.groups)]


@checks.register()
def check_models(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Of every model it is said whose its rows are."""
    hint = "Give it a foreign key `network`, or call register_scope or share (cms.core.tenancy.scopes)."
    return [
        checks.Error("Nothing says whose its rows are.", hint=hint, obj=model, id="pes.E010")
        for model in models_without_scope()
    ]


@checks.register()
def check_routes(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Of every parameter it is known what it names; of every function, why it needs no narrowing."""
    return [message for name, pattern in admin_routes() for message in problems_of_route(name, pattern)]


def problems_of_route(name: str, pattern: URLPattern) -> list[checks.CheckMessage]:
    """What the door does not understand of an address; it is closed until somebody says."""
    view, taken = pattern.callback, parameters(pattern)
    unknown = [parameter for parameter in taken if not _is_known(view, name, parameter, taken)]
    found: list[checks.CheckMessage] = [
        checks.Error(
            f"{name or pattern.pattern} takes {parameter!r}: of which model?",
            hint="Name the model on the view (`about`), or the parameter in cms.core.tenancy.ids.",
            id="pes.E011",
        )
        for parameter in unknown
    ]
    if not unknown and not _is_narrowed(view, taken):
        module = ids.view_of(view).__module__
        text = f"{name or pattern.pattern} is a function of {module}, which nothing narrows."
        hint = "Make it a view with a class, or say why it may: vouch (cms.core.tenancy.ids)."
        found.append(checks.Error(text, hint=hint, id="pes.E012"))
    return found


def _is_known(view: Any, name: str, parameter: str, taken: list[str]) -> bool:
    try:
        ids.model_of_parameter(view, name, parameter, dict.fromkeys(taken))
    except ids.UnknownParameterError:
        # The address itself names the model.
        return "model_name" in taken and parameter in ("pk", "object_id")
    return True


def _is_narrowed(view: Any, taken: list[str]) -> bool:
    behind = ids.view_of(view)
    about_a_row = any(parameter not in ids.NOT_IDS for parameter in taken)
    return (
        isinstance(behind, type)
        or about_a_row
        or behind in screens.IN_PLACE
        or behind.__module__ in ids.FUNCTIONS
    )


@checks.register()
def check_fields(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """No kind of field has rows of its own, which nothing would narrow."""
    return [message for kind in _kinds_of(ModelChoiceField) for message in problems_of_field(kind)]


def _kinds_of(field: type) -> Iterator[type]:
    for kind in field.__subclasses__():
        yield kind
        yield from _kinds_of(kind)


def problems_of_field(kind: type) -> list[checks.CheckMessage]:
    """One message where a choice among rows does not pass through `cms.core.tenancy.fields`."""
    own = [name for name in ("queryset", "get_bound_field", "_clean_bound_field") if name in vars(kind)]
    if not own:
        return []
    hint = "Set it when the form is made, or give the field an iterator."
    text = f"{kind.__qualname__} replaces {', '.join(own)}: nothing narrows what it offers."
    return [checks.Error(text, hint=hint, obj=kind, id="pes.E015")]


@checks.register()
def check_door(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """The door stands before whatever looks at the rows that an address names."""
    order = list(settings.MIDDLEWARE)
    late = [name for name in BEHIND_THE_DOOR if name in order and order.index(name) < _place(order)]
    if DOOR in order and not late:
        return []
    return [checks.Error(f"{DOOR} is missing from MIDDLEWARE, or comes too late.", id="pes.E013")]


def _place(order: list[str]) -> int:
    return order.index(DOOR) if DOOR in order else len(order)


@checks.register(deploy=True)
def check_policy_is_on(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Only tests may turn the policy off."""
    if settings.TENANT_POLICY:
        return []
    return [checks.Error("TENANT_POLICY is off: every network sees every other.", id="pes.E014")]
