"""What the members of the demonstration typed in their space: one of each state that an announcement has."""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone
from wagtail.models import Site

from cms.core.models import Area, AreaLevel, Sharing, Theme
from cms.users.models import User
from exchanges.models import ExchangePage, Method, OrganisationPage
from exchanges.publishing import drafts, life
from exchanges.publishing.sending import hand_in
from home.demo.content import read
from home.demo.members import page_of
from home.demo.post import kept_in
from sites.models import NetworkSettings

NETWORK, PAUSED, DRAFT = "alliance", "caisses", "fanfare"
COPIED = ("sense", "type", "title", "text", "terms")


def uid_of(key: str) -> UUID:
    """The identity of the announcement with that key: typed twice, it is one."""
    return uuid5(NAMESPACE_URL, f"demo:{key}")


def type_announcements(*, sites: dict[str, Site]) -> None:
    """A draft, one that is paused, one whose last day is near, one that waits to be read; safe to run twice."""
    network = NetworkSettings.objects.select_related("site__root_page").get(site=sites[NETWORK])
    with kept_in():
        for entry in read("announcements"):
            if not ExchangePage.objects.origins().filter(uid=uid_of(entry["key"])).exists():
                _type(entry, network)


def _type(entry: dict[str, Any], network: NetworkSettings) -> None:
    person = User.objects.get(email=f"{entry['by']}@example.org")
    uid, typed = uid_of(entry["key"]), _typed(entry)
    if entry["key"] == DRAFT:
        drafts.keep(person=person, network=network, uid=uid, typed=typed)
        return
    page, _outcome = hand_in(person=person, network=network, uid=uid, typed=typed)
    if entry["key"] == PAUSED:
        life.pause(page=page, by=person)


def _typed(entry: dict[str, Any]) -> dict[str, Any]:
    """The values of the form, as they come out of it."""
    area, structure = entry["insee"], entry["organisation"]
    return {
        **{name: entry[name] for name in COPIED},
        "area": Area.objects.get(level=AreaLevel.COMMUNE, code=area) if area else None,
        "expires_on": timezone.localdate() + timedelta(days=entry["days"]),
        "methods": list(Method.objects.filter(code__in=entry["methods"])),
        "themes": list(Theme.objects.filter(code__in=entry["themes"])),
        "sharing": Sharing.OPEN,
        "organisation": OrganisationPage.objects.get(pk=page_of(structure)) if structure else None,
    }
