"""A conversation, for members in their space and for guests by their link: both sit on a `Seat`."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from cms.core.links import counterparts
from cms.users.strangers import may
from exchanges.care import reports
from exchanges.conversations import outcomes, queries, verbs
from exchanges.conversations.errors import RefusedError
from exchanges.conversations.forms import (
    NOBODY,
    OTHER,
    ContestForm,
    DeclineForm,
    MessageForm,
    OutcomeForm,
    ReportForm,
)
from exchanges.conversations.seats import Seat
from exchanges.conversations.shown import lines, spoken, timeline
from exchanges.conversations.telling import label_of
from exchanges.models import (
    OPEN_STATES,
    AnswerState,
    Attachment,
    Outcome,
    Result,
    Side,
)
from exchanges.space.views import of_members

A_PAGE = 20
TOO_MANY = 429


@of_members
@require_safe
def conversation_list(request: HttpRequest) -> HttpResponse:
    """The conversations of the person, those with something new first."""
    pages = Paginator(queries.conversations_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {"pages": pages, "lines": lines(pages.object_list), "request": request}
    return render(request, "exchanges/conversations/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """What was said; POST says something. That it was looked at is written down."""
    form = MessageForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not may(request, "message", key="" if seat.person else seat.party.email):
            form.add_error(None, _("That was a lot of messages: wait a while."))
            status = TOO_MANY
        else:
            return _say(request, seat, form)
    if request.method != "HEAD":
        queries.mark_read(seat.party)
    return render(request, "exchanges/conversations/one.html", _shown(request, seat, form), status=status)


def _say(request: HttpRequest, seat: Seat, form: MessageForm) -> HttpResponseRedirect:
    said = form.cleaned_data
    return attempt(
        request,
        seat,
        lambda: verbs.write(
            party=seat.party, body=said["body"] or "—", files=said["attached"], key=form.once
        ),
        _("Your message was sent."),
    )


def attempt(request: HttpRequest, seat: Seat, do: Callable[[], Any], done: str) -> HttpResponseRedirect:
    """Do it, say so or why not, and go back to the conversation."""
    try:
        do()
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(seat.url("one"))


def _shown(request: HttpRequest, seat: Seat, form: MessageForm) -> dict[str, Any]:
    conversation = seat.conversation
    there = list(queries.seated(conversation.parties.all()).select_related("organisation").order_by("pk"))
    page = conversation.exchange
    outcome = Outcome.objects.filter(conversation=conversation).select_related("method").first()
    is_open = conversation.state in OPEN_STATES
    over = AnswerState.WITHDRAWN if seat.is_author else AnswerState.DECLINED
    return {
        "seat": seat,
        "layout": seat.layout,
        "urls": seat.urls,
        "conversation": conversation,
        "state": conversation.get_state_display(),
        "announcement": counterparts([page.pk], request).get(page.pk) if page else None,
        "mine": [label_of(party) for party in there if party.side == seat.party.side],
        "across": [party for party in there if party.side != seat.party.side],
        "across_names": ", ".join(label_of(party) for party in there if party.side != seat.party.side),
        "said": spoken(conversation, seat),
        "states": timeline(conversation),
        "form": form,
        "decline_form": DeclineForm(),
        "contest_form": ContestForm(),
        "outcome": outcome,
        "is_open": is_open,
        "can_write": conversation.state != over,
        "can_agree": seat.is_author and conversation.state in (AnswerState.RECEIVED, AnswerState.DISCUSSED),
        "can_tell": seat.is_author
        and page is not None
        and (is_open or bool(outcome and outcome.contested_at)),
        "can_leave": not seat.token
        and not seat.is_author
        and sum(party.side == Side.ANSWER for party in there) > 1,
        "can_judge": bool(
            outcome and not seat.is_author and not (outcome.confirmed_at or outcome.contested_at)
        ),
        "waiting_invites": [
            invite.organisation.title
            for invite in conversation.invites.filter(decided_at=None).select_related("organisation")
        ],
    }


@require_POST
def agree(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """The author says yes."""
    return attempt(request, seat, lambda: verbs.agree(party=seat.party), _("You agreed: they are told."))


@require_POST
def decline(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """The author says no, with a word."""
    form = DeclineForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    done = _("You declined this answer: they are told.")
    return attempt(request, seat, lambda: verbs.decline(party=seat.party, note=note), done)


@require_POST
def withdraw(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """Who answered takes it back."""
    done = _("Your answer is withdrawn: the author is told.")
    return attempt(request, seat, lambda: verbs.withdraw(party=seat.party), done)


@require_GET
def file(request: HttpRequest, seat: Seat, file_id: int) -> HttpResponseBase:
    """A file of the conversation, to be kept: never shown by the browser itself."""
    found = get_object_or_404(
        Attachment, pk=file_id, message__conversation=seat.conversation, message__hidden_at=None
    )
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, seat: Seat, message_id: int) -> HttpResponseBase:
    """Report a message of somebody else to the moderators of the announcement's network."""
    said = seat.conversation.messages.exclude(party=seat.party)
    message = get_object_or_404(said, pk=message_id)
    form = ReportForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if may(request, "report"):
            reports.report_message(
                message=message,
                text=form.cleaned_data["text"],
                person=seat.person,
                email="" if seat.person else seat.party.email,
            )
            messages.success(request, _("The network’s moderators will read this message, and nothing else."))
            return redirect(seat.url("one"))
        form.add_error(None, _("That was a lot of reports: wait a while."))
        status = TOO_MANY
    context = {"seat": seat, "layout": seat.layout, "urls": seat.urls, "message": message, "form": form}
    return render(request, "exchanges/conversations/report.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """The author says how the announcement ended."""
    page = seat.conversation.exchange
    if page is None or not seat.is_author:
        raise Http404
    answers = _answers(seat, page)
    here = str(seat.conversation.pk)
    form = OutcomeForm(request.POST or None, page=page, answers=answers, initial={"ending": here})
    if request.method == "POST" and form.is_valid():
        return attempt(request, seat, lambda: _tell_outcome(seat, form), _("Thank you: it is written down."))
    context = {
        "seat": seat,
        "layout": seat.layout,
        "urls": seat.urls,
        "conversation": seat.conversation,
        "form": form,
    }
    return render(request, "exchanges/conversations/outcome.html", context)


def _answers(seat: Seat, page: Any) -> list[tuple[Any, str]]:
    """The answers with which it may have been concluded, each with who answered."""
    found = outcomes.answers_of(seat.party, page)
    open_ones = found.filter(state__in=OPEN_STATES) | found.filter(outcome__contested_at__isnull=False)
    rows = open_ones.distinct().order_by("opened_at").prefetch_related("parties__organisation")
    return [
        (
            row,
            ", ".join(
                label_of(party)
                for party in row.parties.all()
                if party.side == Side.ANSWER and party.left_at is None
            ),
        )
        for row in rows
    ]


def _tell_outcome(seat: Seat, form: OutcomeForm) -> None:
    """Write it down, then do what else was ticked."""
    said, page = form.cleaned_data, seat.conversation.exchange
    assert page is not None  # noqa: S101 - the view asked
    if said["ending"] == NOBODY:
        outcomes.not_concluded(page=page, party=seat.party, result=Result(said["result"]), note=said["note"])
    elif said["ending"] == OTHER:
        outcomes.concluded_elsewhere(page=page, party=seat.party, terms=form.terms)
    else:
        chosen = outcomes.answers_of(seat.party, page).get(pk=int(said["ending"]))
        party = outcomes.same_in(seat.party, chosen)
        outcomes.conclude(party=party, terms=form.terms)
    if said["decline_others"]:
        outcomes.decline_the_others(page=page, party=seat.party)
    if said["close"]:
        why = Result(said["result"]) if said["ending"] == NOBODY else Result.CONCLUDED
        outcomes.close_announcement(page=page, person=seat.person, why=why)


@require_POST
def judge(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """The other side confirms how it ended, or contests it."""
    if "contest" not in request.POST:
        done = _("Thank you: both sides say the same.")
        return attempt(request, seat, lambda: outcomes.confirm(party=seat.party), done)
    form = ContestForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what was different."))
        return redirect(seat.url("one"))
    note = form.cleaned_data["note"]
    done = _("The author is told that it was otherwise.")
    return attempt(request, seat, lambda: outcomes.contest(party=seat.party, note=note), done)
