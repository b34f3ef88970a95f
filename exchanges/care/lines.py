"""What a basket says of an announcement, in the list and in the export."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.core.permissions import user_networks
from cms.core.text import disarm
from exchanges.care import baskets
from exchanges.care.help import suggestions
from exchanges.care.places import wider
from exchanges.models import AnswerState, ExchangePage
from sites.networks import networks_of

HEADINGS = {
    "title": _("Title"),
    "network": _("Network"),
    "sense": _("Sense"),
    "who": _("Structure"),
    "where": _("Where"),
    "published": _("Published on"),
    "answers": _("Answers"),
    "last_word": _("Last word on"),
    "open_reports": _("Open reports"),
}


@dataclass(frozen=True)
class Line:
    """An announcement in a basket. Of a copy only what stands on this site, and how many answers there are."""

    page: Any
    network: str
    url: str
    who: str
    answers: str
    states: str
    last_word_at: Any
    # The area in which it would be looked for; None where the people of this network may not, or can't.
    wider: Any
    may_suggest: bool

    @property
    def is_own(self) -> bool:
        """Whether its original is this network's: the others only propose structures."""
        return not self.page.is_copy


@dataclass(frozen=True)
class Read:
    """What is read once for all lines: states by origin, who was asked to close, networks, roots of sites."""

    states: dict[int, dict[str, int]]
    asked: set[int]
    names: dict[int, str]
    homes: dict[str, int]


def lines_of(pages: Iterable[Any], request: HttpRequest) -> list[Line]:
    """The lines of these pages, read in as many queries whatever their number."""
    rows = list(pages)
    own = [row for row in rows if not row.is_copy]
    asked = suggestions().filter(page__in=[row.pk for row in own]).values_list("page", flat=True)
    sites = user_networks(request.user).select_related("root_page")
    read = Read(
        states=baskets.states(own),
        asked=set(asked),
        names={pk: network.short_name or network.name for pk, network in networks_of(request).items()},
        homes={site.root_page.path: site.pk for site in sites},
    )
    return [_line(row, read) for row in rows]


def _line(page: Any, read: Read) -> Line:
    own = not page.is_copy
    home = page.origin_site_id if page.is_copy else _home(page, read.homes)
    states = read.states.get(page.at_origin, {}) if own else {}
    return Line(
        page=page,
        network=read.names.get(home or 0, ""),
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        who=page.organisation.title if own and page.organisation else "",
        answers=_answers(page.answers),
        states=", ".join(f"{AnswerState(state).label} : {number}" for state, number in states.items()),
        last_word_at=page.last_word_at if own else None,
        wider=wider(page.area) if own else None,
        may_suggest=own and page.pk not in read.asked,
    )


def _home(page: ExchangePage, homes: dict[str, int]) -> int | None:
    return next((pk for path, pk in homes.items() if page.path.startswith(path)), None)


def _answers(number: int) -> str:
    return ngettext("%(number)s answer", "%(number)s answers", number) % {"number": number}


def row_of(line: Line) -> dict[str, Any]:
    """The cells of an export."""
    page = line.page
    cells = {
        "title": page.title,
        "network": line.network,
        "sense": str(page.get_sense_display()),
        "who": line.who,
        "where": str(page.area or ""),
        "published": day(page.first_published_at),
        "answers": page.answers,
        "last_word": day(line.last_word_at),
        "open_reports": page.open_reports,
    }
    return {name: disarm(value) for name, value in cells.items()}


def day(moment: Any) -> str:
    """A day in short."""
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment else ""
