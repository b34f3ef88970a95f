"""Going from one of one’s networks to another."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from wagtail.admin.utils import get_valid_next_url_from_request

from sites.desks import work_for


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Work for the network that was chosen, and stay on the screen if it is there as well."""
    chosen = request.POST.get("network", "")
    if chosen and not chosen.isdecimal():
        raise Http404
    if not work_for(request, int(chosen) if chosen else None):
        raise Http404
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
