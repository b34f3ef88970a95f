"""Who speaks for which structure."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Standing(models.TextChoices):
    """Whether somebody speaks for a structure."""

    ASKED = "asked", _("Waits for a confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", pgettext_lazy("claim", "Refused")
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
    organisation.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
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
    # Refused or gone, one may ask again: each time is told of by itself.
    times = models.PositiveSmallIntegerField(default=1)
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


class StructureInvitationQuerySet(models.QuerySet["StructureInvitation"]):
    """Questions asked of invitations to a structure."""

    def open(self) -> Self:
        """Neither accepted nor withdrawn; their time may be over."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def valid(self) -> Self:
        """Those that can still be accepted."""
        return self.open().filter(expires_at__gt=timezone.now())


class StructureInvitation(models.Model):
    """A place among those who speak for a structure, offered to whoever reads the mail sent to an address.

    It names no account: whether there is one is nobody's business before its owner answers.
    """

    organisation = models.ForeignKey(
        "exchanges.OrganisationPage", models.CASCADE, related_name="invitations", verbose_name=_("structure")
    )
    organisation.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    email = models.EmailField(_("e-mail address"))
    role = models.ForeignKey(
        "core.Term", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("role")
    )
    message = models.CharField(_("a word from you"), max_length=500, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("open until"))
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("accepted by")
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[StructureInvitationQuerySet] = StructureInvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("invitation to a structure")
        verbose_name_plural = _("invitations to structures")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="structure_invitation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.organisation})"

    @property
    def is_over(self) -> bool:
        """Whether its time ran out."""
        return self.expires_at <= timezone.now()
