"""The lists of a site: its directory, its offers and needs, as the filters of the address narrow them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.core.geo import Point
from cms.core.models import Area, SharedPage
from cms.core.readers import circle_in_lists
from cms.core.text import stems
from cms.core.visitors import is_private, private
from exchanges.asked import Asked, read
from exchanges.cards import exchange_cards, for_exchange_cards, for_structure_cards, structure_cards
from exchanges.facets import AreaFacet, Facet, FamilyFacet, MethodFacet, SenseFacet, ThemeFacet, TypeFacet
from exchanges.models import ExchangeIndexPage, ExchangePage, OrganisationIndexPage, OrganisationPage
from exchanges.places import NEAR_KM, around, find_area, middle, nearest_first
from exchanges.search import matching

PAGE_SIZE = 24
# Beyond, the oldest are left out: nobody turns four hundred pages, and engines bound their parameters.
MOST_FOUND = 10_000
NEWEST = ("-featured", "-first_published_at", "-pk")


@dataclass(frozen=True)
class Listed:
    """What is particular to the list of one kind; alerts know it by its name."""

    name: str
    model: type[SharedPage]
    facets: Sequence[type[Facet]]
    sorts: Mapping[str, tuple[Any, tuple[str, ...]]]
    load: Callable[[QuerySet[Any]], QuerySet[Any]]
    cards: Callable[..., list[Any]]


ORGANISATIONS = Listed(
    name="structures",
    model=OrganisationPage,
    facets=(ThemeFacet, FamilyFacet, AreaFacet),
    sorts={
        "newest": (gettext_lazy("Newest first"), NEWEST),
        "name": (gettext_lazy("By name"), ("title", "pk")),
    },
    load=for_structure_cards,
    cards=structure_cards,
)
EXCHANGES = Listed(
    name="exchanges",
    model=ExchangePage,
    facets=(SenseFacet, TypeFacet, MethodFacet, ThemeFacet, AreaFacet),
    sorts={
        "newest": (gettext_lazy("Newest first"), NEWEST),
        "ending": (gettext_lazy("Ending soonest"), ("ends_last", "expires_on", "-first_published_at", "-pk")),
    },
    load=for_exchange_cards,
    cards=exchange_cards,
)


def organisations_listing(index_page: OrganisationIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The context of a directory."""
    return Listing(ORGANISATIONS, index_page, request).context()


def exchanges_listing(index_page: ExchangeIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The context of a list of offers and needs."""
    return Listing(EXCHANGES, index_page, request).context()


class Listing:
    """One list, for one request; of these pages only, where some are named (`among`)."""

    def __init__(
        self, listed: Listed, index_page: Page, request: HttpRequest, *, among: Collection[int] | None = None
    ) -> None:
        self.listed = listed
        self.among = among
        self.index_page = index_page
        self.request = request
        self.circle = circle_in_lists(request.user)
        self.facets = [facet(listed.model) for facet in listed.facets]
        path = index_page.get_url(request) or request.path
        known = {facet.name: facet.choices for facet in self.facets}
        self.asked: Asked = read(request, path, known, [*listed.sorts, "nearest"])
        self.area: Area | None = find_area(self.asked.where) if self.asked.where else None
        self.here: Point | None = middle(self.area)

    def context(self) -> dict[str, Any]:
        """Everything that the template of the list shows."""
        found = self.paginate(self.narrowed(self.searched))
        cards = self.listed.cards(found.object_list, self.request, here=self.here)
        return {
            "cards": cards,
            "paginator_page": found,
            "total": found.paginator.count,
            "filters": self.groups(),
            "sorts": self.sorts(),
            "active_filters": self.active_filters(),
            "notices": self.notices(found),
            "query": self.asked.query,
            "where": self.asked.where,
            "clear_url": self.asked.path,
            "form_action": self.asked.path,
            "map_points_url": "",
            "canonical_url": self.index_page.full_url or "",
            "meta_description": self.index_page.search_description,
            "noindex": self.asked.is_narrowed,
            "watch": self.watch(),
        }

    def watch(self) -> dict[str, str] | None:
        """What an alert would watch; None for a list that is kept private."""
        if is_private(self.index_page, self.request):
            return None
        return {"kind": self.listed.name, "query": self.asked.watched()}

    @cached_property
    def searched(self) -> QuerySet[Any]:
        """The pages that answer the words and the place."""
        every = self.listed.model.objects.current().descendant_of(self.index_page)
        if self.among is not None:
            every = every.filter(pk__in=self.among)
        # Whoever reads the list was let in to the list itself.
        every = every.exclude(private(self.request, below=self.index_page))
        pages = matching(every, self.asked.query)
        pages = around(pages, self.area, self.circle) if self.area else pages
        if pages is every:
            return every
        # Looked for once, whatever the number of filters to count.
        found = pages.order_by("-first_published_at", "-pk").values_list("pk", flat=True)
        return self.listed.model.objects.filter(pk__in=list(found[:MOST_FOUND]))

    def narrowed(self, pages: QuerySet[Any], but: Facet | None = None) -> QuerySet[Any]:
        """Those of the pages that every filter lets through, but one perhaps."""
        chosen = [(facet, self.asked.chosen[facet.name]) for facet in self.facets if facet is not but]
        conditions = [facet.condition(values) for facet, values in chosen if values]
        return pages.filter(reduce(Q.__and__, conditions, Q()))

    def paginate(self, pages: QuerySet[Any]) -> Slice[Any]:
        """The page of results that was asked for, else the nearest there is."""
        ordered = self.listed.load(self.ordered(pages))
        return Paginator(ordered, PAGE_SIZE).get_page(self.request.GET.get("page", "")[:10] or 1)

    def ordered(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        """The pages in the order asked for: around a commune, the nearest first."""
        if self.sort == "nearest" and self.here:
            return nearest_first(pages, self.here, self.circle)
        columns = self.listed.sorts[self.sort][1]
        return pages.alias(ends_last=Q(expires_on__isnull=True)).order_by(*columns)

    @property
    def sort(self) -> str:
        """The order in force."""
        asked = self.asked.sort if self.here or self.asked.sort != "nearest" else ""
        return asked or ("nearest" if self.here else "newest")

    def sorts(self) -> list[dict[str, Any]]:
        """The orders that can be asked for."""
        labels = {name: label for name, (label, _columns) in self.listed.sorts.items()}
        if self.here:
            labels = {"nearest": gettext_lazy("Nearest first"), **labels}
        return [
            {"value": name, "label": label, "selected": name == self.sort, "url": self.asked.sorted_by(name)}
            for name, label in labels.items()
        ]

    def groups(self) -> list[Any]:
        """The filters, each counted among what the others let through."""
        others = ((facet, self.narrowed(self.searched, but=facet)) for facet in self.facets)
        return [facet.group(pages, self.asked) for facet, pages in others]

    def active_filters(self) -> list[dict[str, str]]:
        """What narrows the list, each with the address of the list without it."""
        words = [
            (self.asked.query, self.asked.without_query()),
            (self.where_label(), self.asked.without_where()),
        ]
        active = [{"label": label, "remove_url": url} for label, url in words if label]
        for facet in self.facets:
            for value in self.asked.chosen[facet.name]:
                url = self.asked.toggled(facet.name, value)
                active.append({"label": facet.choices[value], "remove_url": url})
        return active

    def where_label(self) -> str:
        """The place as it was understood."""
        if self.area is None:
            return self.asked.where
        near = _("%(place)s and %(km)s km around") % {"place": self.area.name, "km": NEAR_KM}
        return near if self.here else str(self.area)

    def notices(self, found: Slice[Any]) -> list[str]:
        """What of the address could not be followed, said kindly."""
        asked, said = self.asked, []
        if asked.query and not stems(asked.query):
            said.append(_("We found no word to search in “%s”.") % Truncator(asked.query).chars(60))
        if asked.where and self.area is None:
            said.append(
                _("We know no place called “%s”: here is everything.") % Truncator(asked.where).chars(60)
            )
        page = self.request.GET.get("page", "")
        if asked.unknown or (page and page != str(found.number)):
            said.append(_("Part of this address means nothing here: we left it out."))
        return said
