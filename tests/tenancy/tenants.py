"""One network while it is planted: which rows are its own, and rows made of any model."""

from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Model
from wagtail.models import Page, Site

from cms.users.models import User
from tests.tenancy.fields import fill, holds_text, plain_value
from tests.tenancy.words import Audience, Words

Rows = dict[type[Model], set[Any]]


def tables() -> list[type[Model]]:
    """Every model with a table of its own."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def all_rows() -> Rows:
    """The ids of every row of every table."""
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in tables()}


def difference(after: Rows, before: Rows) -> Rows:
    """The rows that came since."""
    return {model: found for model, ids in after.items() if (found := ids - before.get(model, set()))}


class Tenant:
    """A network, and what was made since its making began: all that is its own."""

    site: Site
    person: User
    rows: Rows

    def __init__(self, words: Words) -> None:
        self.words = words
        self.before = all_rows()

    def own(self, model: type[Model]) -> models.QuerySet[Any]:
        """The network's rows of that model."""
        return model._base_manager.exclude(pk__in=self.before.get(model, ())).order_by("pk")

    def one(self, model: type[Model], nth: int = 0) -> Any:
        """One of them, or None."""
        return self.own(model)[nth : nth + 1].first()

    def close(self) -> None:
        """Count what is there: what comes later is somebody else's."""
        self.rows = difference(all_rows(), self.before)

    @cached_property
    def main_page(self) -> Page:
        """A published page of the network that is not its home page."""
        found = self.own(Page).filter(live=True, depth__gt=2).first()
        assert isinstance(found, Page)
        return found

    def word(self, meaning: str, audience: Audience = Audience.PEOPLE) -> str:
        """A new word."""
        return self.words.new(meaning, audience)

    def filled(self, instance: Model, audience: Audience = Audience.PEOPLE) -> Any:
        """The row with words in all its texts."""
        fill(instance, self.words, audience)
        return instance

    def saved(self, instance: Model, audience: Audience = Audience.PEOPLE) -> Any:
        """The row with words in all its texts, in the database."""
        self.filled(instance, audience).save()
        return instance

    def make(self, model: type[Model], audience: Audience = Audience.PEOPLE) -> Any:
        """A row of any model, tied to rows of the network wherever a tie is required."""
        instance = model()
        for field in model._meta.concrete_fields:
            if field.is_relation:
                setattr(instance, field.name, self.tie(field))
            elif field.name in ("object_id", "parent_object_id"):
                setattr(instance, field.name, self.main_page.pk)
            elif field.value_from_object(instance) in (None, "") and not (
                field.null or field.primary_key or holds_text(field)
            ):
                setattr(instance, field.name, plain_value(field))
        with transaction.atomic():
            return self.saved(instance, audience)

    def tie(self, field: Any) -> Any:
        """The row that a relation points at."""
        target = field.related_model
        if target is ContentType:
            return ContentType.objects.get_for_model(self.main_page.specific_class)
        if target is Page:
            return self.main_page
        if not field.unique:
            found = self.one(target)
        else:
            used = field.model._base_manager.values(field.attname)
            found = self.own(target).exclude(pk__in=used).first()
        common = target._base_manager.order_by("pk").last()  # A language, a theme: nobody's own.
        return found if found or field.null else common
