"""What only members do in a conversation: invite a structure, join, leave, keep somebody from writing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.core.links import counterparts
from cms.users.models import User
from exchanges.conversations import blocks, together
from exchanges.conversations.errors import RefusedError
from exchanges.conversations.forms import InviteForm
from exchanges.conversations.seats import Seat
from exchanges.conversations.telling import label_of
from exchanges.conversations.views import attempt
from exchanges.models import AnswerInvite, Block, OrganisationPage
from exchanges.people import structures_of
from exchanges.space.views import of_members
from sites.networks import site_of_request


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the view is for members
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """Look for a structure that could answer with them, and invite it."""
    site = site_of_request(request)
    if seat.is_author or site is None:
        raise Http404
    if request.method == "POST":
        form = InviteForm(request.POST)
        if not form.is_valid():
            raise Http404
        chosen = get_object_or_404(OrganisationPage, pk=form.cleaned_data["structure"])
        said = form.cleaned_data["words"]
        return attempt(
            request,
            seat,
            lambda: together.invite(party=seat.party, organisation=chosen, site=site, words=said),
            _("The structure is invited: it is told in its space and by mail."),
        )
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = together.could_join(conversation=seat.conversation, site=site, words=asked)
    context = {
        "seat": seat,
        "layout": seat.layout,
        "urls": seat.urls,
        "conversation": seat.conversation,
        "asked": asked,
        "structures": list(found[: together.MOST_FOUND]) if asked else [],
    }
    return render(request, "exchanges/conversations/invite.html", context)


@require_POST
def leave(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """Leave those who answer."""
    try:
        together.leave(party=seat.party)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect(seat.url("one"))
    messages.success(request, _("You left the conversation."))
    return redirect("conversations_list")


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, invite_id: int) -> HttpResponseBase:
    """An invitation to answer together: POST joins or says no. Nothing of what was said is shown before."""
    person = _person(request)
    theirs = AnswerInvite.objects.filter(organisation__in=structures_of(person).values("pk"))
    found = get_object_or_404(
        theirs.select_related("conversation__exchange", "organisation", "by__organisation"), pk=invite_id
    )
    if request.method == "POST":
        return _decide(request, found, person)
    page = found.conversation.exchange
    context = {
        "invite": found,
        "by": label_of(found.by),
        "announcement": counterparts([page.pk], request).get(page.pk) if page else None,
        "is_over": found.decided_at is not None,
        "own": reverse("conversations_one", args=[found.conversation_id]) if found.accepted else "",
    }
    return render(request, "exchanges/conversations/invitation.html", context)


def _decide(request: HttpRequest, invite: AnswerInvite, person: User) -> HttpResponseBase:
    if "accept" not in request.POST:
        together.refuse(invite=invite)
        messages.success(request, _("You said no to the invitation."))
        return redirect("conversations_list")
    try:
        party = together.accept(invite=invite, person=person)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("conversations_list")
    messages.success(request, _("You answer together by now."))
    return redirect("conversations_one", conversation_id=party.conversation_id)


@require_POST
def block(request: HttpRequest, seat: Seat, party_id: int) -> HttpResponseBase:
    """Keep somebody of the other side from writing to the person."""
    other = get_object_or_404(seat.conversation.parties.exclude(side=seat.party.side), pk=party_id)
    if other.person_id is None and not other.email:
        raise Http404
    blocks.block(person=_person(request), party=other)
    messages.success(request, _("%(who)s can’t write to you any more.") % {"who": other.name})
    return redirect(seat.url("one"))


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def blocked(request: HttpRequest) -> HttpResponseBase:
    """Whom the person keeps from writing; POST lets somebody again."""
    person = _person(request)
    if request.method == "POST":
        given: Any = request.POST.get("block", "")
        if not (given.isdecimal() and len(given) < 19) or not blocks.unblock(person=person, pk=int(given)):
            raise Http404
        messages.success(request, _("They can write to you again."))
        return redirect("conversations_blocked")
    rows = list(Block.objects.filter(person=person).select_related("blocked").order_by("-since"))
    return render(request, "exchanges/conversations/blocked.html", {"blocked": blocks.names(rows)})
