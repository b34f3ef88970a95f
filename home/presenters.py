"""What is new on a site: the home page gathers it from everywhere."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.models import Site

from cms.core.links import counterparts
from cms.core.models import SharedPage
from cms.core.visitors import private
from exchanges.asked import address
from exchanges.cards import (
    ExchangeCard,
    StructureCard,
    exchange_cards,
    for_exchange_cards,
    for_structure_cards,
    structure_cards,
)
from exchanges.facets import ThemeFacet
from exchanges.models import ExchangeIndexPage, ExchangePage, OrganisationPage, Sense
from home.models import HomePage
from sites.models import Role
from sites.networks import current_network, introduction, networks_of, site_of_request

MOST_NEEDS = 6
MOST_OFFERS = 6
MOST_PORTRAITS = 2
MOST_FROM_A_NETWORK = 3
MOST_THEMES = 12
NEWEST = ("-featured", "-first_published_at", "-pk")


def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """The context of the first page of a site."""
    site = site_of_request(request) or page.get_site()
    network = current_network(request)
    is_hub = bool(network and network.is_hub)
    exchanges = shown(ExchangePage, site, request)
    listed = list_url(page, request)
    return {
        "latest_needs": newest(exchanges.filter(sense=Sense.NEED), MOST_NEEDS, request),
        "latest_offers": newest(exchanges.filter(sense=Sense.OFFER), MOST_OFFERS, request),
        "portraits": portraits(page, site, request),
        "figures": figures(site, request),
        "is_hub": is_hub,
        "networks": side_by_side(exchanges, request) if is_hub else [],
        "map_points_url": reverse("map_points"),
        "search_action": listed,
        "offer_url": f"{reverse('publishing_new')}?sense={Sense.OFFER.value}",
        "need_url": f"{reverse('publishing_new')}?sense={Sense.NEED.value}",
        "themes": themes(exchanges, listed),
        "canonical_url": page.full_url or "",
        "meta_description": page.search_description or (network.tagline if network else ""),
        "noindex": False,
    }


def shown(kind: type[SharedPage], site: Site, request: HttpRequest) -> QuerySet[Any]:
    """What visitors of the site see of that kind."""
    return kind.objects.current().exclude(private(request)).on_site(site)


def list_url(page: HomePage, request: HttpRequest) -> str:
    """The address of the site’s offers and needs; the home page itself where there is no such list."""
    index = ExchangeIndexPage.objects.descendant_of(page).live().first()
    return (index or page).get_url(request) or "/"


def newest(pages: QuerySet[Any], most: int, request: HttpRequest) -> list[ExchangeCard]:
    """The cards of the newest of these pages, those put first before them."""
    return exchange_cards(for_exchange_cards(pages.order_by(*NEWEST))[:most], request)


def portraits(page: HomePage, site: Site, request: HttpRequest) -> list[StructureCard]:
    """The members that the editors chose, as this site shows them; else those put first, with a sentence."""
    chosen = [portrait.organisation_id for portrait in page.portraits.all()]
    if chosen:
        here = counterparts(chosen, request)
        by_pk = for_structure_cards(OrganisationPage.objects.current()).in_bulk(
            [here[pk].pk for pk in chosen if pk in here]
        )
        pages: Iterable[Any] = [by_pk[here[pk].pk] for pk in chosen if pk in here and here[pk].pk in by_pk]
    else:
        told = shown(OrganisationPage, site, request).exclude(summary="").order_by(*NEWEST)
        pages = for_structure_cards(told)[:MOST_PORTRAITS]
    return structure_cards(pages, request)


def figures(site: Site, request: HttpRequest) -> list[dict[str, Any]]:
    """How many structures, needs and offers there are today; nothing is said of none."""
    structures = shown(OrganisationPage, site, request).count()
    exchanges = shown(ExchangePage, site, request).order_by()
    by_sense = dict(exchanges.values_list("sense").annotate(Count("pk")))
    needs, offers = by_sense.get(Sense.NEED, 0), by_sense.get(Sense.OFFER, 0)
    counted = (
        (structures, ngettext("structure in the directory", "structures in the directory", structures)),
        (needs, ngettext("need waiting for an answer", "needs waiting for an answer", needs)),
        (offers, ngettext("offer to take up", "offers to take up", offers)),
    )
    return [{"value": value, "label": label} for value, label in counted if value]


def side_by_side(exchanges: QuerySet[Any], request: HttpRequest) -> list[dict[str, Any]]:
    """The networks, each with the newest of what it shares here."""
    rank = Window(RowNumber(), partition_by=F("origin_site"), order_by=F("first_published_at").desc())
    ranked = exchanges.filter(is_copy=True).annotate(rank=rank).filter(rank__lte=MOST_FROM_A_NETWORK)
    latest = list(for_exchange_cards(ranked.order_by("-first_published_at", "-pk")))
    return [
        {
            **introduction(network),
            "latest": exchange_cards([page for page in latest if page.origin_site_id == site_id], request),
        }
        for site_id, network in networks_of(request).items()
        if network.role == Role.NETWORK
    ]


def themes(exchanges: QuerySet[Any], listed: str) -> list[dict[str, Any]]:
    """The widest themes, those with the most offers and needs first."""
    facet = ThemeFacet(ExchangePage)
    counts = facet.counts(exchanges)
    wide = [theme for theme in facet.themes.values() if theme.depth == 1 and counts[theme.code]]
    most = sorted(wide, key=lambda theme: -counts[theme.code])[:MOST_THEMES]
    return [
        {"label": theme.name, "url": address(listed, theme=theme.code), "count": counts[theme.code]}
        for theme in most
    ]
