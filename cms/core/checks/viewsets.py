"""Whose rows the administration's viewsets, choosers, API and bulk actions show."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import get_snippet_models

from cms.core.permissions import NetworkScopedViewSet
from cms.core.tenancy.scopes import is_known


@checks.register()
def check_viewsets(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """What belongs to a network is shown through the scope of `cms.core.permissions`."""
    return [message for viewset in registered_viewsets() for message in problems_of_viewset(viewset)]


@checks.register()
def check_shown_models(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Of whatever is registered to show rows, it is said whose they are."""
    return [message for name, model in shown() for message in problems_of_models(name, model)]


def registered_viewsets() -> list[Any]:
    """Every viewset, those of snippets included."""
    from wagtail.admin import urls  # noqa: F401 - fills the registry of viewsets
    from wagtail.admin.viewsets import viewsets

    hooks.search_for_hooks()
    found = [*viewsets.viewsets, *(model.snippet_viewset for model in get_snippet_models())]
    return list({id(viewset): viewset for viewset in found}.values())


def shown() -> Iterator[tuple[str, Any]]:
    """What shows rows, and of which model: None where nothing says."""
    for viewset in registered_viewsets():
        if isinstance(viewset, ModelViewSet | ChooserViewSet):
            yield type(viewset).__name__, _model(viewset)
    yield from _endpoints()
    yield from _bulk_actions()


def _model(viewset: Any) -> Any:
    model = viewset.model
    return apps.get_model(model) if isinstance(model, str) else model


def _endpoints() -> Iterator[tuple[str, Any]]:
    from wagtail.admin.api.urls import admin_api

    for name, endpoint in admin_api._endpoints.items():
        yield f"API: {name}", getattr(endpoint, "model", None)


def _bulk_actions() -> Iterator[tuple[str, Any]]:
    for action in hooks.get_hooks("register_bulk_action"):
        for model in action.models:
            yield f"bulk action: {action.__name__}", model


def problems_of_models(name: str, model: Any) -> list[checks.CheckMessage]:
    """One message when nothing says whose the rows are."""
    if isinstance(model, type) and issubclass(model, models.Model) and is_known(model):
        return []
    text = f"{name} shows {model.__name__ if model else 'rows of no model'}: nothing says whose its rows are."
    hint = "Call register_scope or share (cms.core.tenancy.scopes) for its model, or name its model."
    return [checks.Error(text, hint=hint, obj=model, id="pes.E007")]


def problems_of_viewset(viewset: Any) -> list[checks.CheckMessage]:
    """One message when rows of a network would be shown to every network."""
    if not isinstance(viewset, ModelViewSet) or isinstance(viewset, NetworkScopedViewSet):
        return []
    model: type[models.Model] = viewset.model  # type: ignore[attr-defined]
    owners = [field.name for field in model._meta.get_fields() if _is_site(field)]
    if not owners:
        return []
    text = f"{type(viewset).__name__} shows {model.__name__}, which belongs to networks."
    hint = f"Inherit from NetworkScopedViewSet with network_lookup among: {', '.join(owners)}."
    return [checks.Error(text, hint=hint, obj=model, id="pes.E005")]


def _is_site(field: Any) -> bool:
    owns = isinstance(field, models.ForeignKey)  # One-to-one fields are foreign keys too.
    return owns and field.remote_field.model._meta.label == "wagtailcore.Site"
