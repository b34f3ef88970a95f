"""Cards: what stands for a page in a list, all of it read in a bounded number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from wagtail.images import get_image_model

from cms.core.disclosure import position
from cms.core.geo import Point
from cms.core.models import SharedPage
from cms.core.readers import circle_in_lists
from cms.core.visitors import is_private
from exchanges.models import ExchangePage, OrganisationPage
from exchanges.places import kilometres
from sites.networks import networks_of

# The sizes in which the card templates show pictures: read with the images, in one query.
EXCHANGE_PICTURE = "fill-640x360|format-webp"
STRUCTURE_PICTURE = "max-160x160|format-webp"
PORTRAIT_PICTURE = "fill-360x440|format-webp"


@dataclass(frozen=True)
class ExchangeCard:
    """An offer or a need in a list."""

    url: str
    title: str
    sense: str
    sense_label: str
    type_label: str
    who: str
    where: str
    distance_km: float | None
    methods: list[str]
    expires_on: dt.date | None
    source_name: str
    image: Any
    summary: str
    published: dt.datetime | None


@dataclass(frozen=True)
class StructureCard:
    """A structure in a list."""

    url: str
    title: str
    acronym: str
    family: str
    summary: str
    where: str
    distance_km: float | None
    image: Any
    monogram: str
    themes: list[str]
    source_name: str


def for_exchange_cards(pages: QuerySet[Any]) -> QuerySet[Any]:
    """The pages with what their cards need."""
    return (
        pages.select_related("area", "organisation")
        .defer("body", "organisation__body")
        .prefetch_related("methods", _pictures(EXCHANGE_PICTURE))
    )


def for_structure_cards(pages: QuerySet[Any]) -> QuerySet[Any]:
    """The pages with what their cards need."""
    pictures = _pictures(STRUCTURE_PICTURE, PORTRAIT_PICTURE)
    return pages.select_related("area", "family").defer("body").prefetch_related("themes", pictures)


def exchange_cards(
    pages: Iterable[ExchangePage], request: HttpRequest, *, here: Point | None = None
) -> list[ExchangeCard]:
    """The cards of these pages on the site being read, with their distance from here."""
    return [
        ExchangeCard(
            **_common(page, request, here),
            sense=page.sense,
            sense_label=page.get_sense_display(),
            type_label=page.get_type_display(),
            who=who(page, request),
            methods=[method.name for method in page.methods.all()],
            expires_on=page.expires_on,
            published=page.first_published_at,
        )
        for page in pages
    ]


def structure_cards(
    pages: Iterable[OrganisationPage], request: HttpRequest, *, here: Point | None = None
) -> list[StructureCard]:
    """The cards of these structures on the site being read, with their distance from here."""
    return [
        StructureCard(
            **_common(page, request, here),
            acronym=page.acronym,
            family=str(page.family or ""),
            monogram=initials(page.title),
            themes=[theme.name for theme in page.themes.all()],
        )
        for page in pages
    ]


def _common(page: SharedPage, request: HttpRequest, here: Point | None) -> dict[str, Any]:
    return {
        "url": page.get_url(request) or "",
        "title": page.title,
        "summary": page.summary,
        "where": str(page.area) if page.area else "",
        "distance_km": kilometres(position(page, circle_in_lists(request.user)), here),
        "image": page.image,
        "source_name": source_name(page, request),
    }


def who(page: ExchangePage, request: HttpRequest) -> str:
    """Who is behind an exchange: the structure when visitors may read of it, else the person’s name."""
    organisation = page.organisation
    told = organisation and organisation.live and not is_private(organisation, request)
    return organisation.title if organisation and told else page.contact_name


def source_name(page: SharedPage, request: HttpRequest) -> str:
    """The short name of the network that a copy comes from; nothing for a page typed here."""
    if not page.is_copy:
        return ""
    network = networks_of(request).get(page.origin_site_id or 0)
    return network.short_name if network else ""


def initials(title: str) -> str:
    """One or two letters that stand for a structure without a logo."""
    words = [word for word in title.replace("’", " ").replace("'", " ").split() if word[0].isalnum()]
    large = [word for word in words if word[0].isupper()] or words
    return "".join(word[0] for word in large[:2]).upper()


def _pictures(*filters: str) -> Prefetch:
    return Prefetch("image", queryset=get_image_model().objects.prefetch_renditions(*filters))
