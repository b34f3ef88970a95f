"""Exchanges: an offer or a need."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.search import index

from cms.core.models import ContactPoint, SharedPage
from exchanges.forms import ExchangeForm
from exchanges.models.methods import ExchangeType
from exchanges.panels import exchange_panels

# Fields of the home network that tell how it helped.
HELPED = ("relaunched_at", "widened_from")


class Sense(models.TextChoices):
    """Which way it goes."""

    OFFER = "offer", _("I offer")
    NEED = "need", _("I am looking for")


class ExchangeTag(TaggedItemBase):
    """A free keyword of an exchange."""

    content_object = ParentalKey(
        "exchanges.ExchangePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ExchangeContact(ContactPoint):
    """A contact point given for one exchange."""

    page = ParentalKey("exchanges.ExchangePage", on_delete=models.CASCADE, related_name="contacts")


class ExchangePage(SharedPage):
    """An offer or a need, of a structure or of a person."""

    sense = models.CharField(_("sense"), max_length=5, choices=Sense, db_index=True)
    type = models.CharField(_("type"), max_length=12, choices=ExchangeType, db_index=True)
    methods = ParentalManyToManyField(
        "exchanges.Method",
        blank=True,
        related_name="+",
        verbose_name=_("methods"),
        help_text=_("How it can be settled; only what fits the type can be ticked."),
    )
    terms = models.CharField(
        _("price or terms"),
        max_length=200,
        blank=True,
        help_text=_("For example: €300 a month, or: to be fetched on the spot."),
    )
    organisation = models.ForeignKey(
        "exchanges.OrganisationPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="exchanges",
        verbose_name=_("for which structure"),
    )
    contact_name = models.CharField(
        _("whom to ask for"),
        max_length=100,
        blank=True,
        help_text=_("The first name is enough."),
    )
    # Of its home only: why it is not shown, though it was published once.
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Also of its home only: how its network helped it on. No draft brings back an older state of these.
    relaunched_at = models.DateTimeField(null=True, blank=True, editable=False)
    widened_from = models.ForeignKey(
        "core.Area", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    widened_from.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    tags = ClusterTaggableManager(
        through=ExchangeTag,
        blank=True,
        verbose_name=_("keywords"),
        help_text=_("Separated by commas. “région” sends the page to the regional platform."),
    )

    shared_fields = (
        *SharedPage.shared_fields,
        "sense",
        "type",
        "terms",
        "organisation",
        "contact_name",
    )
    shared_relations = (*SharedPage.shared_relations, "methods")
    shared_references: ClassVar[tuple[str, ...]] = ("organisation",)
    variants: ClassVar[Mapping[str, tuple[Any, Mapping[str, Any]]]] = {
        "offer": (_("offers"), {"sense": Sense.OFFER}),
        "need": (_("needs"), {"sense": Sense.NEED}),
    }
    index_model = "exchanges.ExchangeIndexPage"
    exclude_fields_in_copy = [*SharedPage.exclude_fields_in_copy, *HELPED]

    parent_page_types: ClassVar[list[str]] = ["exchanges.ExchangeIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("An offer or a need.")
    search_fields = [
        *SharedPage.search_fields,
        index.FilterField("sense"),
        index.FilterField("type"),
    ]
    base_form_class = ExchangeForm
    content_panels = exchange_panels()
    promote_panels = []
    settings_panels = []

    class Meta:
        verbose_name = _("offer or need")
        verbose_name_plural = _("offers and needs")

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """The page as the revision says, but for how its network helped it on."""
        page: Self = super().with_content_json(content)
        page.relaunched_at, page.widened_from_id = self.relaunched_at, self.widened_from_id
        return page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template shows of it to this reader."""
        from exchanges.presenters import exchange_context

        return {**super().get_context(request, *args, **kwargs), **exchange_context(self, request)}
