"""Answers that are not in a conversation yet: a visitor's until confirmed, a structure's until it joins."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PendingAnswer(models.Model):
    """What a visitor without an account wrote, until they confirm their address; erased after three days.

    `site` is where they wrote it. Once confirmed, the words are in the conversation and no longer here;
    `party` stays, so that a second click on the link of the mail leads there.
    """

    exchange = models.ForeignKey("exchanges.ExchangePage", models.CASCADE, related_name="pending_answers")
    exchange.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    site = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    email = models.EmailField()
    body = models.TextField()
    # Of the link that confirms it.
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    confirmed_at = models.DateTimeField(null=True)
    party = models.ForeignKey("exchanges.Party", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("answer to be confirmed")
        verbose_name_plural = _("answers to be confirmed")

    def __str__(self) -> str:
        return self.name


class AnswerInvite(models.Model):
    """A structure (its origin) that those who answer asked to answer with them."""

    conversation = models.ForeignKey("exchanges.Conversation", models.CASCADE, related_name="invites")
    organisation = models.ForeignKey("exchanges.OrganisationPage", models.CASCADE, related_name="+")
    organisation.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    by = models.ForeignKey("exchanges.Party", models.SET_NULL, null=True, related_name="+")
    words = models.CharField(_("a word"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("invitation to answer together")
        verbose_name_plural = _("invitations to answer together")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "organisation"], name="answer_invite_once"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
