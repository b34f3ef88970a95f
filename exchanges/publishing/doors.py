"""Who comes in: people who are signed in, and members of the network whose site they are on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from cms.core.readers import memberships_of
from exchanges.models import ExchangePage
from exchanges.people import exchanges_on
from exchanges.space.views import of_members
from sites.models import NetworkSettings
from sites.networks import current_network

View = Callable[..., HttpResponseBase]


def network_of(request: HttpRequest) -> NetworkSettings:
    """The network of the site; raises Http404 on a site that is none."""
    network = current_network(request)
    if network is None:
        raise Http404
    return network


def is_member(request: HttpRequest) -> bool:
    """Whether who asks is a member of the network of the site now."""
    return network_of(request).site_id in memberships_of(request.user)


def of_this_network(view: View) -> View:
    """A page for current members of the network: others are shown how to become one."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if is_member(request) else to_join(request)

    return of_members(asking)


def to_join(request: HttpRequest) -> HttpResponse:
    """The way to become a member, and from there to what was asked for."""
    back = request.get_full_path() if request.method == "GET" else reverse("publishing_mine")
    return redirect(f"{reverse('publishing_join')}?{urlencode({'next': back})}")


def mine_here(request: HttpRequest, page_id: int) -> ExchangePage:
    """The announcement of who asks, if it stands on this site; raises Http404."""
    found: ExchangePage | None = (
        exchanges_on(network_of(request).site, request.user).filter(pk=page_id).first()
    )
    if found is None:
        raise Http404
    return found
