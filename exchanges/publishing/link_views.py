"""The link in the mail about a last day: renews in one click, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cms.core.caching import NEVER
from cms.users.strangers import may
from exchanges.publishing import expiry, life
from exchanges.publishing.doors import network_of


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def renew_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Shown on opening, done on sending; opened again, it says until when it stands now."""
    network_of(request)
    found = expiry.read(token)
    if found is None:
        allowed = may(request, "link")
        return render(request, "exchanges/publishing/renew_gone.html", status=404 if allowed else 429)
    problem = False
    if request.method == "POST":
        try:
            life.renew(page=found.page, by=found.person, until=found.until)
        except life.NotNowError:
            problem = True
        found.page.refresh_from_db()
    ended = problem or bool(found.page.closed_at)
    context = {
        "title": found.page.title,
        "until": found.page.expires_on,
        "is_done": found.is_done,
        "is_over": ended,
        "is_paused": bool(found.page.paused_at),
        "page_url": found.page.get_url(request) if found.page.live else "",
        "noindex": True,
    }
    return render(request, "exchanges/publishing/renew.html", context)
