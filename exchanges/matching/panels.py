"""The tab of the editing screens that says who could answer."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import ObjectList, Panel
from wagtail.models import Site

from cms.core.disclosure import sharings_for
from exchanges.matching.shown import Counterpart, answering, sayer
from exchanges.models import ExchangePage, Match, OrganisationPage, Sense
from sites.models import NetworkSettings


def matches_tab() -> ObjectList:
    """The tab of offers, needs and structures."""
    return ObjectList([MatchesPanel()], heading=gettext_lazy("Matches"))


class MatchesPanel(Panel):
    """The pages that could answer this one, here or as far as they may be shown, each with its reasons."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "exchanges/admin/matches_panel.html"
        media = Media(css={"all": ["exchanges/admin/matches.css"]})

        def is_shown(self) -> bool:
            """Only what is saved, and of a kind that is matched."""
            return self.instance.pk is not None and isinstance(self.instance, ExchangePage | OrganisationPage)

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            page = self.instance
            site = page.get_site()
            over = not page.live or page.is_expired
            return {
                **super().get_context_data(parent_context),
                "over": over,
                "untold": not over and not page.themes.exists(),
                "groups": [] if over or site is None else groups(page, site),
            }


def groups(page: ExchangePage | OrganisationPage, site: Site) -> list[dict[str, Any]]:
    """The lists of the tab that are not empty: what each is called, and its rows."""
    role = NetworkSettings.objects.filter(site=site).values_list("role", flat=True).first()
    beyond = sharings_for(role) if role else []
    found = [
        (label, answering(page=page, site=site, kind=kind, beyond=beyond)) for label, kind in headings(page)
    ]
    say = sayer([each.match for _label, rows in found for each in rows])
    return [
        {"label": label, "rows": [row_of(each, site, say) for each in rows]} for label, rows in found if rows
    ]


def headings(page: ExchangePage | OrganisationPage) -> list[tuple[str, Any]]:
    """What is listed for such a page, by kind."""
    if isinstance(page, OrganisationPage):
        return [(_("Needs that it could answer"), ExchangePage)]
    if page.sense == Sense.OFFER:
        return [(_("Needs that it answers, and offers to pool with it"), ExchangePage)]
    return [
        (_("Offers that answer it, and needs to pool with it"), ExchangePage),
        (_("Structures that do this"), OrganisationPage),
    ]


def row_of(each: Counterpart, site: Site, say: Callable[[Match], list[str]]) -> dict[str, Any]:
    """What a line says. What stands on another site is read there: it can't be opened here."""
    page = each.page
    here = page.path.startswith(site.root_page.path)
    return {
        "title": page.title,
        "sense": page.get_sense_display() if isinstance(page, ExchangePage) else "",
        "summary": page.summary,
        "where": str(page.area or ""),
        "url": page.full_url or "",
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if here else "",
        "elsewhere": "" if here else page.get_site().site_name,
        "tier": each.match.tier,
        "tier_label": each.match.get_tier_display(),
        "reasons": say(each.match),
    }
