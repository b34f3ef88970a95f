"""Digests of alerts that have no account: what was found since the last one, one mail an address and network."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.visitors import private
from cms.users.mails import voice_of
from cms.users.models import Letter
from exchanges.models import Alert, AlertHit, Mailbox, Pace
from exchanges.notices import stopping
from exchanges.notices.alerts import LISTS, NothingToWatchError, describe
from exchanges.notices.digests import MOST, Section, digest, entry
from exchanges.notices.hours import MONDAY, awake_at, next_morning
from exchanges.notices.mailboxes import box_at, ticket
from exchanges.notices.posting import post
from exchanges.reach import reach_of_any

ADDRESSES = 50
Group = tuple[str, int]


def last_morning(now: datetime, *, weekly: bool = False) -> datetime:
    """The last time that digests left."""
    if weekly:
        return next_morning(now - timedelta(days=7), weekday=MONDAY)
    return next_morning(now - timedelta(days=1))


def due(now: datetime) -> Any:
    """The hits of which strangers should have been told by now."""
    waiting = AlertHit.objects.filter(mailed_at=None, alert__in=Alert.objects.watching().filter(person=None))
    daily = Q(found_at__lt=last_morning(now)) & ~Q(alert__pace=Pace.WEEKLY)
    weekly = Q(found_at__lt=last_morning(now, weekly=True), alert__pace=Pace.WEEKLY)
    return waiting.filter(daily | weekly)


def send_alert_digests() -> int:
    """Write the digests that should have left by now; how many. Safe to run twice, at once, and to kill."""
    now = timezone.now()
    addresses = due(now).order_by("alert__email").values_list("alert__email", flat=True).distinct()
    waiting = list(addresses)
    return sum(_send(waiting[at : at + ADDRESSES], now) for at in range(0, len(waiting), ADDRESSES))


@transaction.atomic
def _send(addresses: Sequence[str], now: datetime) -> int:
    rows = due(now).filter(alert__email__in=addresses).select_related("alert__network__root_page")
    groups: dict[Group, list[AlertHit]] = defaultdict(list)
    for hit in rows.select_for_update(skip_locked=True, of=("self",)).order_by("-found_at", "-pk"):
        groups[hit.alert.email, hit.alert.network_id].append(hit)
    reach = reach_of_any(
        [listed.model for listed, _index in LISTS.values()],
        {hit.page_id for hits in groups.values() for hit in hits},
    )
    letters = []
    for (email, site), hits in groups.items():
        box = box_at(email)
        if box.stopped_at:
            for alert in {hit.alert for hit in hits}:
                stopping.end_mails(alert)
            continue
        if awake_at(now, box) > now:
            continue
        told = [hit for hit in hits if site in reach.get(hit.page_id, ())]
        letters += [found] if told and (found := _letter(email, told, box)) else []
        AlertHit.objects.filter(pk__in=[hit.pk for hit in hits]).update(mailed_at=now)
        Alert.objects.filter(pk__in={hit.alert_id for hit in hits}).update(told_at=now)
    post(letters)
    return len(letters)


def _letter(email: str, hits: Sequence[AlertHit], box: Mailbox) -> Letter | None:
    """The digest for one address and network; None where nothing of it is shown any more."""
    site = hits[0].alert.network
    voice = voice_of(site.pk)
    pages = _pages(site, [hit.page_id for hit in hits])
    by_alert: dict[Alert, list[Any]] = defaultdict(list)
    for hit in hits:
        if hit.page_id in pages:
            by_alert[hit.alert].append(pages[hit.page_id])
    if not by_alert:
        return None
    # A page that answers several alerts is told once, under the first.
    seen: set[int] = set()
    with translation.override(settings.LANGUAGE_CODE):
        sections = [_section(alert, found, voice.url, seen) for alert, found in by_alert.items()]
        sections = [section for section in sections if section.entries]
        token = stopping.alert_token(*(alert.pk for alert in by_alert))
        content = digest(
            voice=voice, to=email, name="", sections=sections, count=len(seen),
            stop=voice.url + stopping.stop_path(token), choose="",
            why=_("Somebody confirmed with this address that it is told what is new on %(network)s.") % {"network": voice.name},
        )  # fmt: skip
    content["ticket"] = ticket(box)
    return Letter(key=f"alerts:{box.pk}:{site.pk}:{max(hit.pk for hit in hits)}:{len(hits)}", content=content)


def _pages(site: Site, origins: Sequence[int]) -> dict[int, Any]:
    """What stands for these pages on the site, as any visitor may read it."""
    found = {}
    for listed, _index in LISTS.values():
        pages = listed.model.objects.current().on_site(site).exclude(private(HttpRequest()))
        mine = (
            pages.filter(Q(pk__in=origins) | Q(origin_page__in=origins)).select_related("area").defer("body")
        )
        found.update({page.origin_page_id or page.pk: page for page in mine})
    return found


def _section(alert: Alert, pages: Sequence[Any], home: str, seen: set[int]) -> Section:
    try:
        more = home + describe(network=alert.network, kind=alert.kind, query=alert.query).url
    except NothingToWatchError:
        more = home
    section = Section(
        label=alert.label,
        stop=home + stopping.stop_path(stopping.alert_token(alert.pk)),
        stop_words=_("Stop the alert “%(name)s”") % {"name": alert.label},
        more_url=more,
    )
    for page in pages:
        if page.pk in seen:
            continue
        seen.add(page.pk)
        if len(section.entries) >= MOST:
            section.left_out += 1
            continue
        where = f"{page.area}. " if page.area else ""
        path = page.relative_url(alert.network) or ""
        url = path if path.startswith("http") else home + path
        section.entries.append(entry(page.title, f"{where}{page.summary}", url))
    return section
