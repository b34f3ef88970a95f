"""What superusers do to networks is written down, where the network's own people can read it.

It goes to Wagtail's log, on the network's home page: it is in the database, in the history of that
page and of the site, and with the name of who did it. An autosave or a second click adds nothing within some minutes.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Collection, Page, PageLogEntry, Site

from cms.core.permissions import CACHED
from cms.core.tenancy import ids
from cms.core.tenancy.ids import Named
from cms.core.tenancy.scopes import rows_of, visible

CROSSING = "pes.crossing"
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
AGAIN = timedelta(minutes=10)
# Fields of forms that name a network, or what belongs to one, whatever the view.
OWNERS: dict[str, type[Model]] = {
    "site": Site,
    "network": Site,
    "collection": Collection,
    "groups": Group,
    "role": Group,
    "chooser": Page,
}
# It answers with a page when all was done, and when only some of it was.
ANSWERS_WITH_A_PAGE = ("wagtailredirects:process_import",)
# They only tell that somebody is there, or show what is not yet saved.
SILENT = ("wagtailadmin_editing_sessions:", "wagtailadmin_dismissibles")


def is_crossing(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a superuser did something."""
    match = request.resolver_match
    if request.method in SAFE or response.status_code >= 400 or match is None:
        return False
    if match.view_name.startswith(SILENT) or "preview" in match.view_name:
        return False
    # What was done is answered by leading on, or by data: a page is the form with its errors.
    is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    return not is_page or match.view_name in ANSWERS_WITH_A_PAGE


def named_by(request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> list[Named]:
    """What the request is about; looked for before the view, which may delete it."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    try:
        found = [*ids.in_address(view, name, kwargs, args), *ids.in_request(request, view, kwargs)]
    except ids.UnknownParameterError:
        found = [*ids.in_request(request, view, kwargs)]
    return [*found, *_owners(request)]


def _owners(request: HttpRequest) -> Iterator[Named]:
    for field, model in OWNERS.items():
        yield from ((model, value) for value in request.POST.getlist(field) if value.isdigit())


def networks_of(named: Iterable[Named]) -> dict[Site, list[str]]:
    """The networks to which these rows belong, each with what is named of it."""
    rows = [(model, value) for model, value in named if rows_of(model) is not None]
    sites = Site.objects.select_related("root_page") if rows else Site.objects.none()
    found = {site: [_told(*row) for row in rows if _is_of(site, *row)] for site in sites}
    return {site: what for site, what in found.items() if what}


def _told(model: type[Model], value: str) -> str:
    return f"{model._meta.label} {value}"


def _is_of(site: Site, model: type[Model], value: str) -> bool:
    people: Any = SimpleNamespace(pk=0, is_active=True, is_superuser=False)
    setattr(people, CACHED, [site])
    rows = visible(model, people)
    if issubclass(model, Page):
        rows = rows.filter(depth__gt=1)  # The trunk of the tree belongs to nobody.
    try:
        return rows.filter(pk=model._meta.pk.to_python(value)).exists()
    except (ValueError, ValidationError, OverflowError):
        return False


def write_down(request: HttpRequest, sites: dict[Site, list[str]]) -> None:
    """One line for each network, unless the same was written just now."""
    for site, what in sites.items():
        if not _just_now(request, site):
            log(
                instance=site.root_page,
                action=CROSSING,
                user=request.user,
                data={"method": request.method, "address": request.path, "what": what},
            )


def _just_now(request: HttpRequest, site: Site) -> bool:
    lines = PageLogEntry.objects.for_instance(site.root_page).filter(
        action=CROSSING,
        user=request.user,
        timestamp__gt=timezone.now() - AGAIN,
        data__address=request.path,
    )
    return bool(lines.exists())
