"""Methods: by what an exchange is settled (source: reference/lists.md)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models.terms import Labelled

ESS = "http://ns.economie-solidaire.fr/ess#"


class ExchangeType(models.TextChoices):
    """What is exchanged."""

    PRODUCT = "product", _("Product, equipment")
    SERVICE = "service", _("Service")
    SKILL = "skill", _("Skill")
    PREMISES = "premises", _("Premises, land")
    PARTNERSHIP = "partnership", _("Partnership, joint answer")
    QUESTION = "question", _("Question, discussion")


# Types for which no method need be said.
WITHOUT_METHOD = {ExchangeType.PARTNERSHIP, ExchangeType.QUESTION}


class Method(Labelled):
    """A way of settling an exchange, allowed for some types of exchange only."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    types = models.JSONField(_("types"), default=list)
    uri_fragment = models.CharField(_("fragment of its identifier"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")
        ordering: ClassVar[list[str]] = ["sort_order", "label"]

    @property
    def uri(self) -> str:
        """The identifier of the method in the ESS vocabulary."""
        return f"{ESS}{self.uri_fragment}"

    def allows(self, exchange_type: str) -> bool:
        """Whether an exchange of that type can be settled so."""
        return exchange_type in self.types
