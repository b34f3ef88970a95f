"""What somebody could answer, in their space, and what they say of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.core.caching import NEVER
from cms.core.links import counterparts
from cms.core.visitors import private
from exchanges.matching.addressees import addressees_of
from exchanges.matching.feedback import decline, looked, take_back
from exchanges.matching.foryou import candidates, suggestions
from exchanges.models import ExchangePage, Notice, Reserve, Why
from exchanges.space.views import of_members
from sites.networks import site_of_request

PAGE_SIZE = 12


@of_members
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All that the person could answer on this site, and what they set aside."""
    page = Paginator(candidates(request), PAGE_SIZE).get_page(request.GET.get("page", "")[:10] or 1)
    aside = Reserve.objects.filter(addressee__in=addressees_of(request.user)).select_related("theme")
    context = {
        "pages": page,
        "suggestions": suggestions(list(page.object_list), request),
        "reserves": aside.order_by("pk"),
        **choices(),
    }
    return render(request, "exchanges/matching/for_you.html", context)


def choices() -> dict[str, Any]:
    """Why something may not be for somebody."""
    return {"reasons_why": Why.choices}


@of_members
@require_POST
def set_aside(request: HttpRequest, page_id: int) -> HttpResponse:
    """“Not for me, because …”."""
    why = request.POST.get("why", "")
    if why not in Why.values:
        messages.error(request, _("Say why it is not for you: choose a reason."))
    elif not decline(news=page_id, why=why, by=request.user):  # type: ignore[arg-type]
        raise Http404
    else:
        messages.success(request, _("Noted: you will not be told of it again."))
    return redirect("matching_all")


@of_members
@require_POST
def back(request: HttpRequest, reserve_id: int) -> HttpResponse:
    """Be told again of what was set aside."""
    if not take_back(reserve=reserve_id, by=request.user):  # type: ignore[arg-type]
        raise Http404
    messages.success(request, _("You will be told of it again."))
    return redirect("matching_all")


def _shows(request: HttpRequest, origin: int) -> bool:
    """Whether visitors of this site find the announcement there, itself or a copy."""
    site = site_of_request(request)
    if site is None:
        return False
    there = ExchangePage.objects.current().exclude(private(request)).on_site(site)
    return there.filter(Q(pk=origin) | Q(origin_page=origin)).exists()


@NEVER
@require_safe
def open_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Lead to the announcement as this site shows it, else to where it was typed; who was told has looked.

    Nobody learns the address of what they were not told of and this site does not show.
    """
    origin = get_object_or_404(ExchangePage.objects.origins(), pk=page_id)
    told = Notice.objects.filter(person=request.user.pk, page=origin.pk)
    if not (_shows(request, origin.pk) or told.exists()):
        raise Http404
    page = counterparts([origin.pk], request).get(origin.pk)
    url = page.get_url(request) if page else None
    if not url:
        raise Http404
    if request.user.is_authenticated:
        looked(news=origin.pk, by=request.user)
    return redirect(url)
