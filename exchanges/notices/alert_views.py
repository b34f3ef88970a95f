"""Alerts: for members in their space, for everybody else by the links of mails."""

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Site

from cms.core.caching import NEVER
from cms.users.strangers import may
from exchanges.models import Alert
from exchanges.notices import alerts, stopping
from exchanges.notices.forms import AlertForm, NewAlertForm
from exchanges.space.views import of_members
from sites.networks import networks_of, site_of_request


@of_members
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The alerts of the person."""
    person: Any = request.user
    return render(
        request, "exchanges/alerts/list.html", {"alerts": _shown(alerts.alerts_of(person), request)}
    )


@of_members
@require_POST
def change(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Another name or pace."""
    person: Any = request.user
    alert = get_object_or_404(alerts.alerts_of(person), pk=alert_id)
    form = AlertForm(request.POST, instance=alert, prefix=f"alert-{alert.pk}")
    if form.is_valid():
        alerts.change(alert=alert, label=form.cleaned_data["label"], pace=form.cleaned_data["pace"])
        messages.success(request, _("The alert is changed."))
        return redirect("alerts_list")
    shown = _shown(alerts.alerts_of(person), request, {alert.pk: form})
    return render(request, "exchanges/alerts/list.html", {"alerts": shown})


@of_members
@require_POST
def end(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Watch no more."""
    person: Any = request.user
    alert = get_object_or_404(Alert, pk=alert_id, person=person)
    alerts.end(alert)
    messages.success(request, _("The alert “%(name)s” is stopped.") % {"name": alert.label})
    return redirect("alerts_list")


def _shown(
    found: Any, request: HttpRequest, wrong: dict[int, AlertForm] | None = None
) -> list[dict[str, Any]]:
    """Each alert with its form and the address of its list; one query a list, however many alerts."""
    names = {pk: network.short_name or network.name for pk, network in networks_of(request).items()}
    lists: dict[tuple[int, str], str] = {}
    shown = []
    for alert in found:
        key = (alert.network_id, alert.kind)
        if key not in lists:
            lists[key] = alerts.list_url(alert.network, alert.kind)
        url = lists[key]
        shown.append(
            {
                "alert": alert,
                "form": (wrong or {}).get(alert.pk) or AlertForm(instance=alert, prefix=f"alert-{alert.pk}"),
                "url": f"{url}?{alert.query}" if url and alert.query else url,
                "network": names.get(alert.network_id, ""),
            }
        )
    return shown


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Have a search watched: with one click for members, by an address for anybody else."""
    site = site_of_request(request)
    given = request.POST if request.method == "POST" else request.GET
    kind, query = given.get("kind", ""), given.get("query", "")[: alerts.LONGEST]
    if site is None:
        raise Http404
    try:
        search = alerts.describe(network=site, kind=kind, query=query)
        if request.user.is_authenticated:
            return _for_member(request, site, search)
        return _for_stranger(request, site, search)
    except alerts.NothingToWatchError as error:
        raise Http404 from error


def _for_member(request: HttpRequest, site: Site, search: alerts.Search) -> HttpResponse:
    person: Any = request.user
    if request.method != "POST":
        return render(request, "exchanges/alerts/new.html", {"search": search, "noindex": True})
    try:
        alert = alerts.watch(network=site, kind=search.kind, query=search.query, person=person)
    except alerts.TooManyError:
        said = _("You have %(n)s alerts: stop one of them first.") % {"n": alerts.MOST}
        messages.error(request, said)
    else:
        said = _("The alert “%(name)s” is set: you will be told what is new.") % {"name": alert.label}
        messages.success(request, said)
    return redirect("alerts_list")


def _for_stranger(request: HttpRequest, site: Site, search: alerts.Search) -> HttpResponse:
    form = NewAlertForm(request.POST or None)
    context = {"search": search, "form": form, "sent": False, "noindex": True}
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if not form.is_caught:
            if not may(request, "alert", key=email):
                return ratelimit.respond_429(request)
            alerts.ask(
                network=site,
                kind=search.kind,
                query=search.query,
                email=email,
                pace=form.cleaned_data["pace"],
            )
        context |= {"sent": True, "email": email}
    return render(request, "exchanges/alerts/new.html", context)


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The alert that a mail asks to confirm; looking changes nothing."""
    alert = alerts.find(token=token)
    if alert is None:
        if not may(request, "link"):
            return ratelimit.respond_429(request)
        return render(request, "exchanges/alerts/closed.html", {"noindex": True}, status=404)
    if request.method == "POST":
        alerts.confirm(alert)
    if request.method == "POST" or alert.confirmed_at:
        return redirect("alerts_see", stopping.alert_token(alert.pk))
    return render(request, "exchanges/alerts/confirm.html", {"alert": alert, "noindex": True})


@NEVER
@require_safe
def see(request: HttpRequest, token: str) -> HttpResponse:
    """The alerts of a mail, each with a button that stops it."""
    found = [each.alert for each in stopping.read(token) if each.alert]
    if not found:
        raise Http404
    shown = [{"alert": alert, "token": stopping.alert_token(alert.pk)} for alert in found]
    return render(request, "exchanges/alerts/see.html", {"alerts": shown, "noindex": True})
