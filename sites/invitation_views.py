"""Accepting an invitation, on the public site of the network that sent it.

Looking changes nothing. Of a link that leads nowhere only this is said, whatever the reason.
"""

from typing import Any

from allauth.core.internal import ratelimit
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cms.core.caching import NEVER
from cms.users.accounts import person_at, sign_in, sign_in_url, site_of
from sites import duties, invitations
from sites.desks import CHOSEN
from sites.invitation_forms import NewAccountForm
from sites.models import Invitation


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation, or what became of it."""
    invitation = invitations.find(token=token, site_id=site_of(request))
    if invitation is None:
        return _closed(request) if _may_try(request) else ratelimit.respond_429(request)
    if request.user.is_authenticated:
        return _as_somebody(request, invitation)
    if person_at(invitation.email) is not None:
        return _show(request, invitation, state="sign_in", sign_in_url=sign_in_url(request.path))
    return _as_newcomer(request, invitation)


def _as_somebody(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """One click for whom it is for; anybody else is told so."""
    person: Any = request.user
    if person.email != invitation.email:
        return _show(request, invitation, state="somebody_else")
    if request.method != "POST":
        return _show(request, invitation, state="accept")
    try:
        invitations.accept(invitation=invitation, person=person)
    except invitations.NotOpenError:
        return _closed(request)
    request.session[CHOSEN] = invitation.network_id
    return redirect("wagtailadmin_home")


def _as_newcomer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """A name and a password, and they are in."""
    form = NewAccountForm(request.POST or None, invitation=invitation)
    if request.method != "POST" or not form.is_valid():
        return _show(request, invitation, state="newcomer", form=form)
    try:
        person = invitations.accept_with_new_account(invitation=invitation, **form.cleaned_data)
    except IntegrityError:  # They opened one meanwhile.
        return redirect(request.path)
    except invitations.NotOpenError:
        return _closed(request)
    response = sign_in(request, person, next_url=reverse("wagtailadmin_home"))
    request.session[CHOSEN] = invitation.network_id
    return response


def _show(request: HttpRequest, invitation: Invitation, *, state: str, **more: Any) -> HttpResponse:
    context = {
        "invitation": invitation,
        "host_name": invitation.network.networksettings.short_name,
        "roles": duties.lines(invitation.wanted),
        "state": state,
        "noindex": True,
        **more,
    }
    return render(request, "sites/invitation.html", context)


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "sites/invitation_closed.html", {"noindex": True}, status=404)


def _may_try(request: HttpRequest) -> bool:
    """Count a link that leads nowhere: whether this client may try another one."""
    return bool(ratelimit.consume(request, app="allauth.account", action="invitation", limit_get=True))
