"""One registry: which rows of each model a person may see in the administration.

What has a foreign key `network` or `site` belongs to that network. A part of something else (a line
of an inline panel, a kind of page) follows what it is part of. For any other model its app says so
with `register_scope`, or `share` for reference data. Of a model that is not named at all, nobody
sees anything, and a system check says so.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.models import Site

from cms.core.permissions import user_networks
from cms.core.tenancy.actor import sees_everything

M = TypeVar("M", bound=Model)
# The condition that a person may see a row. It must not multiply rows: reach what is on the far side
# of a relation by a subquery.
Rows = Callable[[Any], Q]
NOTHING = Q(pk__in=[])
# Foreign keys by which a row says to which network it belongs.
OWNERS = ("network", "site")

_rows: dict[str, Rows] = {}

# Reference data: read by everybody, and why that tells nothing of a network.
SHARED: dict[str, str] = {
    "auth.Permission": "names what can be permitted, by code",
    "contenttypes.ContentType": "names the models, by code",
    "core.Area": "the official list of areas",
    "core.Term": "the lists of the sheet, shipped with the platform",
    "core.Theme": "the thesaurus, published as open data",
    "core.ThemeMapping": "the thesaurus, published as open data",
    "wagtail_localize.LocaleSynchronization": "which language follows which, one setting for all",
    "wagtailadmin.Admin": "has no rows: it carries the permission to enter",
    "wagtailcore.Locale": "the languages of the platform",
    "wagtailcore.WorkflowContentType": "which workflow stands over which kind of row, one setting for all",
}
# Of superusers only: the machine room, and what no screen shows.
CLOSED: dict[str, str] = {
    "django_q.Failure": "the queue of tasks",
    "django_q.OrmQ": "the queue of tasks",
    "django_q.Schedule": "the queue of tasks",
    "django_q.Success": "the queue of tasks",
    "django_q.Task": "the queue of tasks",
    "sessions.Session": "who is signed in",
    "users.Letter": "mails that wait to leave",
    "users.SignUp": "people who have yet to confirm their address",
    "wagtail_localize.Template": "markup cut out of every network's texts, by digest",
    "wagtailembeds.Embed": "a cache, by digest of an address",
    "wagtailsearch.IndexEntry": "the index: searched through the model that it is about",
    "wagtailsearch.SQLiteFTSIndexEntry": "the index: searched through the model that it is about",
}


def register_scope(model: "type[Model] | str", rows: Rows) -> None:
    """Say which rows of a model (or "app.Model") a person may see."""
    _rows[model if isinstance(model, str) else model._meta.label] = rows
    rows_of.cache_clear()


def share(model: type[Model], why: str) -> None:
    """Say that a model is reference data, and why reading it tells nothing of a network."""
    SHARED[model._meta.label] = why
    rows_of.cache_clear()


def close(model: type[Model], why: str) -> None:
    """Say that no screen of the administration shows rows of a model, and why."""
    CLOSED[model._meta.label] = why
    register_scope(model, lambda user: NOTHING)


def registered() -> list[str]:
    """The labels of the models of which somebody said whose their rows are."""
    return list(_rows)


@cache
def rows_of(model: type[Model]) -> Rows | None:
    """The condition for a model; None for reference data. Nobody sees a model of which nothing is said."""
    for base in model.__mro__:
        label = base._meta.label if hasattr(base, "_meta") and not base._meta.abstract else ""
        if label in _rows:
            return _rows[label]
        if label in SHARED:
            return None
    return _by_owner(model) or _as_part(model) or (lambda user: NOTHING)


def is_known(model: type[Model]) -> bool:
    """Whether somebody said whose the rows of a model are."""
    labels = {
        base._meta.label for base in model.__mro__ if hasattr(base, "_meta") and not base._meta.abstract
    }
    return bool(labels & {*_rows, *SHARED, *CLOSED}) or (_by_owner(model) or _as_part(model)) is not None


def _by_owner(model: type[Model]) -> Rows | None:
    """The rows of the person's networks, where each names the one it belongs to."""
    for field in model._meta.concrete_fields:
        if field.name in OWNERS and field.related_model is Site:
            return _of_networks(field.name)
    return None


def _of_networks(field: str) -> Rows:
    return lambda user: Q(**{f"{field}__in": [network.pk for network in user_networks(user)]})


def _as_part(model: type[Model]) -> Rows | None:
    """The rows that are part of a visible one: by a ParentalKey, or both ends of a relation table."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    wholes = keys if model._meta.auto_created else [key for key in keys if isinstance(key, ParentalKey)]
    if not wholes:
        return None

    def rows(user: Any) -> Q:
        found = Q()
        for key in wholes:
            found &= Q(**{f"{key.name}__in": visible(key.remote_field.model, user).order_by()})
        return found

    return rows


def owned_models() -> list[type[Model]]:
    """Models whose rows name the network to which they belong."""
    return [model for model in apps.get_models() if _by_owner(model) is not None]


def narrow(queryset: QuerySet[M], user: Any) -> QuerySet[M]:
    """Of these rows, those that the person may see."""
    if sees_everything(user):
        return queryset
    rows = rows_of(queryset.model)
    if rows is None:
        return queryset
    if queryset.query.is_sliced or queryset.query.combinator:
        found = [row.pk for row in queryset]
        return queryset.model._default_manager.filter(rows(user), pk__in=found)
    return queryset.filter(rows(user))


def visible(model: type[M], user: Any) -> QuerySet[M]:
    """The rows of a model that the person may see."""
    return narrow(model._default_manager.all(), user)


def may_see(user: Any, instance: Model) -> bool:
    """Whether the person may see that very row."""
    return sees_everything(user) or visible(type(instance), user).filter(pk=instance.pk).exists()


def models_without_scope() -> list[type[Model]]:
    """Models of which nobody said whose their rows are."""
    return [model for model in apps.get_models(include_auto_created=True) if not is_known(model)]
