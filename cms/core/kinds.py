"""What hangs on a kind of shared page, by table and column: for those who write many rows at once."""

from dataclasses import dataclass
from typing import Any

from django.db.models import ManyToManyField

from cms.core.models import SharedPage


@dataclass(frozen=True)
class Relation:
    """A many-to-many relation of a kind: its table, and the columns that hold the ids of both ends."""

    table: Any
    page_id: str
    other_id: str


def relation(kind: type[SharedPage], name: str) -> Relation:
    """The relation of that name; raises TypeError for a field that is none."""
    field = kind._meta.get_field(name)
    if not isinstance(field, ManyToManyField):
        raise TypeError(f"{kind.__name__}.{name} is no relation to many")
    return Relation(
        field.remote_field.through, f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    )


def tag_table(kind: type[SharedPage]) -> Any:
    """The model of the kind's keywords (`content_object`, `tag`)."""
    return _child_model(kind, "tagged_items")


def contact_table(kind: type[SharedPage]) -> Any:
    """The model of the kind's contact points (`page`, and those of ContactPoint)."""
    return _child_model(kind, kind.shared_contacts)


def column(kind: type[Any], name: str) -> str:
    """The attribute that holds the value of the field as its column does ("area_id" for "area")."""
    return str(kind._meta.get_field(name).attname)


def _child_model(kind: type[SharedPage], name: str) -> Any:
    return getattr(kind, name).rel.related_model
