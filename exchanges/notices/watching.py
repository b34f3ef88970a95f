"""Pages that come, and the alerts that they answer: each search is asked once, however many watch it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min, Q
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Site

from cms.core.models import SharedPage
from cms.users.models import User
from exchanges.models import Alert, AlertHit, ExchangePage, Kind, Notice, Pace
from exchanges.notices.alerts import LISTS, NothingToWatchError, listing
from exchanges.notices.telling import tell
from exchanges.people import authors_of, speakers_of
from exchanges.reach import reach_of

# Searches that are one: of a site, of a list, with these words, by a visitor or by a member.
Search = tuple[int, str, str, bool]


@dataclass(frozen=True)
class Standing:
    """A page on a site; since when it is there."""

    page: Any
    origin: int
    since: datetime | None


def watch_pages(*, origins: Collection[int]) -> int:
    """Note for each alert which of these origin pages are new for it, and tell members; how many are new.

    Safe to run twice, at once and to kill: a page is found once for an alert, and members are told in the
    same transaction.
    """
    searches: dict[Search, list[Alert]] = defaultdict(list)
    for alert in Alert.objects.watching().filter(Q(person=None) | Q(person__is_active=True)):
        member = alert.person_id is not None
        searches[alert.network_id, alert.kind, alert.query, member].append(alert)
    if not searches:
        return 0
    sites = Site.objects.select_related("root_page").in_bulk({search[0] for search in searches})
    count = 0
    for kind in {search[1] for search in searches} & set(LISTS):
        model = LISTS[kind][0].model
        pages = _standing(model, origins)
        reach = reach_of(model, origins) if pages else {}
        for site in sites.values() if pages else ():
            here = [each for each in pages if _may_be_told(each, site, reach)]
            wanted = {search: found for search, found in searches.items() if search[:2] == (site.pk, kind)}
            count += _watch(site, here, wanted) if here and wanted else 0
    return count


def _standing(model: type[SharedPage], origins: Collection[int]) -> list[Standing]:
    """What stands anywhere of these pages: where it was typed since it was published, elsewhere since it came."""
    ids = list(origins)
    pages = model.objects.current().filter(
        Q(pk__in=ids, is_copy=False) | Q(origin_page__in=ids, is_copy=True)
    )
    found = list(pages.filter(alias_of=None).select_related("area").defer("body"))
    copies = [page.pk for page in found if page.is_copy]
    came = dict(
        PageLogEntry.objects.filter(page__in=copies).values_list("page").annotate(first=Min("timestamp"))
    )
    return [
        Standing(page, page.origin_page_id or page.pk, came.get(page.pk) or page.first_published_at)
        for page in found
    ]


def _may_be_told(standing: Standing, site: Site, reach: Mapping[int, Collection[int]]) -> bool:
    """Whether it stands on the site, and if it is a copy, its original still lets it."""
    page = standing.page
    meant = not page.is_copy or site.pk in reach.get(standing.origin, ())
    return meant and page.path.startswith(site.root_page.path)


def _watch(site: Site, pages: list[Standing], searches: dict[Search, list[Alert]]) -> int:
    """Ask each search for these pages of the site."""
    found: list[tuple[Alert, Standing]] = []
    for (_site, kind, query, member), alerts in searches.items():
        try:
            asked = listing(site, kind, query, member=member, among=[each.page.pk for each in pages])
        except NothingToWatchError:
            continue
        answers = set(asked.narrowed(asked.searched).values_list("pk", flat=True))
        found += [
            (alert, each)
            for each in pages
            if each.page.pk in answers
            for alert in alerts
            if each.since and each.since >= alert.created_at
        ]
    return _note(site, found) if found else 0


@transaction.atomic
def _note(site: Site, found: list[tuple[Alert, Standing]]) -> int:
    """Write which pages are new for which alerts; tell the members among them."""
    rows = [AlertHit(alert=alert, page_id=each.origin) for alert, each in found]
    noted = AlertHit.objects.filter(
        alert__in={row.alert_id for row in rows}, page__in={row.page_id for row in rows}
    )
    known = set(noted.values_list("alert", "page"))
    new = [row for row in rows if (row.alert_id, row.page_id) not in known]
    AlertHit.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    fresh = {(row.alert_id, row.page_id) for row in new}
    told: dict[int, list[tuple[Alert, Standing]]] = defaultdict(list)
    for alert, each in found:
        if alert.person_id and (alert.pk, each.origin) in fresh:
            told[each.origin].append((alert, each))
    for pairs in told.values():
        _tell(site, pairs[0][1], [alert for alert, _each in pairs])
    return len(new)


def _tell(site: Site, standing: Standing, alerts: Iterable[Alert]) -> None:
    """Tell the members whose alerts a page answers, but not whose page it is."""
    page = standing.page
    origin = Page.objects.get(pk=standing.origin).specific if page.is_copy else page
    alerts, is_exchange = list(alerts), isinstance(page, ExchangePage)
    behind = authors_of(origin) if is_exchange else speakers_of([standing.origin])
    own = set(behind.values_list("pk", flat=True)) | _told_together(standing.origin, alerts)
    first: dict[int, Alert] = {}
    for alert in alerts:
        if alert.person_id and alert.person_id not in own:
            first.setdefault(alert.person_id, alert)
    tell(
        people=User.objects.filter(pk__in=list(first)),
        kind=Kind.ALERT,
        event="alert_hit",
        subject=f"{'exchange' if is_exchange else 'organisation'}:{standing.origin}",
        facts=facts_of(page),
        page=origin,
        network=site,
        personal={pk: {"alert": alert.pk, "label": alert.label} for pk, alert in first.items()},
        paces={pk: Pace(alert.pace) for pk, alert in first.items()},
    )


def _told_together(origin: int, alerts: Iterable[Alert]) -> set[int]:
    """Who was told of the page already, among others that fit their structure."""
    people = [alert.person_id for alert in alerts if alert.person_id]
    rows = Notice.objects.filter(person__in=people, kind=Kind.MATCH, facts__has_key="items")
    told = rows.values_list("person", "facts")
    return {person for person, facts in told if origin in [item["page"] for item in facts["items"]]}


def facts_of(page: SharedPage) -> dict[str, Any]:
    """What a line says of a page: nothing that a card of the list does not show."""
    facts = {"title": page.title, "summary": page.summary, "where": str(page.area) if page.area else ""}
    if isinstance(page, ExchangePage):
        facts["sense"] = page.sense
    return facts


def path_of(notice: Any) -> str:
    """Where a hit leads: the page that stands for it on the site of the notice, else the alerts."""
    for model in (listed.model for listed, _index in LISTS.values()):
        standing = model.objects.current().on_site(notice.network)
        page = standing.filter(Q(pk=notice.page_id) | Q(origin_page=notice.page_id)).first()
        if page:
            return page.relative_url(notice.network) or reverse("alerts_list")
    return reverse("alerts_list")
