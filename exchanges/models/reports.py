"""What people report: an announcement, a sheet or a message that should not stand as it does."""

import json
from hashlib import sha256
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Complaint(models.TextChoices):
    """What is wrong."""

    WRONG = "wrong", _("Something in it is wrong")
    CLOSED = "closed", _("It is over, or the structure has closed")
    CHARTER = "charter", _("It goes against the charter")
    DUPLICATE = "duplicate", _("It is here twice")
    PRIVATE = "private", _("It shows private data")
    ABUSE = "abuse", _("This message is abusive or unwanted")


class Verdict(models.TextChoices):
    """What the moderators made of it."""

    OPEN = "open", _("Waits for a decision")
    KEPT = "kept", _("Stays as it is")
    MENDED = "mended", _("Corrected")
    REMOVED = "removed", _("Taken off")
    PASSED_ON = "passed_on", _("With the ethics committee")


UNDECIDED = (Verdict.OPEN, Verdict.PASSED_ON)
# Somebody was right to report.
UPHELD = (Verdict.MENDED, Verdict.REMOVED)


def once_of(*said: str | int | None) -> str:
    """The same for two reports of which all these are the same: about what, by whom, in which words."""
    return sha256(json.dumps(said).encode()).hexdigest()


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions asked of reports."""

    def open(self) -> Self:
        """Those that wait for the network's moderators, or for the committee."""
        return self.filter(verdict__in=UNDECIDED)

    def contested(self) -> Self:
        """Those to which the author replied, and about which nobody decided since."""
        unheard = models.Q(verdict__in=UNDECIDED) | models.Q(decided_at__lt=models.F("replied_at"))
        return self.filter(unheard, replied_at__isnull=False)

    def to_decide(self) -> Self:
        """Those that wait for the network's moderators: new, contested, or back from the committee."""
        advised = models.Q(committee_decided_at__gt=models.F("decided_at"))
        return self.filter(
            models.Q(verdict__in=UNDECIDED)
            | models.Q(decided_at__lt=models.F("replied_at"), replied_at__isnull=False)
            | advised
        )


class Report(models.Model):
    """A page or a message that somebody reported to the moderators of its home network.

    Who reported it is known to the moderators only. `committee_at`: since when the ethics committee of
    the hub has it on its list.
    """

    network = models.ForeignKey(
        "wagtailcore.Site", models.CASCADE, related_name="reports", verbose_name=_("network")
    )
    # The origin, never a copy.
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, null=True, related_name="reports")
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    message = models.ForeignKey("exchanges.Message", models.CASCADE, null=True, related_name="reports")
    title = models.CharField(_("about"), max_length=255)
    complaint = models.CharField(_("what is wrong"), max_length=10, choices=Complaint)
    text = models.TextField(_("in your words"), max_length=2000, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    email = models.EmailField(_("your e-mail address"), blank=True)
    # What makes a report the same as another (`once_of`); none for who reported it and is forgotten.
    once = models.CharField(max_length=64, null=True)  # noqa: DJ001 - unique where there is one
    created_at = models.DateTimeField(_("reported on"), auto_now_add=True)
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict, default=Verdict.OPEN)
    decided_at = models.DateTimeField(_("decided on"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    reply = models.TextField(_("what the author says"), max_length=2000, blank=True)
    replied_at = models.DateTimeField(null=True)
    committee_at = models.DateTimeField(_("with the ethics committee since"), null=True)
    # What the committee advises; the home network decides.
    committee_verdict = models.CharField(
        _("what the committee advises"), max_length=10, choices=Verdict, blank=True
    )
    committee_reason = models.TextField(_("reason of the committee"), max_length=2000, blank=True)
    committee_decided_at = models.DateTimeField(null=True)
    committee_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        permissions = [("judge_report", "Can advise on reports that were passed on")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=False) | models.Q(message__isnull=False),
                name="report_about_something",
            ),
            # Of a message one says once what one thinks; of a page again, after somebody decided.
            models.UniqueConstraint(
                fields=["once"],
                condition=models.Q(message__isnull=False) | models.Q(verdict="open"),
                name="report_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether nobody decided yet."""
        return self.verdict in UNDECIDED

    @property
    def is_contested(self) -> bool:
        """Whether the author replied, and nobody decided since."""
        if self.replied_at is None:
            return False
        return self.is_open or self.decided_at is None or self.replied_at > self.decided_at

    @property
    def waits(self) -> bool:
        """Whether the network's moderators have to decide, for the first time or once more."""
        advised, decided = self.committee_decided_at, self.decided_at
        return self.is_open or self.is_contested or bool(advised and decided and advised > decided)
