"""What the author of a new kind of shared page may forget."""

from typing import Any

from django.apps import apps
from django.core import checks
from django.core.exceptions import FieldDoesNotExist

from cms.core.models import ContactPoint, SharedPage
from cms.core.registry import shared_kinds


@checks.register()
def check_kinds(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """What circulates can be copied, disclosed and placed."""
    return [message for kind in shared_kinds() for message in problems_of_kind(kind)]


def problems_of_kind(kind: type[SharedPage]) -> list[checks.CheckMessage]:
    """What a kind of shared page lacks."""
    return [*_index(kind), *_contacts(kind), *_tags(kind), *_fields(kind), *_references(kind)]


def _index(kind: type[SharedPage]) -> list[checks.CheckMessage]:
    name = getattr(kind, "index_model", None)
    try:
        if name and apps.get_model(name):
            return []
    except (LookupError, ValueError):
        pass
    text = f"index_model is {name!r}: no such model."
    return [checks.Error(text, hint='Name the index page: "app.Model".', obj=kind, id="pes.E001")]


def _contacts(kind: type[SharedPage]) -> list[checks.CheckMessage]:
    related = _related_model(kind, kind.shared_contacts)
    if related is not None and issubclass(related, ContactPoint):
        return []
    text = f"{kind.shared_contacts!r} is no relation to contact points."
    hint = "Subclass ContactPoint with a ParentalKey whose related_name is that name."
    return [checks.Error(text, hint=hint, obj=kind, id="pes.E002")]


def _tags(kind: type[SharedPage]) -> list[checks.CheckMessage]:
    if _related_model(kind, "tagged_items") is not None:
        return []
    hint = 'Give it a through model with a ParentalKey of related_name "tagged_items".'
    return [checks.Error("It has no tagged_items: rules go by them.", hint=hint, obj=kind, id="pes.E003")]


def _fields(kind: type[SharedPage]) -> list[checks.CheckMessage]:
    guards = [*kind.guarded_fields, *kind.guarded_fields.values()]
    names = [*kind.shared_fields, *kind.shared_relations, *kind.shared_references, *guards]
    return [
        checks.Error(f"It shares {name!r}, which is no field of it.", obj=kind, id="pes.E004")
        for name in dict.fromkeys(names)
        if _field(kind, name) is None
    ]


def _references(kind: type[SharedPage]) -> list[checks.CheckMessage]:
    """A reference or a guarded field that is not among the shared ones would never be looked at."""
    return [
        checks.Error(f"{name!r} is guarded or a reference, but not shared.", obj=kind, id="pes.E006")
        for name in [*kind.shared_references, *kind.guarded_fields]
        if name not in kind.shared_fields
    ]


def _field(kind: type[SharedPage], name: str) -> Any:
    try:
        return kind._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _related_model(kind: type[SharedPage], accessor: str) -> Any:
    relations = {relation.get_accessor_name(): relation for relation in kind._meta.related_objects}
    found = relations.get(accessor)
    return found.related_model if found else None
