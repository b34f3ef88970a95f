"""An invitation to work for a network, sent to an address."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.registry import Duty


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions asked of invitations."""

    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; their time may be over."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def valid(self) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.open().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Roles in one network, offered to whoever reads the mail sent to an address."""

    network = models.ForeignKey(
        "wagtailcore.Site", models.CASCADE, related_name="invitations", verbose_name=_("network")
    )
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    duties = models.JSONField(_("roles"), default=list)
    message = models.TextField(_("a word from you"), max_length=1000, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    # Whoever reads the database must not be able to accept: only a digest of the link is kept.
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("open until"))
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("accepted by")
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Invitation"]] = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "network",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open_for_an_address",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_over(self) -> bool:
        """Whether its time ran out."""
        return self.expires_at <= timezone.now()

    @property
    def wanted(self) -> list[Duty]:
        """The roles that it offers."""
        return [Duty(code) for code in self.duties if code in set(Duty)]
