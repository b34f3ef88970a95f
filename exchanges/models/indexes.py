"""Index pages: the lists of a network's site."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.core.kept import KeptPage


class IndexPage(KeptPage):
    """A list of one kind on one site, with filters; abstract."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels: list[Any] = [*KeptPage.content_panels, FieldPanel("intro")]
    stays_even_empty = True
    max_count_per_parent = 1  # type: ignore[assignment]  # Wagtail says None, and means any number

    class Meta:
        abstract = True


class OrganisationIndexPage(IndexPage):
    """The directory of a network."""

    subpage_types: ClassVar[list[str]] = ["exchanges.OrganisationPage"]
    page_description = _("The directory: every structure shown on this site.")

    class Meta:
        verbose_name = _("directory")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The structures that answer the filters of the address."""
        from exchanges.listing import organisations_listing

        return {**super().get_context(request, *args, **kwargs), **organisations_listing(self, request)}


class ExchangeIndexPage(IndexPage):
    """The offers and needs of a network."""

    subpage_types: ClassVar[list[str]] = ["exchanges.ExchangePage"]
    page_description = _("The exchanges: every offer and need shown on this site.")

    class Meta:
        verbose_name = _("exchanges")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The offers and needs that answer the filters of the address."""
        from exchanges.listing import exchanges_listing

        return {**super().get_context(request, *args, **kwargs), **exchanges_listing(self, request)}
