"""The home page, the charter and the other texts of a network."""

import re
from typing import Any

from django.db import transaction
from django.utils.html import strip_tags
from wagtail.models import Page, Site

from home.demo.publish import known_page
from home.models import ContentPage, HomePage
from home.models.pages import Portrait
from sites.models import FooterLink, NetworkSettings

HEADING = re.compile(r"<h[23]>(.*?)</h[23]>")
Entry = dict[str, Any]


def write_texts(*, site: Site, entry: Entry) -> None:
    """Fill the home page and the identity of the network where they are still blank; safe to run twice."""
    with transaction.atomic():
        charter = _page(site.root_page, entry["charter"], _articles(entry["charter"]["articles"]))
        _page(site.root_page, entry["about"], _sections(entry["about"]["body"]))
        _fill_home(site, entry)
        _fill_identity(site, entry, charter)


def _articles(articles: list[Entry]) -> list[tuple[str, str]]:
    blocks: list[tuple[str, str]] = []
    for article in articles:
        blocks += [("heading", article["title"]), ("text", article["body"])]
    return blocks


def _sections(html: str) -> list[tuple[str, str]]:
    """The text, its headings as blocks of their own."""
    parts = HEADING.split(html)
    kinds = ("text", "heading")
    return [(kinds[at % 2], part) for at, part in enumerate(parts) if part.strip()]


def _page(home: Page, entry: Entry, blocks: list[tuple[str, str]]) -> Page:
    found = home.get_children().filter(slug=entry["slug"]).first()
    if found:
        return found
    page = ContentPage(
        title=entry["title"], slug=entry["slug"], intro=strip_tags(entry.get("intro", ""))[:250], body=blocks
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _fill_home(site: Site, entry: Entry) -> None:
    home = HomePage.objects.get(pk=site.root_page_id)
    if home.intro:
        return
    home.tagline, home.intro = entry["home_title"], entry["home_intro"]
    known = [known_page(key) for key in entry["portraits"]]
    home.portraits.set(
        [Portrait(organisation_id=each.page_id, sort_order=at) for at, each in enumerate(known) if each]
    )
    home.save_revision().publish()


def _fill_identity(site: Site, entry: Entry, charter: Page) -> None:
    network = NetworkSettings.objects.get(site=site)
    if network.contact_email:
        return
    network.contact_email, network.contact_phone = entry["contact_email"], entry["contact_phone"]
    network.postal_address = entry["postal_address"]
    network.charter_page = charter
    links = [FooterLink(sort_order=at, **link) for at, link in enumerate(entry["footer_links"])]
    network.links.set(links)
    network.save()
