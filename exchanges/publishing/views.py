"""« Mes annonces »: the list, and what is done with one of it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exchanges.models import Result
from exchanges.publishing import calendar, drafts, life, review
from exchanges.publishing.doors import is_member, mine_here, network_of, of_this_network
from exchanges.publishing.form_views import PROBLEMS
from exchanges.publishing.forms import CloseForm, JoinForm
from exchanges.publishing.mine import elsewhere, mine, rows
from exchanges.space.views import of_members
from sites.members import join as become_member
from sites.models import Membership

PAGE_SIZE = 20


@of_members
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every announcement of who asks on this site, with where it stands and what can be done."""
    person: Any = request.user
    network = network_of(request)
    pages = Paginator(mine(person, network).select_related("organisation", "area"), PAGE_SIZE)
    shown = pages.get_page(request.GET.get("page", "")[:10] or 1)
    found = list(shown.object_list)
    keys = {page.pk: drafts.key_of(person, uuid4()) for page in found}
    context = {
        "rows": rows(found, request, keys),
        "pages": shown,
        "elsewhere": elsewhere(person, network, request),
        "is_member": is_member(request),
    }
    return render(request, "exchanges/publishing/mine.html", context)


def _done(request: HttpRequest, act: Callable[[], bool], said: str) -> HttpResponse:
    """Do it, say so, and go back to the list: the same whoever came first."""
    try:
        act()
    except life.NotNowError:
        messages.warning(request, _("That can’t be done as it stands now: here is where it stands."))
    else:
        messages.success(request, said)
    return redirect("publishing_mine")


@of_this_network
@require_POST
def renew(request: HttpRequest, page_id: int) -> HttpResponse:
    """Three more months, counted once for the last day that was shown."""
    page = mine_here(request, page_id)
    person: Any = request.user
    until = calendar.day_of(request.POST.get("until", ""))
    return _done(
        request,
        lambda: life.renew(page=page, by=person, until=until),
        _("“%(title)s” goes on for three months.") % {"title": page.title},
    )


@of_members
@require_POST
def pause(request: HttpRequest, page_id: int) -> HttpResponse:
    """Off every site for a while."""
    page, person = mine_here(request, page_id), request.user
    said = _("“%(title)s” is paused: nobody sees it until you resume it.") % {"title": page.title}
    return _done(request, lambda: life.pause(page=page, by=person), said)  # type: ignore[arg-type]


@of_this_network
@require_POST
def resume(request: HttpRequest, page_id: int) -> HttpResponse:
    """Online again."""
    page, person = mine_here(request, page_id), request.user
    said = _("“%(title)s” is online again.") % {"title": page.title}
    return _done(request, lambda: life.resume(page=page, by=person), said)  # type: ignore[arg-type]


@of_members
@require_POST
def take_back(request: HttpRequest, page_id: int) -> HttpResponse:
    """Back to its author, to change it."""
    page, person = mine_here(request, page_id), request.user
    life.take_back(page=page, by=person)  # type: ignore[arg-type]
    return redirect("publishing_edit", page.pk)


@of_members
@require_POST
def drop_changes(request: HttpRequest, page_id: int) -> HttpResponse:
    """What is online is what is kept."""
    page, person = mine_here(request, page_id), request.user
    said = _("Your changes are thrown away: “%(title)s” stays as it is online.") % {"title": page.title}
    return _done(request, lambda: life.drop_changes(page=page, by=person), said)  # type: ignore[arg-type]


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, page_id: int) -> HttpResponse:
    """Over, and why: asked on a page of its own."""
    page, person = mine_here(request, page_id), request.user
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = Result(form.cleaned_data["why"])
        said = _("“%(title)s” is over and has left every site. Thank you for telling.") % {
            "title": page.title
        }
        return _done(request, lambda: life.close(page=page, by=person, why=why), said)  # type: ignore[arg-type]
    context = {"form": form, "title": drafts.title_of(page), "page_id": page.pk}
    return render(request, "exchanges/publishing/close.html", context)


@of_this_network
@require_POST
def copy(request: HttpRequest, page_id: int) -> HttpResponse:
    """A new draft with what it says."""
    page, person = mine_here(request, page_id), request.user
    uid = drafts.read_key(person, request.POST.get("key", "")) or uuid4()
    try:
        made = life.copy(page=page, by=person, network=network_of(request), uid=uid)  # type: ignore[arg-type]
    except (drafts.TooManyError, review.TakenOffError) as error:
        messages.error(request, PROBLEMS[type(error)])
        return redirect("publishing_mine")
    messages.success(request, _("Here is a copy, for you alone: change it, then publish it."))
    return redirect("publishing_edit", made.pk)


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, page_id: int) -> HttpResponse:
    """Throw a draft away, once it was asked whether that is meant."""
    page, person = mine_here(request, page_id), request.user
    title = drafts.title_of(page)
    if request.method == "POST":
        said = _("“%(title)s” is deleted.") % {"title": title or _("Untitled")}
        return _done(request, lambda: life.delete(page=page, by=person), said)  # type: ignore[arg-type]
    return render(request, "exchanges/publishing/delete.html", {"title": title, "page_id": page.pk})


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Become a member of this network, which is what publishing here asks for."""
    network, person = network_of(request), request.user
    back = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("publishing_mine")
    if is_member(request):
        return redirect(back)
    excluded = Membership.objects.filter(network=network.site, person=person, excluded_at__isnull=False)  # type: ignore[misc]
    may_join = network.takes_members and not excluded.exists()
    form = JoinForm(request.POST or None)
    if request.method == "POST" and may_join and form.is_valid():
        become_member(network=network, person=person, accepts_charter=True)  # type: ignore[arg-type]
        messages.success(request, _("You are a member of %(network)s.") % {"network": network.name})
        return redirect(back)
    charter = network.charter_page
    context = {
        "form": form,
        "may_join": may_join,
        "next": back,
        "charter_url": charter.get_url(request) if charter and charter.live else "",
    }
    return render(request, "exchanges/publishing/join.html", context)
