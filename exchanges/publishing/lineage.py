"""What an announcement was copied from: a copy of what moderators took off is never shown unread."""

from typing import Any

from wagtail.models import PageLogEntry

from exchanges.models import ExchangePage

COPIED = "exchanges.copy"


def is_taken_off(page: ExchangePage) -> bool:
    """Whether the moderators of its network took it off, and have not freed it."""
    return page.locked and not page.live


def is_of_taken_off(page: Any) -> bool:
    """Whether the page was copied from one that is taken off now, directly or by copies of it.

    Also long before it was: a draft can be made of anything that is online, and sent once that is judged.
    """
    seen = {page.pk}
    sources = _sources({page.pk}) if page.pk else set()
    while sources - seen:
        if ExchangePage.objects.filter(pk__in=sources, locked=True, live=False).exists():
            return True
        seen |= sources
        sources = _sources(sources)
    return False


def _sources(pages: set[int]) -> set[int]:
    """The ids of the pages from which these were copied."""
    copied = PageLogEntry.objects.filter(action=COPIED, page__in=pages).order_by()
    return {data["from"] for data in copied.values_list("data", flat=True) if "from" in data}
