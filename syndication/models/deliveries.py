"""The ledger: where each page is, was, waits or is refused, and why."""

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a delivery stands."""

    PENDING = "pending", _("waiting for a decision")
    HELD = "held", _("held back by its author")
    LIVE = "live", _("shown")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    FAILED = "failed", _("failed")


class Decision(models.TextChoices):
    """What somebody of the receiving network said of a page."""

    NONE = "", _("none yet")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")


# What the receiving network may know of: a page held back by its author is not for its eyes.
KNOWN_TO_TARGET = [State.PENDING, State.LIVE, State.REFUSED, State.WITHDRAWN, State.FAILED]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions asked of the ledger."""

    def known_to_target(self) -> "DeliveryQuerySet":
        """Deliveries of which the receiving network may know."""
        return self.filter(state__in=KNOWN_TO_TARGET)

    def with_local_fields(self, rows: "Collection[Delivery]") -> "DeliveryQuerySet":
        """Those of these deliveries of which the receiving site's editors said something."""
        said = Q(featured=True) | ~Q(editor_note="") | Q(local_themes__isnull=False)
        return self.filter(said, pk__in=[row.pk for row in rows]).distinct()

    def waiting(self) -> "DeliveryQuerySet":
        """Deliveries that somebody has to decide."""
        return self.filter(state=State.PENDING)


class Delivery(models.Model):
    """One page on one site other than its own: at most one row each.

    `title` is what the receiving network was told, and is empty once the page was taken back.
    `path` is where the copy stands or stood, for the answer 410.
    `digest` is of the content last written; `seen_at` the `changed_at` of the origin then.
    """

    uid = models.UUIDField(editable=False)
    kind = models.CharField(_("what"), max_length=80, editable=False)
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="deliveries",
        verbose_name=_("original"),
    )
    network = models.ForeignKey(
        "wagtailcore.Site",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="deliveries_out",
        verbose_name=_("from"),
    )
    target = models.ForeignKey(
        "wagtailcore.Site",
        models.CASCADE,
        editable=False,
        related_name="deliveries_in",
        verbose_name=_("to"),
    )
    copy = models.OneToOneField(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="delivery",
        verbose_name=_("copy"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, editable=False, db_index=True)
    rule = models.ForeignKey(
        "syndication.SyndicationRule",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="deliveries",
        verbose_name=_("by the rule"),
    )
    via = models.ForeignKey(
        "wagtailcore.Site",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by way of"),
    )
    title = models.CharField(_("title"), max_length=255, blank=True, editable=False)
    path = models.CharField(max_length=500, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)

    decision = models.CharField(
        _("decision"), max_length=8, choices=Decision, blank=True, default=Decision.NONE, editable=False
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, editable=False)

    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)
    state_at = models.DateTimeField(_("since"), editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    error = models.CharField(_("last error"), max_length=500, blank=True, editable=False)

    # Local to the receiving site; the engine never overwrites them.
    featured = models.BooleanField(_("put first on this site"), default=False)
    editor_note = models.CharField(_("word from this site’s editors"), max_length=300, blank=True)
    local_themes = models.ManyToManyField(
        "core.Theme", blank=True, related_name="+", verbose_name=_("themes added on this site")
    )

    objects: ClassVar[models.Manager["Delivery"]] = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["uid", "target"], name="delivery_once")]
        indexes = [
            models.Index(fields=["target", "state"], name="delivery_target_state"),
            models.Index(fields=["target", "path"], name="delivery_path"),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.uid} → {self.target}"
