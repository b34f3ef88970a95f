"""« Mes réseaux »: of which networks somebody is a member, which charters they accepted; joining and leaving.

One account serves all sites. A network is joined on its own site only, where its charter is read.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.core.caching import NEVER
from sites import members
from sites.member_forms import JoinForm
from sites.models import Membership, NetworkSettings
from sites.networks import current_network


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_networks(request: HttpRequest) -> HttpResponse:
    """The list, and above it what there is to accept on this site."""
    network = current_network(request)
    if network is None:
        raise Http404
    mine = members.membership_here(request)
    offer = _offer(request, network, mine)
    if request.method == "POST":
        if offer is None:
            return redirect("own_networks")
        if offer["form"].is_valid():
            return _join(request, network)
    others = Membership.objects.current().filter(person=request.user.pk).exclude(network=network.site_id)
    context = {
        "mine": mine,
        "is_member": mine is not None and mine.left_at is None and mine.excluded_at is None,
        "offer": offer,
        "others": others.select_related("network__root_page", "network__networksettings").order_by("pk"),
    }
    return render(request, "sites/own_networks.html", context)


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest, site_id: int) -> HttpResponse:
    """Leave a network, once it was said what that means."""
    current = Membership.objects.current().filter(person=request.user.pk)
    mine = get_object_or_404(current.select_related("network__networksettings"), network=site_id)
    left = mine.network.networksettings
    if request.method == "POST":
        members.leave(network_id=site_id, person=request.user)
        messages.success(request, _("You are no longer a member of %(network)s.") % {"network": left.name})
        return redirect("own_networks")
    return render(request, "sites/leave_network.html", {"left": left, "membership": mine})


def _offer(request: HttpRequest, network: NetworkSettings, mine: Membership | None) -> dict[str, Any] | None:
    """What may be accepted here: the network itself, or another text of its charter."""
    again = mine is not None and members.must_accept_again(mine, network)
    outside = mine is None or mine.left_at is not None
    excluded = mine is not None and mine.excluded_at is not None
    if excluded or not (again or (outside and network.takes_members)):
        return None
    url = members.charter_url(network, request)
    return {
        "again": again,
        "charter_url": url,
        "charter_date": members.charter_date(network),
        "form": JoinForm(request.POST if request.method == "POST" else None, has_charter=bool(url)),
    }


def _join(request: HttpRequest, network: NetworkSettings) -> HttpResponse:
    person: Any = request.user
    members.join(network=network, person=person, accepts_charter=True)
    messages.success(request, _("You are a member of %(network)s.") % {"network": network.name})
    return redirect("own_networks")
