"""Which matches the people of a network may see in the administration."""

from typing import Any

from django.db.models import Q
from wagtail.models import Page

from cms.core.tenancy.scopes import visible


def matches(user: Any) -> Q:
    """Those in which a page of theirs, or a copy that they received, has a part."""
    pages = visible(Page, user).order_by()
    return Q(exchange__in=pages.values("pk")) | Q(counterpart__in=pages.values("pk"))
