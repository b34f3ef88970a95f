"""What people are told, how often they want to be told, and the searches that watch for them."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What somebody is told about; each kind has its own pace."""

    MATCH = "match", _("An offer or a need that fits")
    ALERT = "alert", _("Something new for one of my alerts")
    ANSWER = "answer", _("Answers and messages")
    OUTCOME = "outcome", _("How an exchange ended")
    PAGE = "page", _("What becomes of my announcements")
    STRUCTURE = "structure", _("The life of my structures")


class Pace(models.TextChoices):
    """How soon somebody wants a mail."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never: I read them in my space")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions asked of notices."""

    def unread(self) -> Self:
        """Those not looked at yet."""
        return self.filter(read_at=None)

    def due(self, now: object) -> Self:
        """Those whose mail should have left by now."""
        return self.filter(mailed_at=None, mail_due_at__lte=now)


class Notice(models.Model):
    """Something that one person is told once, in the name of one network.

    `subject` is what it is about ("exchange:12", "message:7"): by whatever path a second one comes, there
    is one notice a person and subject. `facts` are what the words are made of when it is shown (title,
    reasons, names); they hold nothing that its reader may not see. `mail_due_at` is empty where no mail
    is wanted; the notice stands in the person's space all the same.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    network = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    event = models.CharField(max_length=30)
    subject = models.CharField(max_length=100)
    # The origin, never a copy: shown at its counterpart on the reader's site.
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, null=True, related_name="notices")
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    conversation = models.ForeignKey(
        "exchanges.Conversation", models.CASCADE, null=True, related_name="notices"
    )
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    read_at = models.DateTimeField(null=True)
    # Of a match: not for me, and why.
    declined_at = models.DateTimeField(null=True)
    declined_why = models.CharField(max_length=20, blank=True)
    # How its mail leaves: alone, or with others in a digest.
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.AT_ONCE)
    mail_due_at = models.DateTimeField(null=True, db_index=True)
    mailed_at = models.DateTimeField(null=True)

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["person", "subject"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"


class NoticePace(models.Model):
    """How soon somebody wants mails about one kind of thing; without a row, what the kind says."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_paces")
    kind = models.CharField(max_length=10, choices=Kind)
    pace = models.CharField(max_length=10, choices=Pace)

    class Meta:
        verbose_name = _("pace of notices")
        verbose_name_plural = _("paces of notices")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notice_pace_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.pace}"


class Mailbox(models.Model):
    """What is known of an address to which mails go: quiet hours, and whether it still takes them."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="mailbox")
    quiet_from = models.TimeField(_("no mail from"), null=True, blank=True)
    quiet_until = models.TimeField(_("to"), null=True, blank=True)
    refusals = models.PositiveSmallIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return self.email


class AlertQuerySet(models.QuerySet["Alert"]):
    """Questions asked of alerts."""

    def watching(self) -> Self:
        """Confirmed ones that nobody ended."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class Alert(models.Model):
    """A search that somebody has watched, with or without an account.

    `query` is the query string of the list on which it was saved, `kind` of which list.
    """

    network = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="alerts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="alerts")
    email = models.EmailField(_("e-mail address"), blank=True)
    kind = models.CharField(max_length=12)
    query = models.CharField(max_length=1000, blank=True)
    label = models.CharField(_("name"), max_length=200)
    pace = models.CharField(_("how often"), max_length=10, choices=Pace, default=Pace.DAILY)
    # Of the link that confirms it and ends it.
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[AlertQuerySet] = AlertQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")

    def __str__(self) -> str:
        return self.label


class AlertHit(models.Model):
    """A page of which the holder of an alert was told, or is about to be."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="hits")
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    found_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("page found by an alert")
        verbose_name_plural = _("pages found by alerts")
        constraints = [models.UniqueConstraint(fields=["alert", "page"], name="alert_hit_once")]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.page_id}"
