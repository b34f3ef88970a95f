"""What this app lays out in a new network: the index page of each kind."""

from django.utils.text import slugify
from wagtail.models import Page, Site

from cms.core.registry import network_part
from exchanges.models import ExchangeIndexPage, OrganisationIndexPage

INDEXES: tuple[tuple[type[Page], str], ...] = (
    (ExchangeIndexPage, "Échanges"),
    (OrganisationIndexPage, "Annuaire"),
)


@network_part
def create_indexes(site: Site) -> None:
    """Give the network its index pages; those it has already are left alone."""
    for model, title in INDEXES:
        if not model.objects.child_of(site.root_page).exists():
            site.root_page.add_child(instance=model(title=title, slug=slugify(title), show_in_menus=True))
