"""Reporting a page, for anybody who reads it, and the way to a page that somebody was told of."""

from typing import Any

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cms.core.caching import NEVER
from cms.core.models import SharedPage
from cms.core.registry import shared_kinds
from cms.core.visitors import private
from cms.users.strangers import may
from exchanges.care import reports
from exchanges.care.forms import ReportForm
from sites.networks import site_of_request


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what is wrong with a page of this site; no account is needed."""
    page = page_here(request, page_id)
    user: Any = request.user if request.user.is_authenticated else None
    form = ReportForm(request.POST or None, is_member=user is not None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "exchanges/care/report.html", {"about": page, "form": form, "noindex": True})
    if not form.is_caught:
        if not may(request, "report"):
            return ratelimit.respond_429(request)
        said = form.cleaned_data
        reports.report(
            page=page,
            complaint=said["complaint"],
            text=said["text"],
            person=user,
            email=said.get("email", ""),
        )
    told = bool(user or form.cleaned_data.get("email"))
    return render(request, "exchanges/care/reported.html", {"about": page, "told": told, "noindex": True})


def page_here(request: HttpRequest, pk: int) -> SharedPage:
    """What circulates and anybody reads on this site, by its id; raises Http404."""
    site = site_of_request(request)
    for kind in shared_kinds() if site else ():
        pages: Any = kind._default_manager
        found: SharedPage | None = pages.live().on_site(site).exclude(private(request)).filter(pk=pk).first()
        if found is not None:
            return found
    raise Http404


def go(url: str) -> HttpResponse:
    """Lead there; raises Http404 for nowhere."""
    if not url:
        raise Http404
    return HttpResponseRedirect(url)
