"""Conversations: an announcement, those who answer it, and how it ended."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AnswerState(models.TextChoices):
    """Where an answer stands (source: reference/lists.md)."""

    RECEIVED = "received", pgettext_lazy("answer", "Received")
    DISCUSSED = "discussed", _("In discussion")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")
    CONCLUDED = "concluded", pgettext_lazy("answer", "Concluded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (AnswerState.RECEIVED, AnswerState.DISCUSSED, AnswerState.AGREED)


class Side(models.TextChoices):
    """On which side of a conversation somebody is."""

    AUTHOR = "author", _("Author")
    ANSWER = "answer", _("Answer")


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Questions asked of conversations."""

    def open(self) -> Self:
        """Those that are not over."""
        return self.filter(state__in=OPEN_STATES)

    def of(self, person: Any) -> Self:
        """Those in which the person takes part."""
        mine = Party.objects.filter(person=person, left_at=None).values("conversation")
        return self.filter(pk__in=mine)


class Conversation(models.Model):
    """What is said between the author of an announcement and one who answers: one a pair.

    `exchange` is the origin; `title` stays when it is deleted. `answerer` says who answers: "org:12",
    "person:7", "mail:" and a digest of the address. `network` is the home of the announcement, whose
    moderators read what is reported. A visitor's conversation is opened, and the author told, when they
    have confirmed their address.
    """

    exchange = models.ForeignKey(
        "exchanges.ExchangePage", models.SET_NULL, null=True, related_name="conversations"
    )
    exchange.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    title = models.CharField(max_length=255)
    network = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="conversations")
    answerer = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.RECEIVED)
    state_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    last_message_at = models.DateTimeField(db_index=True)
    # How many times its author was asked how it ended, and when last.
    outcome_asked = models.PositiveSmallIntegerField(default=0)
    outcome_asked_at = models.DateTimeField(null=True)

    objects: ClassVar[ConversationQuerySet] = ConversationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        permissions = [("follow_conversation", "Can follow how announcements are answered")]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "answerer"], name="conversation_one_a_pair"),
        ]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """Somebody in a conversation: a member, or a visitor known by an address that nobody is shown.

    `site` is in whose name a visitor is written to: where they answered.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="parties")
    side = models.CharField(max_length=6, choices=Side)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="parties")
    email = models.EmailField(blank=True)
    site = models.ForeignKey("wagtailcore.Site", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150)
    organisation = models.ForeignKey(
        "exchanges.OrganisationPage", models.SET_NULL, null=True, related_name="+"
    )
    organisation.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("party of a conversation")
        verbose_name_plural = _("parties of conversations")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "person"],
                condition=models.Q(person__isnull=False),
                name="party_person_once",
            ),
            models.UniqueConstraint(
                fields=["conversation", "email"], condition=~models.Q(email=""), name="party_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """What a party wrote, in the space or by mail. `mail_id` keeps a mail from coming in twice."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    party = models.ForeignKey(Party, models.SET_NULL, null=True, related_name="messages")
    body = models.TextField()
    sent_at = models.DateTimeField(db_index=True)
    mail_id = models.CharField(max_length=255, null=True, unique=True)  # noqa: DJ001 - unique where there is one
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar[list[str]] = ["sent_at", "pk"]

    def __str__(self) -> str:
        return self.body[:60]


class Attachment(models.Model):
    """A file that came with a message: its content is checked, and only the parties read it."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="conversations/%Y/%m")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """A state that an answer came to: when, and by whom (nobody: by the clock)."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=AnswerState)
    at = models.DateTimeField()
    party = models.ForeignKey(Party, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("step of an answer")
        verbose_name_plural = _("steps of answers")
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.state} {self.at:%Y-%m-%d}"


class Block(models.Model):
    """Somebody who is not to write to a person any more."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    email = models.EmailField(blank=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [models.UniqueConstraint(fields=["person", "blocked", "email"], name="block_once")]

    def __str__(self) -> str:
        return str(self.blocked or self.email)


class Result(models.TextChoices):
    """How it ended (source: reference/lists.md)."""

    CONCLUDED = "concluded", _("Concluded")
    ELSEWHERE = "elsewhere", _("Found elsewhere")
    NO_ANSWER = "no_answer", _("No answer")
    TOO_FAR = "too_far", _("Too far")
    PRICE = "price", _("Price")
    TIMING = "timing", _("Timing")
    OTHER = "other", _("Other")


class Outcome(models.Model):
    """How an announcement ended, as its author says; with a `conversation`, with whom.

    The other side confirms or contests. Outside the network it counts only as a number.
    """

    exchange = models.ForeignKey(
        "exchanges.ExchangePage", models.SET_NULL, null=True, related_name="outcomes"
    )
    exchange.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    conversation = models.OneToOneField(Conversation, models.SET_NULL, null=True, related_name="outcome")
    network = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="outcomes")
    result = models.CharField(_("how it ended"), max_length=10, choices=Result)
    method = models.ForeignKey(
        "exchanges.Method", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("method")
    )
    value = models.DecimalField(
        _("value in euros"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    hours = models.DecimalField(
        _("hours"), max_digits=7, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    is_first = models.BooleanField(_("first exchange between them"), null=True)
    note = models.CharField(_("a word"), max_length=500, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    contested_at = models.DateTimeField(null=True)
    contest_note = models.CharField(_("what was different"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self) -> str:
        return self.get_result_display()
