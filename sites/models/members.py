"""Members: people who take part on the site of a network, without working for it."""

import re
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions asked of memberships."""

    def current(self) -> Self:
        """Those of people who are still members and were not excluded."""
        return self.filter(left_at=None, excluded_at=None)


class Membership(models.Model):
    """A person on the site of a network: has accepted its charter, and is written to in its name.

    `charter_version` says which text was accepted: the revision of the charter's page and its date.
    `trusted_at`: since when what they publish is not read first, where the network reads the first ones.
    """

    network = models.ForeignKey(
        "wagtailcore.Site", models.CASCADE, related_name="memberships", verbose_name=_("network")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    joined_at = models.DateTimeField(_("member since"), auto_now_add=True)
    left_at = models.DateTimeField(_("left on"), null=True, blank=True)
    charter_version = models.CharField(_("charter accepted"), max_length=120, blank=True)
    charter_accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    trusted_at = models.DateTimeField(_("publishes without review since"), null=True, blank=True)
    excluded_at = models.DateTimeField(_("excluded on"), null=True, blank=True)
    excluded_why = models.CharField(_("why excluded"), max_length=300, blank=True)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(fields=["network", "person"], name="membership_once")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def charter_day(self) -> date | None:
        """The day of the text that was accepted, for people: they do not know revisions by their numbers."""
        found = re.search(r"\((\d{4}-\d{2}-\d{2})\)$", self.charter_version)
        return date.fromisoformat(found[1]) if found else None
