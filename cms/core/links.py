"""References between pages: they point at the origin, and lead to the counterpart on the site being read.

On a site, the counterpart of a page is its copy there; where there is none, the page itself at its
own address. A page that visitors can't read has none: only the words of the link are shown.
"""

import html
import re
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Q, When
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from cms.core.disclosure import PAGE_ID, PAGE_LINK
from cms.core.models import SharedPage
from cms.core.registry import shared_kinds
from cms.core.visitors import private


def linked_pages(body: str) -> set[int]:
    """The ids of the pages to which a rich text links."""
    return {int(pk) for pk in PAGE_ID.findall(body)}


def origins_of(ids: Iterable[int | None], *, body: str = "") -> dict[int, int]:
    """For each of these pages, and of those to which the body links, that is a copy: its origin."""
    asked = ({pk for pk in ids if pk}) | linked_pages(body)
    if not asked:
        return {}
    found: dict[int, int] = {}
    for kind in shared_kinds():
        copies = kind.objects.filter(pk__in=asked, is_copy=True, origin_page__isnull=False)
        found |= dict(copies.values_list("pk", "origin_page_id"))
    return found


def relinked(body: str, pages: dict[int, int]) -> str:
    """The rich text with its links to these pages leading to those."""

    def lead(match: re.Match[str]) -> str:
        named = PAGE_ID.search(match[0])
        page = pages.get(int(named[1])) if named else None
        return match[0].replace(f'id="{named[1]}"', f'id="{page}"', 1) if named and page else match[0]

    return PAGE_LINK.sub(lead, body) if pages else body


def counterparts(ids: Iterable[int], request: HttpRequest) -> dict[int, Page]:
    """For each id, the page that stands for it on the site being read; those not to be read are absent.

    A query for the pages, one for what is kept private, and one for each kind of page that is linked
    to and was typed elsewhere.
    """
    asked = set(ids)
    if not asked:
        return {}
    hidden = Case(When(private(request) | Q(live=False), then=True), default=False)
    pages = Page.objects.annotate(is_hidden=hidden).in_bulk(asked)
    site = Site.find_for_request(request)
    shown = {pk: page for pk, page in pages.items() if not page.is_hidden}
    return {**shown, **_copies(pages.values(), site, request)} if site else shown


def _copies(pages: Iterable[Page], site: Site, request: HttpRequest) -> dict[int, Page]:
    """The copies of these pages that visitors of the site find there, by the id of their origin."""
    found: dict[int, Page] = {}
    elsewhere = [page for page in pages if not page.path.startswith(site.root_page.path)]
    ids, types = [page.pk for page in elsewhere], {page.cached_content_type for page in elsewhere}
    for kind in shared_kinds():
        if ContentType.objects.get_for_model(kind) in types:
            copies = kind.objects.filter(origin_page__in=ids, is_copy=True).on_site(site).live()
            found |= {copy.origin_page_id: copy for copy in copies.exclude(private(request)).defer("body")}
    return found


def localised(body: str, pages: dict[int, Page], request: HttpRequest) -> SafeString:
    """The rich text as HTML, with its links to pages leading to these; the other ones are unwrapped."""

    def lead(match: re.Match[str]) -> str:
        named = PAGE_ID.search(match[0])
        page = pages.get(int(named[1])) if named else None
        url = page.get_url(request) if page else None
        return f'<a href="{html.escape(url)}">{match[1]}</a>' if url else match[1]

    return mark_safe(expand_db_html(PAGE_LINK.sub(lead, body)))  # noqa: S308 - cleaned when it was saved


def linked_body(page: SharedPage, request: HttpRequest) -> SafeString:
    """The description of a page as HTML for the site being read."""
    return localised(page.body, counterparts(linked_pages(page.body), request), request)
