"""Each model that can hold a secret holds one of the victim's, in each of its texts."""

from fnmatch import fnmatch
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from tests.tenancy.fields import label, read, text_fields
from tests.tenancy.reasons import FIELDS_WITHOUT_SECRETS, MODELS_WITHOUT_SECRETS, READ_BY_VISITORS
from tests.tenancy.tenants import Rows
from tests.tenancy.words import SECRET
from tests.tenancy.world import World, plantable

pytestmark = pytest.mark.django_db


def without_secret(rows: Rows) -> list[str]:
    """The texts in which these rows hold no secret."""
    missing = []
    for model in plantable():
        instances = list(model._base_manager.filter(pk__in=rows.get(model, ())))
        missing += [
            label(field)
            for field in text_fields(model)
            if not any(SECRET.search(read(field, instance)) for instance in instances)
        ]
    return missing


def test_each_model_holds_a_secret_in_each_text(world: World) -> None:
    assert not without_secret(world.victim.rows), "Plant it (planters.py), or say in reasons.py why not."


@pytest.mark.parametrize("name", ["exchanges.ExchangeContact", "wagtailredirects.Redirect", "taggit.Tag"])
def test_a_model_without_a_secret_is_noticed(world: World, name: str) -> None:
    model: type[Model] = apps.get_model(name)
    rows = {kind: ids for kind, ids in world.victim.rows.items() if kind is not model}
    assert {missing.rpartition(".")[0] for missing in without_secret(rows)} == {name}


def test_every_reason_is_about_something(world: World) -> None:
    models = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert not {*MODELS_WITHOUT_SECRETS, *READ_BY_VISITORS} - models
    fields: set[str] = {
        label(field) for model in apps.get_models() for field in model._meta.local_concrete_fields
    }
    assert not [key for key in FIELDS_WITHOUT_SECRETS if not any(fnmatch(name, key) for name in fields)]


def test_secrets_are_only_the_victim_s(world: World) -> None:
    others: list[Any] = []
    for model in plantable():
        for instance in model._base_manager.exclude(pk__in=world.victim.rows.get(model, ())):
            others += [label(f) for f in text_fields(model) if SECRET.search(read(f, instance))]
    assert not others
