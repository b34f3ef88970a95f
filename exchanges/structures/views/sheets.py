"""Registering a structure, and keeping its sheet."""

from copy import copy
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.locks import WorkflowLock

from cms.core import areas
from cms.users.strangers import may
from exchanges.models import OrganisationPage
from exchanges.people import structures_of
from exchanges.publishing.texts import has_markup
from exchanges.space.views import of_members
from exchanges.structures import finding, mine, sheets
from exchanges.structures.access import may_act, mine_or_404, network_here, shown_here
from exchanges.structures.forms import ContactFormSet, SheetForm, contact_rows
from exchanges.structures.views.finding import Found, lines_of
from exchanges.structures.views.frame import of_this_network, show


@of_this_network
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A new sheet, once it was looked for: the first page of the way here is the search."""
    words = (request.POST.get("looked_for") or request.GET.get("q", "")).strip()[:200]
    if not words:
        return redirect("structures_find")
    if request.method != "POST":
        return _form(request, _blank(words, request.GET.get("where", "")), _blank_contacts(), words=words)
    form, contacts = SheetForm(request.POST, request.FILES), _contacts(request)
    if not (form.is_valid() & contacts.is_valid()):
        return _form(request, form, contacts, words=words)
    alike = _alike(request, form.cleaned_data)
    if alike:
        return _form(request, form, contacts, words=words, alike=alike)
    if not may(request, "publish"):
        return ratelimit.respond_429(request)
    person: Any = request.user
    page = sheets.register(
        network=network_here(request), person=person, values=form.cleaned_data, contacts=contacts.cleaned_data
    )
    page.refresh_from_db()
    _say_written(request, page, shown=page.live)
    return redirect("structures_people", pk=page.pk)


def _blank(words: str, where: str) -> SheetForm:
    """The form of a new sheet, with what was looked for."""
    meant = areas.guess(words=where) if where else []
    name = "" if finding.digits_of(words) else words
    siret = finding.digits_of(words) if len(finding.digits_of(words)) == finding.SIRET else ""
    area = meant[0].pk if len(meant) == 1 else None
    return SheetForm(initial={"title": name, "siret": siret, "area": area})


def _blank_contacts() -> Any:
    return ContactFormSet(initial=contact_rows([]), prefix="contacts")


def _contacts(request: HttpRequest) -> Any:
    return ContactFormSet(request.POST, prefix="contacts")


def _alike(request: HttpRequest, values: dict[str, Any]) -> list[Found]:
    """The sheets that may be of the same structure and of which the person did not say yet that they are not.

    Those of this site, and the person's own, shown or not.
    """
    typed = finding.Typed(values["title"], values["acronym"], values["siret"], values["area"])
    told = {int(pk) for pk in request.POST.getlist("none_of") if pk.isdecimal() and len(pk) < 10}
    own = structures_of(request.user)
    found = [
        *finding.similar(pages=shown_here(request), typed=typed, but=told),
        *finding.similar(pages=own.filter(live=False), typed=typed, but=told),
    ]
    return lines_of(found, request)


def _form(
    request: HttpRequest, form: SheetForm, contacts: Any, *, words: str, alike: list[Found] | None = None
) -> HttpResponse:
    told = [pk for pk in request.POST.getlist("none_of") if pk.isdecimal()]
    return show(
        request,
        "register",
        status=200,
        form=form,
        contacts=contacts,
        words=words,
        alike=alike or [],
        told=told,
        had_picture=bool(request.FILES),
    )


@of_members
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the sheet of a structure of the person's, or look at what it would be."""
    page = mine_or_404(request.user, pk)
    if not may_act(request.user, page):
        raise PermissionDenied
    lock = _lock_of(page, request)
    if lock:
        return show(request, "locked", structure=page, reason=lock, status=200)
    newest = sheets.latest(page)
    if request.method != "POST":
        rows = contact_rows(list(newest.contacts.all()))
        contacts = ContactFormSet(initial=rows, prefix="contacts")
        return _edit_form(
            request, page, newest, SheetForm(initial=sheets.initial(newest), page=newest), contacts
        )
    form, contacts = SheetForm(request.POST, request.FILES, page=newest), _contacts(request)
    if not (form.is_valid() & contacts.is_valid()):
        return _edit_form(request, page, newest, form, contacts)
    if "preview" in request.POST:
        sheets.write(newest, form.cleaned_data, contacts.cleaned_data)
        return _as_visitors_see(request, newest)
    if not may(request, "publish"):
        return ratelimit.respond_429(request)
    person: Any = request.user
    shown = sheets.edit(page=page, person=person, values=form.cleaned_data, contacts=contacts.cleaned_data)
    _say_written(request, page, shown=shown)
    return redirect("structures_people", pk=page.pk)


def _edit_form(
    request: HttpRequest, page: OrganisationPage, newest: OrganisationPage, form: SheetForm, contacts: Any
) -> HttpResponse:
    state = mine.workflow_states([page.pk]).get(page.pk)
    return show(
        request,
        "edit",
        form=form,
        contacts=contacts,
        structure=page,
        newest=newest,
        state=mine.state_of(page, state),
        written=page.latest_revision,
        has_markup=has_markup(newest.body),
    )


def _lock_of(page: OrganisationPage, request: HttpRequest) -> str:
    """Why the sheet can't be changed now; a version that waits for its reader is no reason."""
    lock = page.get_lock()
    if lock is None or isinstance(lock, WorkflowLock) or not lock.for_user(request.user):
        return ""
    if page.locked and page.locked_at:
        said = _(
            "The editors of the network have frozen this sheet since %(day)s. Write to them to know more."
        )
        return said % {"day": f"{page.locked_at:%d/%m/%Y}"}
    return _("The editors of the network have frozen this sheet. Write to them to know more.")


@of_members
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as it was last written, as visitors would see it."""
    return _as_visitors_see(request, sheets.latest(mine_or_404(request.user, pk)))


def _as_visitors_see(request: HttpRequest, page: OrganisationPage) -> HttpResponse:
    visitor = copy(request)
    visitor.user = AnonymousUser()
    context = {**page.get_context(visitor), "noindex": True, "canonical_url": ""}
    return render(visitor, "exchanges/structures/preview.html", context)


def _say_written(request: HttpRequest, page: OrganisationPage, *, shown: bool) -> None:
    if shown:
        text = _("“%(title)s” is up to date: visitors see it so.")
    elif page.live:
        text = _(
            "Your changes to “%(title)s” wait for the network to read them; until then, visitors see it as it was."
        )
    else:
        text = _("“%(title)s” waits for the network to read it; then visitors will see it.")
    messages.success(request, text % {"title": page.title})
