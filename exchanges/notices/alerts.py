"""Searches that somebody has watched: made, confirmed, changed, ended."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.users.mails import link, network_mail
from cms.users.models import User
from exchanges.listing import EXCHANGES, ORGANISATIONS, Listed, Listing
from exchanges.models import Alert, ExchangeIndexPage, Mailbox, Notice, OrganisationIndexPage, Pace
from exchanges.notices.paces import reset
from exchanges.notices.stopping import alert_token

LISTS: dict[str, tuple[Listed, type[Page]]] = {
    EXCHANGES.name: (EXCHANGES, ExchangeIndexPage),
    ORGANISATIONS.name: (ORGANISATIONS, OrganisationIndexPage),
}
# Alerts of a person, or of an address.
MOST = 20
CONFIRM_WITHIN = timedelta(days=3)
LONGEST = 1000


class TooManyError(Exception):
    """The person has as many alerts as one may have."""


class NothingToWatchError(Exception):
    """The site has no such list, or the search is too long to be kept."""


@dataclass(frozen=True)
class Search:
    """What an alert would watch: the query string, its words, and the address of the list."""

    kind: str
    query: str
    label: str
    url: str


def listing(site: Site, kind: str, query: str, *, member: bool, among: list[int] | None = None) -> Listing:
    """The list of that kind on the site, as a visitor or a member of the platform gets it for that query.

    Raises NothingToWatchError where the site has none, or keeps it private: nobody was let in to it here.
    """
    listed, index_model = LISTS.get(kind, (None, None))
    page = index_model.objects.descendant_of(site.root_page).live().public().first() if index_model else None
    if listed is None or page is None:
        raise NothingToWatchError(kind)
    return Listing(listed, page, _as_asked(site, query, member=member), among=among)


def _as_asked(site: Site, query: str, *, member: bool) -> HttpRequest:
    """The request for the list that such a reader would make."""
    request = HttpRequest()
    request.method = "GET"
    request.META = {"SERVER_NAME": site.hostname, "SERVER_PORT": str(site.port), "HTTP_HOST": site.hostname}
    request.GET = QueryDict(query)
    # Of a member nothing is asked but that they are one.
    request.user = User() if member else AnonymousUser()
    request._wagtail_site = site  # type: ignore[attr-defined]
    return request


def list_url(site: Site, kind: str) -> str:
    """The whole address of that list of the site; empty where there is none."""
    index_model = LISTS[kind][1]
    page = index_model.objects.descendant_of(site.root_page).live().first()
    return str(page.full_url or "") if page else ""


def describe(*, network: Site, kind: str, query: str) -> Search:
    """The search as it would be watched; raises NothingToWatchError."""
    found = listing(network, kind, query, member=False)
    kept = found.asked.watched()
    if len(kept) > LONGEST:
        raise NothingToWatchError(kind)
    words = " · ".join(str(active["label"]) for active in found.active_filters())
    whole = _("All offers and needs") if kind == EXCHANGES.name else _("The whole directory")
    url = f"{found.asked.path}?{kept}" if kept else found.asked.path
    return Search(kind, kept, Truncator(words or whole).chars(200), url)


def alerts_of(person: User) -> QuerySet[Alert]:
    """Those that the person has and did not end, the newest first."""
    found = Alert.objects.watching().filter(person=person)
    return found.select_related("network__root_page").order_by("-created_at", "-pk")


def watch(*, network: Site, kind: str, query: str, person: User) -> Alert:
    """Have the search watched for a member; one that is watched already stays as it is.

    Raises TooManyError and NothingToWatchError.
    """
    search = describe(network=network, kind=kind, query=query)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        theirs = Alert.objects.watching().filter(person=person)
        same = theirs.filter(network=network, kind=search.kind, query=search.query).first()
        if same:
            return same
        if theirs.count() >= MOST:
            raise TooManyError
        return Alert.objects.create(
            network=network,
            person=person,
            kind=search.kind,
            query=search.query,
            label=search.label,
            confirmed_at=timezone.now(),
        )


def ask(*, network: Site, kind: str, query: str, email: str, pace: Pace = Pace.DAILY) -> None:
    """Write to the address: the search is watched once its reader confirms. Raises NothingToWatchError.

    Of too many nothing is said: what an address has is nobody else's business.
    """
    search = describe(network=network, kind=kind, query=query)
    email = email.strip().lower()
    since = timezone.now() - CONFIRM_WITHIN
    with transaction.atomic():
        theirs = Alert.objects.select_for_update().filter(email=email, person=None, ended_at=None)
        rows = [alert for alert in theirs if alert.confirmed_at or alert.created_at > since]
        same = [
            row for row in rows if (row.network_id, row.kind, row.query) == (network.pk, kind, search.query)
        ]
        if not same and len(rows) >= MOST:
            return
        known = next((row for row in same if row.confirmed_at), None)
        if known:
            url = link(network.pk, "alerts_see", alert_token(known.pk))
        else:
            url = _wait_for(network=network, search=search, email=email, pace=pace)
        network_mail(
            site_id=network.pk,
            to=email,
            template="exchanges/mail/alert_known" if known else "exchanges/mail/alert_confirm",
            context={"search": search, "url": url},
        )


def _wait_for(*, network: Site, search: Search, email: str, pace: Pace) -> str:
    """An alert that waits to be confirmed, and the address at which it is."""
    token = secrets.token_urlsafe(24)
    Alert.objects.filter(
        network=network, email=email, kind=search.kind, query=search.query, confirmed_at=None
    ).delete()
    Alert.objects.create(
        network=network, email=email, kind=search.kind, query=search.query, label=search.label, pace=pace,
        digest=digest_of(token),
    )  # fmt: skip
    return link(network.pk, "alerts_confirm", token)


def digest_of(token: str) -> str:
    """What is kept of a token that was sent."""
    return sha256(token.encode()).hexdigest()


def find(*, token: str) -> Alert | None:
    """The alert that the link of the mail is about, confirmed or in time to be."""
    alert = Alert.objects.filter(digest=digest_of(token), ended_at=None).first()
    too_late = alert and not alert.confirmed_at and alert.created_at < timezone.now() - CONFIRM_WITHIN
    return None if too_late else alert


def confirm(alert: Alert) -> None:
    """From now on the search is watched. Safe to run twice."""
    Alert.objects.filter(pk=alert.pk, confirmed_at=None).update(confirmed_at=timezone.now())


def change(*, alert: Alert, label: str, pace: Pace) -> None:
    """Another name and pace; of what waits to leave too."""
    with transaction.atomic():
        alert.label, alert.pace = label, pace
        alert.save(update_fields=["label", "pace"])
        if alert.person_id:
            told = Notice.objects.filter(person=alert.person_id, facts__alert=alert.pk)
            reset(told, pace, Mailbox.objects.filter(person=alert.person_id).first())


def end(alert: Alert) -> None:
    """Watch no more. Safe to run twice."""
    Alert.objects.filter(pk=alert.pk, ended_at=None).update(ended_at=timezone.now())


def forget() -> None:
    """Delete what nobody confirmed in time, with its address."""
    too_old = timezone.now() - CONFIRM_WITHIN
    Alert.objects.filter(confirmed_at=None, created_at__lt=too_old).delete()
