"""What somebody reads in their space: reports about what is theirs, and how their network helped it on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exchanges.care import help as helping
from exchanges.care import reports
from exchanges.care.forms import ReplyForm
from exchanges.care.places import way_to
from exchanges.care.views import go
from exchanges.models import ExchangePage
from exchanges.people import exchanges_of
from exchanges.space.views import of_members


@of_members
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The reports about what is the person's."""
    return render(request, "exchanges/care/mine.html", {"reports": reports.about(person(request))})


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, report_id: int) -> HttpResponse:
    """A report about something of theirs: what is wrong, what was decided, and a reply to it."""
    made = get_object_or_404(reports.about(person(request)), pk=report_id)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reports.reply(made=made, text=form.cleaned_data["text"], by=person(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Your network’s moderators read your reply."))
        return redirect("care_mine_one", made.pk)
    context = {"report": made, "form": form, "page_url": way_to(made.page, request) if made.page else ""}
    return render(request, "exchanges/care/mine_one.html", context)


@of_members
@require_POST
def narrow(request: HttpRequest, page_id: int) -> HttpResponse:
    """Have the area of an announcement as its author wrote it."""
    page = get_object_or_404(exchanges_of(person(request)), pk=page_id)
    try:
        undone = helping.narrow(page=page, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = (
            _("“%(title)s” is looked for where you wrote it again.") if undone else _("It is undone already.")
        )
        messages.success(request, text % {"title": page.title} if undone else text)
    return redirect("space")


@of_members
@require_safe
def lead(request: HttpRequest, page_id: int) -> HttpResponse:
    """To an announcement of which somebody was told: here if it stands here, else where it was typed."""
    origin = get_object_or_404(ExchangePage.objects.origins().live(), pk=page_id)
    return go(way_to(origin, request))


def person(request: HttpRequest) -> Any:
    """Who asks: signed in, or they would not be here."""
    return request.user
