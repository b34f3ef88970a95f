"""The parameters that a view reads by hand, found in the source of its classes."""

import inspect
import re
import sys
from functools import cache
from typing import Any

from django.db.models import Model
from taggit.models import Tag
from wagtail.models import Collection, Locale, Page, Revision, Site

from cms.users.models import User
from tests.tenancy.addresses import Address
from tests.tenancy.ids import Ids

READ = re.compile(r"""(?:GET|POST|query_params)(?:\.get\(|\.getlist\(|\[)\s*["']([\w-]+)["']""")
# Of which model the id in a parameter is, by its name; others are no ids.
MODELS: dict[str, type[Model]] = {
    "ancestor_of": Page,
    "child_of": Page,
    "collection": Collection,
    "collection_id": Collection,
    "descendant_of": Page,
    "loaded_revision_id": Revision,
    "locale": Locale,
    "new_parent_page": Page,
    "overwrite_revision_id": Revision,
    "parent": Page,
    "parent_id": Page,
    "parent_page_id": Page,
    "revision_id": Revision,
    "site": Site,
    "tag": Tag,
    "translation_of": Page,
    "user": User,
}


def read_by_hand(address: Address, victim: Ids) -> list[tuple[str, Any]]:
    """The parameters that the view of the address reads, each with an id of the victim's."""
    names = sorted(parameters(address.route.callback))
    found = [(name, pk) for name in names if name in MODELS for pk in victim.of(MODELS[name])[:1]]
    if address.model and {"id", "ids"} & set(names):
        found += [("id", pk) for pk in victim.of(address.model)[:1]]
    return found


def parameters(callback: Any) -> set[str]:
    """The names that a view's classes read from the query or the form."""
    view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    modules = {kind.__module__ for kind in view.__mro__} if view else {inspect.unwrap(callback).__module__}
    return set().union(*(names_in(module) for module in modules))


@cache
def names_in(module: str) -> frozenset[str]:
    """The names of the parameters that the module reads."""
    try:
        return frozenset(READ.findall(inspect.getsource(sys.modules[module])))
    except (OSError, TypeError, KeyError):
        return frozenset()
