"""Organisations: the sheet (fiche) of a structure."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.search import index

from cms.core.models import Audience, ContactPoint, SharedPage
from exchanges.panels import organisation_panels


class OrganisationTag(TaggedItemBase):
    """A free keyword of an organisation."""

    content_object = ParentalKey(
        "exchanges.OrganisationPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class OrganisationContact(ContactPoint):
    """A contact point of an organisation."""

    page = ParentalKey("exchanges.OrganisationPage", on_delete=models.CASCADE, related_name="contacts")


def _term(vocabulary: str, label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "core.Term",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": vocabulary},
        verbose_name=label,
    )


def validate_siret(value: str) -> None:
    """Raise ValidationError unless the value is 14 digits with a right checksum (Luhn; La Poste aside)."""
    if not (value.isdigit() and len(value) == 14):
        raise ValidationError(_("A SIRET has 14 digits."))
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(value)]
    luhn = sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
    la_poste = value.startswith("356000000") and sum(map(int, value)) % 5 == 0
    if not (luhn or la_poste):
        raise ValidationError(_("This SIRET has a misprint: its check digit is wrong."))


class OrganisationPage(SharedPage):
    """A member structure's sheet."""

    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    siret = models.CharField(
        _("SIRET"),
        max_length=14,
        blank=True,
        db_index=True,
        validators=[validate_siret],
        help_text=_("14 digits, without spaces. Leave it empty if the structure has none."),
    )
    legal_status = _term("legal_status", _("legal status"))
    family = _term("family", _("family"))
    inclusion = _term("inclusion", _("inclusion by economic activity"))
    agreements = ParentalManyToManyField(
        "core.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "agreement"},
        verbose_name=_("agreements"),
    )
    customers = ParentalManyToManyField(
        "core.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "customer"},
        verbose_name=_("customers"),
    )
    founded_year = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1500), MaxValueValidator(2100)],
    )
    workforce = models.DecimalField(
        _("workforce"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In full-time equivalents."),
    )
    address = models.CharField(_("street and number"), max_length=250, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("post town"), max_length=100, blank=True)
    address_audience = models.CharField(
        _("address seen by"),
        max_length=10,
        choices=Audience,
        default=Audience.PUBLIC,
        help_text=_("Those who may not see it are shown the commune only."),
    )
    action_area = models.ForeignKey(
        "core.Area",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("area of action"),
        help_text=_("How far the structure goes, where that is further than its surroundings."),
    )
    action_area.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    opening_hours = models.CharField(_("opening hours"), max_length=250, blank=True)
    tags = ClusterTaggableManager(
        through=OrganisationTag,
        blank=True,
        verbose_name=_("keywords"),
        help_text=_("Separated by commas. “région” sends the page to the regional platform."),
    )

    shared_fields = (
        *SharedPage.shared_fields,
        "acronym",
        "siret",
        "legal_status",
        "family",
        "inclusion",
        "founded_year",
        "workforce",
        "address",
        "postcode",
        "city",
        "address_audience",
        "action_area",
        "opening_hours",
    )
    shared_relations = (*SharedPage.shared_relations, "agreements", "customers")
    guarded_fields: ClassVar[Mapping[str, str]] = {
        "address": "address_audience",
        "postcode": "address_audience",
        "city": "address_audience",
        "location": "address_audience",
    }
    index_model = "exchanges.OrganisationIndexPage"
    schema_type: ClassVar[str] = "Organization"

    parent_page_types: ClassVar[list[str]] = ["exchanges.OrganisationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("The sheet of a member structure.")
    found_by = (*SharedPage.found_by, "acronym")
    search_fields = [
        *SharedPage.search_fields,
        index.SearchField("acronym"),
    ]
    content_panels = organisation_panels()
    promote_panels = []
    settings_panels = []

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template shows of it to this reader."""
        from exchanges.presenters import organisation_context

        return {**super().get_context(request, *args, **kwargs), **organisation_context(self, request)}
