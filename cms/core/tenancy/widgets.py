"""What choosers show of what was chosen, and what may be named inside a text.

A form that was sent with an id is shown again with its title, and a text carries ids of pages,
images and documents: neither passes through a field that checks them.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelChoiceField
from django.http import Http404
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.models import Page, ReferenceIndex

from cms.core.tenancy.actor import acting_user
from cms.core.tenancy.ids import Named, model_named
from cms.core.tenancy.scopes import may_see, narrow

# What the links of a text are about, where their kind does not say it.
ENTITIES = {"LINK": "page_id"}
Chooser: Any = BaseChooser
Text: Any = DraftailRichTextArea
Choice: Any = ModelChoiceField
_instance = Chooser.get_instance
_text = Text.value_from_datadict
_choice = Choice.to_python


def install() -> None:
    """Have every chooser and every text pass through here."""
    Chooser.get_instance = shown
    Text.value_from_datadict = written
    Choice.to_python = taken


def already_named(user: Any, row: Model) -> bool:
    """Whether something that the person sees names the row: a copy, or what a superuser chose."""
    about = ContentType.objects.get_for_model(row._meta.concrete_model or type(row))
    kinds = {about, ContentType.objects.get_for_model(Page)} if isinstance(row, Page) else {about}
    references = ReferenceIndex.objects.filter(to_content_type__in=kinds, to_object_id=str(row.pk))
    return narrow(references, user).exists()


def may_name(user: Any, row: Model) -> bool:
    """Whether the person may see the row, or does so already."""
    return may_see(user, row) or already_named(user, row)


def shown(widget: BaseChooser, value: Any) -> Any:
    """The row of which a chooser shows the title; nothing of one that the person may not see."""
    row, user = _instance(widget, value), acting_user()
    if user is None or row is None or str(row.pk) in getattr(widget, "named_already", ()):
        return row
    return row if may_name(user, row) else None


def taken(field: Any, value: Any) -> Any:
    """The row that was chosen; in a text or a block, what was there already stays."""
    try:
        return _choice(field, value)
    except ValidationError:
        user, rows = acting_user(), field._queryset
        row = rows.filter(pk=value).first() if user is not None and str(value).isdigit() else None
        if row is None or not already_named(user, row):
            raise
        return row


def written(widget: DraftailRichTextArea, data: Any, files: Any, name: str) -> Any:
    """The text; raises Http404 when it names what the person may not see, and visitors neither."""
    user, sent = acting_user(), data.get(name)
    if user is not None and isinstance(sent, str):
        for model, value in in_text(sent):
            row = model._default_manager.filter(pk=value).first() if value.isdigit() else None
            if row is None or not (_is_public(row) or may_name(user, row)):
                raise Http404
    return _text(widget, data, files, name)


def in_text(text: str) -> Iterator[Named]:
    """The rows that a text of the editor names."""
    try:
        entities = json.loads(text)["entityMap"].values()
    except (ValueError, TypeError, KeyError, AttributeError):
        return
    for entity in entities:
        kind = str(entity.get("type", ""))
        model = model_named(ENTITIES.get(kind, f"{kind.lower()}_id"))
        value = (entity.get("data") or {}).get("id")
        if model is not None and value not in (None, ""):
            yield model, str(value)


def _is_public(row: Model) -> bool:
    return isinstance(row, Page) and row.live and not row.get_view_restrictions()
