"""The people of a structure, and the invitations to be one of them."""

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.core.caching import NEVER
from cms.core.links import counterparts
from cms.users.accounts import sign_in_url
from exchanges.models import Involvement, OrganisationPage, Standing, StructureInvitation
from exchanges.space.views import of_members
from exchanges.structures import invitations, mine, team
from exchanges.structures.access import mine_or_404
from exchanges.structures.forms import InviteForm, RoleForm
from exchanges.structures.views.frame import show


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """One structure: who speaks for it, who is invited to, who asks to; and inviting somebody."""
    page = mine_or_404(request.user, pk)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _invited(request, page, form):
        return redirect("structures_people", pk=page.pk)
    state = mine.workflow_states([page.pk]).get(page.pk)
    there = counterparts([page.pk], request).get(page.pk)
    roles = list(RoleForm().fields["role"].choices)  # type: ignore[attr-defined]
    return show(
        request,
        "people",
        structure=page,
        structure_url=there.get_url(request) if there else "",
        rows=[(row, _role_form(row, roles)) for row in team.of(page.pk)],
        invitations=invitations.open_of(page.pk),
        asking=_asking(page),
        state=mine.state_of(page, state),
        form=form,
    )


def _role_form(row: Involvement, choices: list[Any]) -> RoleForm:
    return RoleForm(initial={"role": row.role_id}, choices=choices, auto_id=f"role-{row.pk}-%s")


def _asking(page: OrganisationPage) -> Any:
    waiting = Involvement.objects.filter(organisation=page, standing=Standing.ASKED)
    return waiting.select_related("person").order_by("asked_at")


def _invited(request: HttpRequest, page: OrganisationPage, form: InviteForm) -> bool:
    person: Any = request.user
    try:
        made = invitations.invite(organisation=page, by=person, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("An invitation leaves for %(email)s.") % {"email": made.email})
    return True


def _involvement(request: HttpRequest, pk: int, involvement_id: int) -> Involvement:
    """One of the people of a structure of the person's; raises Http404."""
    page = mine_or_404(request.user, pk)
    return get_object_or_404(team.of(page.pk).select_related("organisation"), pk=involvement_id)


@of_members
@require_POST
def role(request: HttpRequest, pk: int, involvement_id: int) -> HttpResponse:
    """Say what somebody is in the structure."""
    found = _involvement(request, pk, involvement_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        person: Any = request.user
        team.change_role(involvement=found, role=form.cleaned_data["role"], by=person)
        messages.success(request, _("The role of %(person)s is changed.") % {"person": found.person})
    return redirect("structures_people", pk=pk)


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, involvement_id: int) -> HttpResponse:
    """Leave the structure, or take somebody out of it, once it was said what that means."""
    found = _involvement(request, pk, involvement_id)
    leaves = found.person_id == request.user.pk
    if request.method != "POST":
        is_last = not team.of(pk).exclude(pk=found.pk).exists()
        return show(request, "remove", involvement=found, leaves=leaves, is_last=is_last)
    try:
        return _leave(request, found) if leaves else _take_out(request, found)
    except PermissionDenied:  # One of the two left meanwhile.
        messages.warning(request, _("This changed meanwhile: look again."))
        return redirect("structures_mine")


def _leave(request: HttpRequest, found: Involvement) -> HttpResponse:
    person: Any = request.user
    still_led = team.leave(involvement=found, by=person)
    title = {"title": found.organisation.title}
    if still_led:
        messages.success(request, _("You do not act for “%(title)s” any more.") % title)
    else:
        text = _(
            "You do not act for “%(title)s” any more. Nobody does now: its sheet stays, in the care of the network."
        )
        messages.warning(request, text % title)
    return redirect("structures_mine")


def _take_out(request: HttpRequest, found: Involvement) -> HttpResponse:
    person: Any = request.user
    team.remove(involvement=found, by=person)
    messages.success(
        request, _("%(person)s is out of the structure, and is told.") % {"person": found.person}
    )
    return redirect("structures_people", pk=found.organisation_id)


@of_members
@require_POST
def withdraw(request: HttpRequest, pk: int, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    person: Any = request.user
    page = mine_or_404(person, pk)
    found = get_object_or_404(StructureInvitation, pk=invitation_id, organisation=page)
    try:
        invitations.withdraw(invitation=found, by=person)
    except invitations.NotOpenError:
        messages.warning(request, _("This invitation was accepted or withdrawn meanwhile."))
    else:
        messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": found.email})
    return redirect("structures_people", pk=page.pk)


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: whoever reads the mail accepts with an account of theirs, an old or a new one."""
    found = invitations.find(token=token)
    if found is None:
        return _closed(request)
    if not request.user.is_authenticated:
        sign_up_url = f"{reverse('account_signup')}?{urlencode({'next': request.path})}"
        ways = {"sign_in_url": sign_in_url(request.path), "sign_up_url": sign_up_url}
        return show(request, "invitation", invitation=found, noindex=True, ways=ways)
    if request.method != "POST":
        return show(request, "invitation", invitation=found, noindex=True)
    try:
        invitations.accept(invitation=found, person=request.user)
    except invitations.NotOpenError:
        return _closed(request)
    messages.success(request, _("You act for “%(title)s” now.") % {"title": found.organisation.title})
    return redirect("structures_people", pk=found.organisation_id)


def _closed(request: HttpRequest) -> HttpResponse:
    if not ratelimit.consume(request, app="allauth.account", action="link", limit_get=True):
        return ratelimit.respond_429(request)
    return show(request, "link_closed", status=404, noindex=True)
