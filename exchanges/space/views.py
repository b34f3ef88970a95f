"""The home page of somebody's space."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.core.caching import NEVER
from exchanges.space import sections

View = Callable[..., HttpResponseBase]


def of_members(view: View) -> View:
    """A page of the space: for people who are signed in, and kept by nobody."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return login_required(view)(request, *args, **kwargs)

    return NEVER(asking)


@of_members
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person, then what is theirs."""
    made = [section for make in sections.sections if (section := make(request))]
    lines = [line for find in sections.waiting for line in find(request)]
    context = {
        "sections": sorted(made, key=lambda section: section.order),
        "waiting": sorted(lines, key=lambda line: line.order),
    }
    return render(request, "exchanges/space/home.html", context)
