"""References between pages: they point at the origin, and lead to the counterpart on the site being read.

On a site, the counterpart of a page is its copy there; where there is none, the page itself at its
own address. A page that visitors can't read has none: only the words of the link are shown.
"""

import html
import re
from collections.abc import Iterable

from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from cms.core.disclosure import PAGE_ID, PAGE_LINK
from cms.core.models import SharedPage
from cms.core.registry import shared_kinds


def linked_pages(body: str) -> set[int]:
    """The ids of the pages to which a rich text links."""
    return {int(pk) for pk in PAGE_ID.findall(body)}


def counterparts(ids: Iterable[int], request: HttpRequest) -> dict[int, Page]:
    """For each id, the page that stands for it on the site being read; those not to be read are absent.

    A query for the pages, one for what is kept private and one for each kind that is linked to.
    """
    asked = set(ids)
    if not asked:
        return {}
    private = Page.objects.private_q()
    pages = Page.objects.filter(pk__in=asked).live().exclude(private).in_bulk()
    site = Site.find_for_request(request)
    return {**pages, **(_copies(asked, site, private) if site else {})}


def _copies(ids: set[int], site: Site, private: Q) -> dict[int, Page]:
    found: dict[int, Page] = {}
    for kind in shared_kinds():
        copies = kind.objects.filter(origin_page__in=ids, is_copy=True).on_site(site)
        found |= {copy.origin_page_id: copy for copy in copies.live().exclude(private).defer("body")}
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
