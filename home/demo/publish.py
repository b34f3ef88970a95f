"""Publishing the sheets and the exchanges of the demonstration.

Pages are written once, already published and dated back, where an editor's button would write them
twice: that halves the time of the first `make run`.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Site

from cms.core.geo import Point
from cms.core.models import Area, AreaLevel, SharedPage, Term, Theme
from exchanges.models import (
    ExchangeIndexPage,
    ExchangePage,
    ExternalId,
    Method,
    OrganisationIndexPage,
    OrganisationPage,
)
from home.demo.content import SOURCE
from home.demo.library import picture_for

P = TypeVar("P", bound=SharedPage)
Entry = dict[str, Any]
COPIED = ("title", "summary", "body", "sharing")
ORGANISATION = (
    "acronym",
    "founded_year",
    "address",
    "postcode",
    "city",
    "address_audience",
    "opening_hours",
)
EXCHANGE = ("sense", "type", "terms", "contact_name")


def known_page(key: str) -> ExternalId | None:
    """The page that was made for that entry."""
    return ExternalId.objects.filter(source=SOURCE, value=key).first()


def publish_organisation(*, site: Site, entry: Entry) -> int | None:
    """The sheet of a structure; its id if it is new."""
    if known_page(entry["key"]):
        return None
    page = OrganisationPage(**_columns(entry, ORGANISATION))
    page.workforce = None if entry["workforce"] is None else Decimal(str(entry["workforce"]))
    for vocabulary in ("family", "legal_status", "inclusion"):
        setattr(page, vocabulary, _term(vocabulary, entry[vocabulary]))
    page.agreements = [_term("agreement", code) for code in entry["agreements"]]
    page.customers = [_term("customer", code) for code in entry["customers"]]
    return _publish(page, site, entry, OrganisationIndexPage)


def publish_exchange(*, site: Site, entry: Entry) -> int | None:
    """An offer or a need; its id if it is new."""
    if known_page(entry["key"]):
        return None
    page = ExchangePage(**_columns(entry, EXCHANGE))
    page.methods = [Method.objects.get(code=code) for code in entry["methods"]]
    author = known_page(entry["organisation"]) if entry["organisation"] else None
    page.organisation_id = author.page_id if author else None
    if entry["expires_in_days"]:
        page.expires_on = timezone.localdate() + timedelta(days=entry["expires_in_days"])
    return _publish(page, site, entry, ExchangeIndexPage)


def _columns(entry: Entry, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: entry[name] for name in (*COPIED, *names) if entry[name] is not None}


def _term(vocabulary: str, code: str | None) -> Term | None:
    return Term.objects.get(vocabulary=vocabulary, code=code) if code else None


def _publish(page: P, site: Site, entry: Entry, index: type[Page]) -> int:
    page.slug = entry["key"]
    page.area = Area.objects.get(level=AreaLevel.COMMUNE, code=entry["insee"]) if entry["insee"] else None
    if entry["lat"] is not None:
        page.location = str(Point(entry["lat"], entry["lng"]))
    page.themes = list(Theme.objects.filter(code__in=entry["themes"]))
    page.tags.set(entry["tags"])  # type: ignore[attr-defined]
    contact = page.contacts.model  # type: ignore[attr-defined]
    page.contacts.set(  # type: ignore[attr-defined]
        [contact(sort_order=order, **contact_point) for order, contact_point in enumerate(entry["contacts"])]
    )
    page.first_published_at = page.last_published_at = timezone.now() - timedelta(
        days=entry.get("published_days_ago", 30), minutes=37
    )
    with transaction.atomic():
        page.image = picture_for(site=site, file=entry["picture"])
        index.objects.child_of(site.root_page).get().add_child(instance=page)
        log(instance=page, action="wagtail.create", content_changed=True)
        revision = page.save_revision(clean=False)
        Page.objects.filter(pk=page.pk).update(live_revision=revision, has_unpublished_changes=False)
        log(instance=page, action="wagtail.publish", revision=revision)
        ExternalId.objects.create(site=site, page=page, source=SOURCE, value=entry["key"])
    return page.pk
