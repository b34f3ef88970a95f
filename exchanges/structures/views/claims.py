"""Asking to speak for a structure, and answering who asks."""

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.core.caching import NEVER
from cms.users.strangers import may
from exchanges.models import Involvement, OrganisationPage, Standing
from exchanges.people import structures_of
from exchanges.space.views import of_members
from exchanges.structures import claims
from exchanges.structures.access import origin_of, shown_here
from exchanges.structures.forms import AnswerForm, ClaimForm
from exchanges.structures.views.frame import of_participants, show


@of_participants
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to speak for a structure that this site shows; about its origin, wherever that is."""
    page = get_object_or_404(shown_here(request), pk=pk)
    origin = origin_of(page)
    if origin is None:
        raise Http404
    person: Any = request.user
    known = Involvement.objects.filter(person=person, organisation=origin).first()
    if known and known.standing in (Standing.ASKED, Standing.CONFIRMED):
        return redirect("structures_mine")
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, page, origin, form, known)
    if not may(request, "claim"):
        return ratelimit.respond_429(request)
    try:
        made = claims.ask(person=person, organisation=origin, **form.cleaned_data)
    except PermissionDenied:
        messages.error(request, _("The network of this structure does not let you ask for it."))
        return redirect("structures_mine")
    _say_asked(request, made, origin)
    return redirect("structures_mine")


def _ask(
    request: HttpRequest,
    page: OrganisationPage,
    origin: OrganisationPage,
    form: ClaimForm,
    known: Involvement | None,
) -> HttpResponse:
    contact = claims.address_of(origin)
    return show(
        request,
        "claim",
        form=form,
        structure=page,
        structure_url=page.get_url(request),
        has_address=contact is not None,
        address=claims.masked(contact),
        is_led=Involvement.objects.confirmed().filter(organisation=origin).exists(),
        refusal=known if known and known.standing == Standing.REFUSED else None,
    )


def _say_asked(request: HttpRequest, made: Involvement, origin: OrganisationPage) -> None:
    said = _("You asked to act for “%(title)s”: you will be told as soon as somebody has answered.")
    messages.success(request, said % {"title": origin.title})


@of_members
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own claim back."""
    person: Any = request.user
    own = get_object_or_404(Involvement, pk=pk, person=person)
    try:
        claims.withdraw(involvement=own, by=person)
    except claims.NotWaitingError:
        messages.warning(request, _("This request was answered meanwhile."))
    else:
        messages.success(request, _("Your request is withdrawn."))
    return redirect("structures_mine")


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether somebody who asks speaks for a structure of the person’s."""
    person: Any = request.user
    asked = Involvement.objects.exclude(person=person).filter(
        organisation__in=structures_of(person).values("pk")
    )
    found = get_object_or_404(asked.select_related("person", "role", "organisation"), pk=pk)
    if found.standing != Standing.ASKED:
        return _late(request)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return show(request, "answer", form=form, claim=found)
    try:
        claims.decide(involvement=found, by=person, **form.cleaned_data)
    except (claims.NotWaitingError, PermissionDenied):
        return _late(request)
    messages.success(request, _("Thank you: %(person)s is told.") % {"person": found.person})
    return redirect("structures_mine")


def _late(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("This request was answered meanwhile."))
    return redirect("structures_mine")


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail sent to a structure's address: whoever reads that mailbox answers, account or not."""
    found = claims.find_by_link(token=token)
    if found is None:
        return _closed(request)
    if request.method != "POST":
        return show(request, "confirm", claim=found, noindex=True)
    accepts = "refuse" not in request.POST
    try:
        claims.confirm_by_mail(token=token, accepts=accepts)
    except claims.NotWaitingError:
        return _closed(request)
    return show(request, "confirmed", claim=found, accepted=accepts, noindex=True)


def _closed(request: HttpRequest) -> HttpResponse:
    """A link that leads nowhere; counted, so that nobody tries many."""
    if not ratelimit.consume(request, app="allauth.account", action="link", limit_get=True):
        return ratelimit.respond_429(request)
    return show(request, "link_closed", status=404, noindex=True)
