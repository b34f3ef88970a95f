"""What the fields of the administration's forms and filters offer and take, wherever they stand.

Every choice among rows, in a form, a filter, an inline panel or a block, is a `ModelChoiceField`:
while the administration answers somebody, its rows are those that this person may see. What was
chosen by others stays: a person saves a form without taking away what they do not see.

A field for keywords (taggit's `TagField`) is none of these: it takes any word. One that says which
words exist has to look among those that the person may see.
"""

from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django_filters.fields import ModelChoiceField as FilterField
from wagtail.models import Page, Site

from cms.core.tenancy.actor import acting, acting_user
from cms.core.tenancy.scopes import narrow

# On a field (or its class) that lets people name rows of other networks knowingly.
OPEN = "offers_every_network"
Choice: Any = ModelChoiceField
_rows = Choice._get_queryset
_copy = Choice.__deepcopy__
_bind = Choice.get_bound_field
_clean_one = Choice._clean_bound_field


def install() -> None:
    """Have every choice among rows pass through here."""
    Choice.queryset = property(offered, Choice._set_queryset)
    Choice.__deepcopy__ = copied
    Choice.get_bound_field = bound_to
    Choice._clean_bound_field = cleaned


def offered(field: Any) -> QuerySet[Any] | None:
    """The rows to choose from."""
    rows = _rows(field)
    user = acting_user()
    if user is None or rows is None or getattr(field, OPEN, False):
        return rows
    # The trunk of the tree can be walked through, and chosen for nothing.
    found = rows.filter(depth__gt=1) if issubclass(rows.model, Page) else rows
    return narrow(found, user)


def copied(field: Any, memo: Any) -> Any:
    """The field of one form: it keeps all the rows, which are narrowed when they are asked for."""
    with acting(None):
        copy = _copy(field, memo)
    copy.widget.choices = copy.choices
    return copy


def cleaned(field: Any, bound: Any) -> Any:
    """What was chosen, and what stays because the person does not see it."""
    if acting_user() is None or getattr(field, OPEN, False):
        return _clean_one(field, bound)
    unseen = _unseen(field, bound)
    if isinstance(field, ModelMultipleChoiceField):
        chosen = _clean_one(field, bound)
        keys = {row.pk for row in chosen} | {row.pk for row in unseen}
        return _rows(field).filter(pk__in=keys) if unseen else chosen
    if unseen and str(field.prepare_value(unseen[0])) == str(bound.data):
        return unseen[0]
    chosen = _clean_one(field, bound)
    # No site means every one of them; in a filter that does no harm.
    if chosen is None and issubclass(field.queryset.model, Site) and not isinstance(field, FilterField):
        raise ValidationError(field.error_messages["required"], code="required")
    return chosen


def bound_to(field: Any, form: Any, name: str) -> Any:
    """The field in its form; a chooser may show what the form's row names already."""
    if acting_user() is not None:
        field.widget.named_already = {str(key) for key in _named(field, form, name)}
    return _bind(field, form, name)


def _unseen(field: Any, bound: Any) -> list[Any]:
    """What the form's row names that the person may not see."""
    keys = _named(field, bound.form, bound.name)
    if not keys:
        return []
    seen = set(field.queryset.filter(pk__in=keys).values_list("pk", flat=True))
    return [row for row in _rows(field).filter(pk__in=keys) if row.pk not in seen]


def _named(field: Any, form: Any, name: str) -> list[Any]:
    """The ids that the form's row names by that field."""
    row = getattr(form, "instance", None)
    if not isinstance(row, Model) or row.pk is None:
        return []
    try:
        value = row._meta.get_field(name).value_from_object(row)  # type: ignore[union-attr]
    except (FieldDoesNotExist, AttributeError):
        return []
    values = list(value) if isinstance(field, ModelMultipleChoiceField) else [value]
    return [key for key in (getattr(each, "pk", each) for each in values) if key is not None]
