"""Editable reference lists (source: reference/lists.md of the field)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Vocabulary(models.TextChoices):
    """The lists that an administrator may extend."""

    LEGAL_STATUS = "legal_status", _("Legal status")
    FAMILY = "family", _("Family")
    INCLUSION = "inclusion", _("Inclusion by economic activity")
    AGREEMENT = "agreement", _("Agreement")
    CUSTOMER = "customer", _("Customers")
    PERSON_ROLE = "person_role", _("Role of a person")


class Labelled(models.Model):
    """Something with a stable code and a label in two languages."""

    label = models.CharField(_("label"), max_length=120)
    label_en = models.CharField(_("label in English"), max_length=120, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The label in the language being read, else the French one."""
        return ((get_language() or "fr").startswith("en") and self.label_en) or self.label


class Term(Labelled):
    """One value of one reference list."""

    vocabulary = models.CharField(_("list"), max_length=20, choices=Vocabulary)
    code = models.SlugField(_("code"), max_length=60)
    uri = models.CharField(_("identifier elsewhere"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("reference lists")
        ordering: ClassVar[list[str]] = ["vocabulary", "sort_order", "label"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="term_code")]
