"""What a field is given to hold: a secret word in a form that the field takes."""

import json
from fnmatch import fnmatch
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Field, Model
from django.utils import timezone
from wagtail.blocks import FieldBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField

from tests.tenancy.reasons import FIELDS_WITHOUT_SECRETS
from tests.tenancy.words import Audience, Words

TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)


def label(field: Field[Any, Any]) -> str:
    """The field as "app.Model.field"; an inherited one belongs to the model whose table has it."""
    return f"{field.model._meta.label}.{field.name}"


def reason_for(field: Field[Any, Any]) -> str | None:
    """The line of the table that says why the field holds no secret, or None."""
    named = label(field)
    return next((key for key in FIELDS_WITHOUT_SECRETS if fnmatch(named, key)), None)


def holds_text(field: Field[Any, Any]) -> bool:
    """Whether somebody could have written something into the field."""
    pickled = type(field).__name__ == "PickledObjectField"
    texts = isinstance(field, TEXTS) or pickled
    return texts and not field.choices and not field.is_relation and reason_for(field) is None


def text_fields(model: type[Model]) -> list[Field[Any, Any]]:
    """The fields of the model's own table that can hold a secret."""
    return [field for field in model._meta.local_concrete_fields if holds_text(field)]


def wording(field: Field[Any, Any], bait: str, word: str) -> Any:
    """A value with the word in it, in a form that the field takes."""
    if isinstance(field, models.FileField):
        return f"{field.name}/{bait}-{word}.png"
    if type(field).__name__ == "PickledObjectField":
        return [word]
    if isinstance(field, StreamField):
        return json.dumps(_stream(field.stream_block, f"{bait} {word}"))
    if isinstance(field, models.JSONField):
        return {bait: word}
    if field.name.endswith("_json"):
        return json.dumps(f"{bait} {word}")
    return _text(field, bait, word)


def _text(field: Field[Any, Any], bait: str, word: str) -> str:
    long = {
        models.EmailField: f"{bait}.{word}@example.org",
        models.URLField: f"https://example.org/{bait}/{word}",
        models.SlugField: f"{bait}-{word}",
        RichTextField: f"<p>{bait} {word}</p>",
    }
    value = next((text for kind, text in long.items() if isinstance(field, kind)), f"{bait} {word}")
    room = field.max_length or len(value)
    return value if len(value) <= room else word


def _stream(block: StreamBlock, text: str) -> list[dict[str, Any]]:
    """One block of each kind that is a text, or holds one."""
    made = [{"type": name, "value": _block(child, text)} for name, child in block.child_blocks.items()]
    return [each for each in made if each["value"]]


def _block(block: Any, text: str) -> Any:
    if isinstance(block, StructBlock):
        values = {name: _block(child, text) for name, child in block.child_blocks.items()}
        return values if any(values.values()) else None
    kind = type(getattr(block, "field", None)).__name__
    if isinstance(block, FieldBlock) and kind == "CharField":
        return text
    return None


def fill(instance: Model, words: Words, audience: Audience = Audience.PEOPLE, *, fresh: bool = False) -> None:
    """Plant a secret in each text of the row that holds none yet; in every one of them if `fresh`."""
    for field in instance._meta.concrete_fields:
        if not holds_text(field) or (field.primary_key and field.value_from_object(instance)):
            continue
        if fresh or words.beginning not in read(field, instance):
            setattr(instance, field.attname, wording(field, words.bait, words.new(label(field), audience)))


def read(field: Field[Any, Any], instance: Model) -> str:
    """What the field holds, as a text in which words can be found."""
    return (
        str(field.get_prep_value(field.value_from_object(instance)) or "")
        if not isinstance(field, models.JSONField) and type(field).__name__ != "PickledObjectField"
        else str(field.value_from_object(instance))
    )


def plain_value(field: Field[Any, Any]) -> Any:
    """Something that a required field without text takes."""
    if field.choices:
        return next(value for value, _name in field.flatchoices if value != "")
    kinds: list[tuple[type, Any]] = [
        (models.CharField, uuid4().hex[: field.max_length] if field.unique else ""),
        (models.DateTimeField, timezone.now()),
        (models.DateField, timezone.localdate()),
        (models.BooleanField, False),
        (models.IntegerField, 1),
        (models.FloatField, 1.0),
        (models.DecimalField, 1),
    ]
    return next((value for kind, value in kinds if isinstance(field, kind)), None)
