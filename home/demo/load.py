"""Fills a fresh install with four believable sites: called by `manage.py demo`. Safe to run twice."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core import areas, reference
from cms.core.models import Area, AreaLevel
from cms.core.registry import shared_kinds
from cms.users.models import User
from exchanges.matching.engine import match
from exchanges.models import ExternalId
from home.demo.accounts import (
    ACCOUNTS,
    ADMINISTRATOR,
    COORDINATOR,
    create_account,
    invite_somebody,
)
from home.demo.content import HUB, IDENTITIES, SOURCE, read
from home.demo.life import live
from home.demo.members import are_complete, create_members
from home.demo.publish import publish_exchange, publish_organisation
from home.demo.rules import decide, lay_down_rules
from home.demo.texts import write_texts
from home.demo.typed import type_announcements
from sites.models import NetworkSettings, Role
from sites.provisioning import create_network
from syndication.engine import sync

REGION = "93"
Tell = Callable[[str], None]


def is_complete() -> bool:
    """Whether the demonstration was loaded to its end."""
    return User.objects.filter(email=ADMINISTRATOR).exists() and are_complete()


def has_other_content() -> bool:
    """Whether somebody laid out networks that are not the demonstration's."""
    return (
        NetworkSettings.objects.exclude(name="").exists()
        and not ExternalId.objects.filter(source=SOURCE).exists()
    )


def load(*, tell: Tell) -> Counter[str]:
    """Lay out everything that is missing; `tell` hears of each step. Says how much is new of what."""
    new: Counter[str] = Counter()
    tell(_("reference lists, and the communes of the region"))
    reference.load()
    if not Area.objects.filter(level=AreaLevel.COMMUNE).exists():
        areas.load(region=REGION)
    tell(_("the four networks"))
    sites = lay_out_networks()
    for what, publish in (("organisations", publish_organisation), ("exchanges", publish_exchange)):
        new[what] = _publish_all(what, publish, sites, tell)
    tell(_("home pages, charters, rules"))
    for entry in read("sites"):
        write_texts(site=sites[entry["key"]], entry=entry)
    lay_down_rules(sites=sites)
    tell(_("members, and what they publish"))
    create_members(sites=sites)
    type_announcements(sites=sites)
    tell(_("sharing between the networks"))
    new["copies"] = _share(sites)
    new["matches"] = match()["found"]
    *people, administrator = ACCOUNTS
    for account in people:
        create_account(account=account, sites=sites)
    invite_somebody(sites=sites)
    tell(_("answers, outcomes, alerts, reports"))
    live(sites=sites)
    create_account(account=administrator, sites=sites)
    return new


def lay_out_networks() -> dict[str, Site]:
    """The four sites by their keys."""
    words = {entry["key"]: entry for entry in read("sites")}
    return {
        key: create_network(
            **{
                "role": Role.NETWORK,
                **identity,
                **{name: words[key][name] for name in ("name", "short_name", "tagline")},
            }
        )
        for key, identity in IDENTITIES.items()
    }


def _publish_all(what: str, publish: Callable[..., Any], sites: dict[str, Site], tell: Tell) -> int:
    label = {"organisations": _("structures"), "exchanges": _("offers and needs")}[what]
    entries = read(what)
    count = 0
    for at, entry in enumerate(entries):
        if at % 20 == 0:
            tell(_("%(what)s: %(done)s of %(total)s") % {"what": label, "done": at, "total": len(entries)})
        count += publish(site=sites[entry["network"]], entry=entry) is not None
    return count


def _share(sites: dict[str, Site]) -> int:
    """Share everything once, let the coordinators decide, and share what they took."""
    coordinator = next(account for account in ACCOUNTS if account.email == COORDINATOR)
    first = sync()
    decide(hub=sites[HUB], coordinator=create_account(account=coordinator, sites=sites))
    return first.changed + sync().changed


def follow_port() -> None:
    """Have links name the port on which the sites are served today, those of copies too."""
    for site in Site.objects.exclude(port=settings.SITE_PORT):
        before = site.root_url
        site.port = settings.SITE_PORT
        site.save()
        for kind in shared_kinds():
            copies = kind.objects.filter(is_copy=True, origin_site=site)
            copies.update(origin_url=Replace("origin_url", Value(before), Value(site.root_url)))
