"""The person's structures, and finding one's own among those that have a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cms.core.models import Area
from exchanges.cards import source_name
from exchanges.models import Involvement, OrganisationPage, Standing
from exchanges.places import find_area
from exchanges.space.views import of_members
from exchanges.structures import finding, mine
from exchanges.structures.access import is_member, network_here, shown_here
from exchanges.structures.views.frame import of_participants, show

LONGEST = 200


@dataclass(frozen=True)
class Found:
    """A structure that may be the person's: where it comes from, and whether they speak for it."""

    page: OrganisationPage
    url: str
    source: str
    claim_url: str
    standing: str

    @property
    def is_mine(self) -> bool:
        """Whether they speak for it already."""
        return self.standing == Standing.CONFIRMED

    @property
    def is_asked(self) -> bool:
        """Whether they asked, and wait."""
        return self.standing == Standing.ASKED


@of_members
@require_safe
def structures(request: HttpRequest) -> HttpResponse:
    """What the person speaks for, asked for, or was refused."""
    return show(request, "mine", rows=mine.rows_of(request))


@of_participants
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Look for one's structure; only then can it be registered."""
    # PostgreSQL takes no NUL.
    words, where = (request.GET.get(name, "").replace("\0", "").strip()[:LONGEST] for name in ("q", "where"))
    area = find_area(where) if where else None
    found = _found(request, words, where, area)
    return show(
        request,
        "find",
        words=words,
        where=where,
        area=area,
        asked=bool(words or where),
        found=lines_of(found, request),
        is_full=len(found) >= finding.MOST_FOUND,
        may_register=bool(words) and is_member(request.user, network_here(request).site),
        register_url=f"{reverse('structures_register')}?{urlencode({'q': words, 'where': where})}",
    )


def _found(request: HttpRequest, words: str, where: str, area: Area | None) -> list[OrganisationPage]:
    if where and area is None:
        return []
    return finding.find(pages=shown_here(request), words=words, area=area)


def lines_of(pages: Iterable[OrganisationPage], request: HttpRequest) -> list[Found]:
    """These sheets, each with what the person may do about it."""
    pages = list(pages)
    origins = {page.pk: (page.origin_page_id if page.is_copy else page.pk) for page in pages}
    person: Any = request.user
    theirs = Involvement.objects.filter(person=person, organisation__in=filter(None, origins.values()))
    standings: dict[int | None, str] = dict(theirs.values_list("organisation", "standing"))
    return [_line(page, request, standings.get(origins[page.pk], "")) for page in pages]


def _line(page: OrganisationPage, request: HttpRequest, standing: str) -> Found:
    claimable = not page.is_copy or page.origin_page_id
    return Found(
        page=page,
        url=page.get_url(request) or "",
        source=source_name(page, request),
        claim_url=reverse("structures_claim", args=[page.pk]) if claimable else "",
        standing=standing,
    )
