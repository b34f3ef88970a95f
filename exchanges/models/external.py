"""What a page is called in the file that it came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExternalId(models.Model):
    """The stable identifier of an imported page: an import run twice finds it again.

    `values` are those that the last import brought: a field that says something else was edited since.
    """

    site = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="+", verbose_name=_("network"))
    page = models.OneToOneField(
        "wagtailcore.Page", models.CASCADE, related_name="external_id", verbose_name=_("page")
    )
    source = models.CharField(_("source"), max_length=60)
    value = models.CharField(_("identifier"), max_length=200)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    values = models.JSONField(default=dict, blank=True, editable=False)
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("external identifier")
        verbose_name_plural = _("external identifiers")
        constraints = [
            models.UniqueConstraint(fields=["site", "source", "value"], name="external_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.value}"
