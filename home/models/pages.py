"""The root page of a network and its plain pages."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from cms.core.blocks import EditorialBlock
from cms.core.fields import StreamField
from cms.core.kept import KeptPage


class HomePage(KeptPage):
    """The first page of a network's site."""

    tagline = models.CharField(_("first sentence"), max_length=200, blank=True)
    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels: list[Any] = [
        *Page.content_panels,
        FieldPanel("tagline"),
        FieldPanel("intro"),
        InlinePanel("portraits", heading=_("Members in portrait"), label=_("member"), max_num=2),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    page_description = _("The first page of a network’s site.")

    class Meta:
        verbose_name = _("home page")

    @classmethod
    def for_network(cls, title: str, slug: str) -> "HomePage":
        """An unsaved home page for a network that is being laid out."""
        return cls(title=title, slug=slug)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What is new on this site."""
        from home.presenters import home_context

        return {**super().get_context(request, *args, **kwargs), **home_context(self, request)}


class Portrait(Orderable):
    """A member shown on the home page."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="portraits")
    organisation = models.ForeignKey(
        "exchanges.OrganisationPage", models.CASCADE, related_name="+", verbose_name=_("structure")
    )

    panels: ClassVar[list[Any]] = [PageChooserPanel("organisation", page_type="exchanges.OrganisationPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("portrait")


class ContentPage(Page):
    """A plain page: charter, about, legal notice."""

    intro = models.CharField(_("in one sentence"), max_length=250, blank=True)
    body = StreamField(EditorialBlock(), blank=True, verbose_name=_("text"))

    content_panels: list[Any] = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["home.ContentPage"]
    page_description = _("A text: about, charter, legal notice.")

    class Meta:
        verbose_name = _("page")
