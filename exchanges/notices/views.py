"""What a member was told, and how they want to be told: in their space."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.caching import NEVER
from cms.users.mails import link, network_mail, site_of, voice_of
from cms.users.models import User
from cms.users.strangers import may
from exchanges.matching.feedback import not_for_me
from exchanges.models import Kind, Mailbox, Notice, Why
from exchanges.notices import mailboxes, reading, stopping
from exchanges.notices.events import path_of
from exchanges.notices.forms import DeclineForm, PreferencesForm
from exchanges.notices.paces import choices_of, choose
from exchanges.space.counts import unread_of
from exchanges.space.views import of_members

PAGE_SIZE = 20
SALT = "exchanges.notices.confirm"
VALID_FOR = 3 * 24 * 3600


@of_members
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Everything that the person was told, by day."""
    asked = request.GET.get("page", "")[:10] or 1
    page = Paginator(reading.of(request), PAGE_SIZE).get_page(asked)
    context = {
        "days": reading.by_day(reading.lines(page.object_list, request)),
        "paginator_page": page,
        "unread": unread_of(request),
        "reasons": Why.choices,
        "mailbox": Mailbox.objects.filter(person=request.user.pk).first(),
    }
    return render(request, "exchanges/notices/list.html", context)


@of_members
@require_safe
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """On to what it is about, on the site of its network; it counts as read."""
    notice = get_object_or_404(
        Notice.objects.select_related("network", "page"), pk=notice_id, person=request.user
    )
    reading.mark_read(Notice.objects.filter(pk=notice.pk))
    path = path_of(notice)
    elsewhere = site_of(request) != notice.network_id
    return HttpResponseRedirect(voice_of(notice.network_id).url + path if elsewhere else path)


@of_members
@require_POST
def read_one(request: HttpRequest, notice_id: int) -> HttpResponse:
    """It counts as read."""
    notice = get_object_or_404(Notice, pk=notice_id, person=request.user)
    reading.mark_read(Notice.objects.filter(pk=notice.pk))
    return redirect("notices_list")


@of_members
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All of them count as read."""
    reading.mark_read(reading.of(request))
    return redirect("notices_list")


@of_members
@require_POST
def decline(request: HttpRequest, notice_id: int) -> HttpResponse:
    """What fits is not for the person, and why."""
    person: Any = request.user
    notice = get_object_or_404(Notice, pk=notice_id, person=person, kind=Kind.MATCH)
    form = DeclineForm(request.POST)
    if form.is_valid():
        not_for_me(notice=notice, why=form.cleaned_data["why"], by=person)
        reading.mark_read(Notice.objects.filter(pk=notice.pk))
        messages.success(request, _("Thank you: we will take it into account."))
    else:
        messages.error(request, _("Say why it is not for you: choose one of the reasons."))
    return redirect("notices_list")


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How soon, when not, in which language."""
    person: Any = request.user
    box = mailboxes.box_of(person)
    chosen = {"quiet_from": box.quiet_from, "quiet_until": box.quiet_until, "language": person.language}
    form = PreferencesForm(request.POST or None, initial={**choices_of(person), **chosen})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        Mailbox.objects.filter(pk=box.pk).update(
            quiet_from=said["quiet_from"], quiet_until=said["quiet_until"]
        )
        User.objects.filter(pk=person.pk).update(language=said["language"])
        for kind, pace in form.paces.items():
            if pace != form.initial[kind]:
                choose(person=person, kind=kind, pace=pace)
        messages.success(request, _("Your choices are kept."))
        return redirect("notices_preferences")
    return render(request, "exchanges/notices/preferences.html", {"form": form, "mailbox": box})


@of_members
@require_POST
def restart(request: HttpRequest) -> HttpResponse:
    """Write to the address that refused mails: who opens the link shows that it takes them again."""
    person: Any = request.user
    box = mailboxes.box_of(person)
    if not may(request, "link", key=person.email):
        messages.error(request, _("Too many tries: wait a few minutes, then try again."))
    else:
        token = signing.dumps([box.pk, box.email], salt=SALT)
        network_mail(
            site_id=site_of(request),
            to=person.email,
            template="exchanges/mail/restart",
            context={"url": link(site_of(request), "notices_confirm", token)},
            language=person.language,
        )
        messages.success(
            request, _("A mail is on its way to %(email)s: open its link.") % {"email": box.email}
        )
    return redirect("notices_preferences")


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The address takes mails again: they start anew. Looking changes nothing."""
    try:
        pk, email = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    box = get_object_or_404(Mailbox, pk=pk, email=email)
    if request.method == "POST":
        mailboxes.start(box)
        box.refresh_from_db()
    return render(request, "exchanges/notices/confirm.html", {"mailbox": box, "noindex": True})


@NEVER
@csrf_exempt  # Mail programs post there by themselves (RFC 8058); the token says who and what.
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mails of one kind or of one alert; looking changes nothing, and twice is as good as once."""
    stops = stopping.read(token)
    if not stops:
        raise Http404
    if request.method == "POST":
        for each in stops:
            stopping.stop(each)
    context = {
        "alerts": [each.alert for each in stops if each.alert],
        "kinds": [Kind(kind).label for each in stops for kind in each.kinds if kind in Kind],
        "has_account": any(each.person or (each.alert and each.alert.person_id) for each in stops),
        "done": request.method == "POST",
        "noindex": True,
    }
    return render(request, "exchanges/notices/stop.html", context)
