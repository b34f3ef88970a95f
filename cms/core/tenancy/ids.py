"""Which row a parameter of an address, of a query or of a form is about.

What Wagtail calls its parameters says it nearly always: `image_id` is about an image, `pk` about the
model of the view. The few names that say less stand in one table here. A parameter of an address
that nothing explains fails closed: nobody but superusers gets in, and a system check names it.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from inspect import isclass, unwrap
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, Site

from cms.core.tenancy.scopes import CLOSED, rows_of, visible

# Parameters of addresses that name no row of a network, and why.
NOT_IDS: dict[str, str] = {
    "action": "the name of a bulk action",
    "action_name": "the name of an action on a page or a task",
    "app_label": "the first half of a model's name",
    "app_name": "the first half of a model's name",
    "content_type_app_name": "the first half of a model's name",
    "content_type_model_name": "the second half of a model's name",
    "export_format": "the name of a file format",
    "filter_spec": "how an image is to be cut",
    "mode": "the name of a preview",
    "model_name": "the second half of a model's name",
    "rest": "the end of an address that another one took the place of",
    "session_id": "an editing session: Wagtail takes those of who asks only, and makes a new one for any other",
    "token": "a signature",
    "uidb64": "whose password is reset, with its token",
}
# Names that do not say what they are about.
NAMED: dict[str, str] = {
    "childOf": "wagtailcore.Page",
    "destination_id": "wagtailcore.Page",
    "doc_id": "wagtaildocs.Document",
    "document_id": "wagtaildocs.Document",
    "image_id": "wagtailimages.Image",
    "new_parent_page": "wagtailcore.Page",
    "page_to_move_id": "wagtailcore.Page",
    "root_page": "wagtailcore.Page",
    "selected-submissions": "wagtailforms.FormSubmission",
    "target_pages": "wagtailcore.Page",
}
# Views whose `pk` is not of their own model.
SPECIAL: dict[str, dict[str, type[Model]]] = {
    "wagtailsettings:edit": {"pk": Site},
    "wagtailsettings:preview_on_edit": {"pk": Site},
    "wagtailadmin_workflows:usage": {"pk": apps.get_model("wagtailcore.Workflow")},
    "wagtailadmin_workflows:usage_results": {"pk": apps.get_model("wagtailcore.Workflow")},
    "wagtailadmin_workflows:edit_task": {"pk": apps.get_model("wagtailcore.Task")},
    "wagtailadmin_workflows:enable_task": {"pk": apps.get_model("wagtailcore.Task")},
    "wagtailadmin_workflows:enable": {"pk": apps.get_model("wagtailcore.Workflow")},
    # Positional: the page, and two revisions or words for them.
    "wagtailadmin_pages:revisions_compare": {"0": Page, "1": Revision, "2": Revision},
}
# Views that are functions and are asked about no row: nothing narrows what they read. Why they may.
FUNCTIONS: dict[str, str] = {
    "cms.users.views": "the pages of accounts, which are about who asks",
    "django.views.i18n": "words",
    "wagtail.admin.views.bulk_action.dispatcher": "its actions are narrowed one by one",
    "wagtail.admin.views.editing_sessions": "ends one's own editing session",
    "wagtail.admin.views.home": "icons, and the answer to unknown addresses",
    "wagtail.admin.views.i18n": "words",
    "wagtail.admin.views.workflows": "the types of tasks",
    "wagtail.admin.viewsets.pages": "hands on to views with a class",
    "wagtail.contrib.redirects.views": "the import: its fields are narrowed, its rows are new",
    "wagtail.contrib.settings.views": "leads to the first site whose settings the person may change",
    "wagtail.embeds.views.chooser": "asks other sites about an address",
}
# Bodies that the door reads not, by the name of the view, and why they name no row.
UNREAD: dict[str, str] = {
    "wagtail_localize:edit_string_translation": "words: links stand in them by number",
}
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
UTF = "utf-8"
WORDS = {"live", "earliest", "latest"}
ID = re.compile(r"^(?P<name>\w+?)_(id|pk)$")
Named = tuple[type[Model], str]


class UnknownParameterError(LookupError):
    """A parameter of an address of which nothing says what it names."""


def vouch(module: str, why: str) -> None:
    """Say why the functions of a module of views need no narrowing."""
    FUNCTIONS[module] = why


def view_of(view: Any) -> Any:
    """The class behind a view with all its decorators, or the function."""
    inner = unwrap(view)
    for layer in (view, inner):
        found = getattr(layer, "view_class", None) or getattr(layer, "cls", None)
        if found is not None:
            return found
    return inner


def model_of(view: Any) -> type[Model] | None:
    """The model that a view is about."""
    inner, cls = unwrap(view), view_of(view)
    given = {**getattr(view, "view_initkwargs", {}), **getattr(inner, "view_initkwargs", {})}
    candidates = [getattr(cls, "about", None), given.get("model"), getattr(cls, "model", None)]
    candidates += [given.get("model_class"), getattr(cls, "model_class", None)]
    for found in candidates:
        if isinstance(found, str):
            found = apps.get_model(found)  # noqa: PLW2901 - a name stands for its model
        if isclass(found) and issubclass(found, Model):
            return found
    return None


@cache
def models_by_name() -> dict[str, type[Model]]:
    """Models by their names as parameters write them; none where two share one."""
    found: dict[str, list[type[Model]]] = defaultdict(list)
    for model in apps.get_models():
        if model._meta.label not in CLOSED:
            found[re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", model.__name__).lower()].append(model)
    return {name: models[0] for name, models in found.items() if len(models) == 1}


def model_named(parameter: str) -> type[Model] | None:
    """The model whose ids go by that name: `overwrite_revision_id` is about a revision."""
    if parameter in NAMED:
        label = NAMED[parameter]
        swapped = {"wagtailimages.Image": get_image_model, "wagtaildocs.Document": get_document_model}
        return swapped[label]() if label in swapped else _installed(label)
    matched = ID.match(parameter)
    words = matched["name"].split("_") if matched else []
    for start in range(len(words)):
        found = models_by_name().get("_".join(words[start:]))
        if found is not None:
            return found
    return None


def _installed(label: str) -> type[Model] | None:
    app, name = label.split(".")
    return apps.get_model(label) if app in apps.app_configs and name.lower() in apps.all_models[app] else None


def in_address(view: Any, name: str, kwargs: dict[str, Any], args: Iterable[Any] = ()) -> Iterator[Named]:
    """The rows that an address names; raises UnknownParameterError for what nothing explains."""
    for parameter, value in [*kwargs.items(), *((str(at), value) for at, value in enumerate(args))]:
        model = model_of_parameter(view, name, parameter, kwargs)
        if model is not None and str(value) not in WORDS and value is not None:
            yield model, unquote(str(value))


def model_of_parameter(view: Any, name: str, parameter: str, kwargs: dict[str, Any]) -> type[Model] | None:
    """The model of which a parameter of an address names a row; None for what is no id."""
    if parameter in SPECIAL.get(name, {}):
        return SPECIAL[name][parameter]
    if parameter in NOT_IDS:
        return None
    found = model_named(parameter) if parameter not in ("pk", "object_id") else None
    found = found or _model_of_address(kwargs) or model_of(view)
    if found is None or (parameter not in ("pk", "object_id") and not ID.match(parameter)):
        raise UnknownParameterError(f"{name}: {parameter}")
    return found


def _model_of_address(kwargs: dict[str, Any]) -> type[Model] | None:
    label = kwargs.get("app_label") or kwargs.get("app_name")
    if not label or "model_name" not in kwargs:
        return None
    try:
        return apps.get_model(label, kwargs["model_name"])
    except LookupError:
        return None


def in_request(request: HttpRequest, view: Any, kwargs: dict[str, Any]) -> Iterator[Named]:
    """The rows that the query, the form or the body name beside their fields."""
    ticked = _model_of_address(kwargs) or model_of(view) or _chosen(view)
    for parameter, value in _sent(request):
        name = parameter.removesuffix("[]")
        model = ticked if name == "id" else model_named(name)
        if name == "childOf" and ticked is not None and not issubclass(ticked, Page):
            model = models_by_name()["collection"]
        if model is not None and value not in ("", "all", "root") and value not in WORDS:
            yield model, value


def _chosen(view: Any) -> type[Model] | None:
    """The choosers of pages are views without a model."""
    return Page if getattr(view_of(view), "__module__", "") == "wagtail.admin.views.chooser" else None


def _sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for parameter, values in [*request.GET.lists(), *request.POST.lists()]:
        yield from ((parameter, value) for value in values)
    if not _is_posted_form(request):
        yield from _pairs(_body(request))


def body_is_known(request: HttpRequest, name: str) -> bool:
    """Whether the door reads whatever a request sends, or knows that it names no row."""
    return _is_posted_form(request) or name in UNREAD or _body(request) is not None


def _is_posted_form(request: HttpRequest) -> bool:
    """What Django itself reads: forms, and only where they are posted."""
    return request.method in SAFE or (request.method == "POST" and request.content_type in FORMS)


def _body(request: HttpRequest) -> Any:
    """What is sent as JSON, whatever it is called; None for what is no JSON or is written in another way."""
    if request.content_type in FORMS or (request.content_params or {}).get("charset", UTF).lower() != UTF:
        return None if request.body else {}
    try:
        return json.loads(request.body or b"{}")
    except ValueError:
        return None


def _pairs(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each name and what stands under it, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _pairs(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner, name)
    elif isinstance(value, int | str) and name:
        yield name, str(value)


def all_visible(named: Iterable[Named], user: Any) -> bool:
    """Whether the person may see every row that is named; one query a model."""
    wanted: dict[type[Model], set[str]] = defaultdict(set)
    for model, value in named:
        if rows_of(model) is not None:
            wanted[model].add(value)
    return all(_found(model, values, user) for model, values in wanted.items())


def _found(model: type[Model], values: set[str], user: Any) -> bool:
    try:
        keys = {model._meta.pk.to_python(value) for value in values}
        return visible(model, user).filter(pk__in=keys).count() == len(keys)
    except (ValueError, ValidationError, OverflowError):
        return False
