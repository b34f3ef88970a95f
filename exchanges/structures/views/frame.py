"""What the pages of this room share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from exchanges.space.views import of_members
from exchanges.structures.access import is_member, network_here, takes_part

View = Callable[..., HttpResponseBase]
FOLDER = "exchanges/structures/"


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of this room."""
    return render(request, f"{FOLDER}{template}.html", context, status=status)


def not_a_member(request: HttpRequest, *, here: bool) -> HttpResponse:
    """Say that this is for members, of this network or of any."""
    return show(request, "not_a_member", status=403, here=here, network_name=network_here(request).name)


def of_participants(view: View) -> View:
    """A page for members of any network, excluded ones left out."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not takes_part(request.user):
            return not_a_member(request, here=False)
        return view(request, *args, **kwargs)

    return of_members(asking)


def of_this_network(view: View) -> View:
    """A page for members of the network whose site answers."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_member(request.user, network_here(request).site):
            return not_a_member(request, here=True)
        return view(request, *args, **kwargs)

    return of_members(asking)
