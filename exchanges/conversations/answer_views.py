"""« Je réponds »: the form of an announcement, for members and for visitors, and the link that confirms."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.caching import NEVER
from cms.core.visitors import is_private
from cms.users.models import User
from cms.users.strangers import may
from exchanges.conversations import pending
from exchanges.conversations.errors import RefusedError
from exchanges.conversations.forms import AnswerForm, StrangerAnswerForm
from exchanges.conversations.links import path_of
from exchanges.conversations.reach import (
    home_site,
    is_own,
    is_reachable,
    kept_out,
    origin_of,
    structures_to_answer_for,
    takes_answers,
)
from exchanges.conversations.verbs import open_conversation
from exchanges.models import ExchangePage
from sites.networks import site_of_request

TOO_MANY = 429


def _asked(request: HttpRequest, page_id: int) -> tuple[ExchangePage, ExchangePage]:
    """The announcement as it stands on this site, and its origin; raises Http404 where it takes no answers."""
    site = site_of_request(request)
    if site is None:
        raise Http404
    page: ExchangePage = get_object_or_404(ExchangePage.objects.live().on_site(site), pk=page_id)
    origin = None if is_private(page, request) else origin_of(page)
    if origin is None or not takes_answers(origin) or not is_reachable(origin, request):
        raise Http404
    return page, origin


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Answer an announcement, where it stands on this site."""
    page, origin = _asked(request, page_id)
    context = {"page": page, "announcement_url": page.get_url(request), "is_own": False}
    if not isinstance(request.user, User):
        return _by_visitor(request, origin, context)
    if is_own(request.user, origin):
        return render(request, "exchanges/conversations/answer.html", {**context, "is_own": True})
    return _by_member(request, origin, request.user, context)


def _by_member(
    request: HttpRequest, origin: ExchangePage, person: User, context: dict[str, Any]
) -> HttpResponseBase:
    site = site_of_request(request)
    assert site is not None  # noqa: S101 - the page stands on it
    refused = kept_out(networks=(site, home_site(origin)), person=person)
    if refused:
        return render(request, "exchanges/conversations/answer.html", {**context, "refused": refused})
    structures = list(structures_to_answer_for(person, origin))
    form = AnswerForm(request.POST or None, request.FILES or None, structures=structures)
    status = 200
    if request.method == "POST" and form.is_valid():
        if may(request, "answer", key=person.email):
            try:
                message = open_conversation(
                    page=origin,
                    person=person,
                    organisation=form.structure,
                    site=site,
                    body=form.cleaned_data["body"],
                    files=form.cleaned_data["attached"],
                    key=form.once,
                )
            except RefusedError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Your answer was sent: its author is told."))
                return redirect("conversations_one", conversation_id=message.conversation_id)
        else:
            form.add_error(None, _("That was a lot of answers: wait a while."))
            status = TOO_MANY
    return render(request, "exchanges/conversations/answer.html", {**context, "form": form}, status=status)


def _by_visitor(request: HttpRequest, origin: ExchangePage, context: dict[str, Any]) -> HttpResponseBase:
    form = StrangerAnswerForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if form.is_caught:
            return redirect("answer_sent", page_id=context["page"].pk)
        if may(request, "answer", key=said["email"].lower()):
            site = site_of_request(request)
            assert site is not None  # noqa: S101 - the page stands on it
            words = pending.Words(name=said["name"], email=said["email"], body=said["body"])
            pending.keep(page=origin, site=site, words=words)
            return redirect("answer_sent", page_id=context["page"].pk)
        form.add_error(None, _("That was a lot of answers: wait a while."))
        status = TOO_MANY
    return render(request, "exchanges/conversations/answer.html", {**context, "form": form}, status=status)


@NEVER
@require_safe
def sent(request: HttpRequest, page_id: int) -> HttpResponse:
    """What a visitor does now: open the mail."""
    page, _origin = _asked(request, page_id)
    context = {"page": page, "announcement_url": page.get_url(request)}
    return render(request, "exchanges/conversations/sent.html", context)


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link of the mail: shows what was written; POST brings it to the author."""
    found = pending.find(token)
    if found is None:
        raise Http404
    if found.party is not None and found.party.left_at is None:
        return redirect(path_of(found.party))
    if request.method == "POST":
        try:
            party = pending.confirm(pending=found)
        except RefusedError as error:
            messages.error(request, str(error))
            return redirect("answer_confirm", token=token)
        messages.success(request, _("Your answer is on its way: its author is told."))
        return redirect(path_of(party))
    return render(request, "exchanges/conversations/confirm.html", {"pending": found, "token": token})
