"""Who speaks for which structure."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Whether somebody speaks for a structure."""

    ASKED = "asked", _("Waits for a confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class Way(models.TextChoices):
    """How somebody came to speak for a structure."""

    REGISTERED = "registered", _("Registered the structure")
    EMAIL = "email", _("Confirmed by the structure’s address")
    NETWORK = "network", _("Confirmed by the network")
    INVITED = "invited", _("Invited by the structure")


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    """Questions asked of involvements."""

    def confirmed(self) -> Self:
        """Those that hold."""
        return self.filter(standing=Standing.CONFIRMED)


class Involvement(models.Model):
    """A person who speaks, or asks to speak, for a structure: its origin page, never a copy."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="involvements", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        "exchanges.OrganisationPage",
        models.CASCADE,
        related_name="involvements",
        verbose_name=_("structure"),
    )
    role = models.ForeignKey(
        "core.Term",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "person_role"},
        verbose_name=_("role"),
    )
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.ASKED)
    way = models.CharField(_("how"), max_length=10, choices=Way, blank=True)
    message = models.CharField(_("a word to whoever decides"), max_length=500, blank=True)
    # Of the link sent to the structure's address: whoever reads the database can't confirm with it.
    digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(_("asked on"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)

    objects: ClassVar[InvolvementQuerySet] = InvolvementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("person of a structure")
        verbose_name_plural = _("people of structures")
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="involvement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.organisation})"
