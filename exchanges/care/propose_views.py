"""Proposing a structure for an announcement: those that match it first, then whatever one looks for."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from exchanges.care import help as helping
from exchanges.care.follow_views import HelpMixin, trail, url
from exchanges.care.places import origin_of
from exchanges.matching.shown import answering, sayer
from exchanges.models import ExchangePage, OrganisationPage
from exchanges.search import matching
from sites.networks import networks_of

MOST = 20


class ProposeView(HelpMixin, WagtailAdminTemplateMixin, TemplateView):
    """The structures of the site that could answer, each with a button."""

    page_title: Any = gettext_lazy("Propose a structure")
    header_icon = "group"
    template_name = "exchanges/care/admin/propose.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return trail(self.page_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()
        return {
            **super().get_context_data(**kwargs),
            "desk_of": self.page,
            "about": self.page,
            "words": words,
            "rows": found(self.page, words, self.request) if words else likely(self.page, self.request),
            "back": self.back,
        }


class ProposeToView(HelpMixin, View):
    """Tell one of them."""

    http_method_names: Any = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Tell it, or say why not."""
        structure = get_object_or_404(structures(self.page), pk=self.kwargs["organisation_page_id"])
        try:
            told = helping.propose(page=self.page, organisation=structure, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            return self.refused(error)
        return self.done(sentence(told, structure))


def sentence(told: helping.Proposed, structure: OrganisationPage) -> str:
    """Who was told."""
    if told.mailed:
        return _("Nobody speaks for %(structure)s here yet: a mail leaves for its address.") % {
            "structure": structure.title
        }
    text = ngettext(
        "%(count)s person of %(structure)s is told.",
        "%(count)s people of %(structure)s are told.",
        told.people,
    )
    return text % {"count": told.people, "structure": structure.title}


def structures(page: ExchangePage) -> QuerySet[Any]:
    """The structures that stand on the site of the page, and whose network may hear of it."""
    site = page.get_site()
    if site is None:
        return OrganisationPage.objects.none()
    exchange = origin_of(page) or page
    hearing = helping.hearing(exchange)
    here = Q(is_copy=False) if site.pk in hearing else Q(pk__in=[])
    pages = OrganisationPage.objects.current().on_site(site).filter(alias_of=None)
    own = Q(pk=exchange.organisation_id or 0) | Q(origin_page=exchange.organisation_id or 0)
    return pages.filter(here | Q(is_copy=True, origin_site__in=hearing)).exclude(own)


def likely(page: ExchangePage, request: HttpRequest) -> list[dict[str, Any]]:
    """Those that match the announcement, each with the reasons."""
    site = page.get_site()
    if site is None:
        return []
    allowed = structures(page)
    hidden = ~Q(pk__in=allowed.order_by().values("pk"))
    matched = answering(page=page, site=site, kind=OrganisationPage, hidden=hidden, most=MOST)
    say = sayer([each.match for each in matched])
    return [row(each.page, page, request, say(each.match)) for each in matched]


def found(page: ExchangePage, words: str, request: HttpRequest) -> list[dict[str, Any]]:
    """Those in which the words are found."""
    pages = matching(structures(page), words).select_related("area").order_by("title", "pk")
    return [row(each, page, request, []) for each in pages.defer("body")[:MOST]]


def row(structure: Any, page: ExchangePage, request: HttpRequest, reasons: list[str]) -> dict[str, Any]:
    """A structure, as the list shows it."""
    network = networks_of(request).get(structure.origin_site_id or 0) if structure.is_copy else None
    return {
        "structure": structure,
        "network": network.short_name if network else "",
        "where": str(structure.area or ""),
        "reasons": reasons,
        "url": url("propose_to", page.pk, structure.pk),
    }
