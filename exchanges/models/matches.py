"""Matches: who could answer whom, each pair stored once with its reasons."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Tier(models.IntegerChoices):
    """How much two pages have to do with each other; within a tier nobody comes before anybody."""

    DIRECT = 1, _("just what is asked for")
    CLOSE = 2, _("close to it")
    WORTH_A_LOOK = 3, _("worth a look")


class MatchQuerySet(models.QuerySet["Match"]):
    """Questions asked of matches."""

    def current(self) -> Self:
        """Those that still hold."""
        return self.filter(ended_at=None)

    def of(self, origins: "models.QuerySet | list[int]") -> Self:
        """Those in which one of these origin pages has a part, on either side."""
        return self.filter(Q(exchange__in=origins) | Q(counterpart__in=origins))


class Match(models.Model):
    """An exchange, and an exchange or a structure that could answer it. Both are origins, never copies.

    Of an offer and a need, `exchange` is the need; of two that could be pooled, the older one.
    `reasons` are facts, put into words when they are shown: `themes` (codes), `methods` (codes), `km`
    (None where a place is not known or is wide), `pooled`. A match that no longer holds is ended, not
    forgotten: people may have been told of it, and are not told twice.
    """

    exchange = models.ForeignKey("exchanges.ExchangePage", models.CASCADE, related_name="matches")
    counterpart = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="matched_by")
    tier = models.PositiveSmallIntegerField(choices=Tier)
    reasons = models.JSONField(default=dict)
    found_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Neither is an editor's reference: deleting a page must not warn of them.
    exchange.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    counterpart.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    objects: ClassVar[MatchQuerySet] = MatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = [models.UniqueConstraint(fields=["exchange", "counterpart"], name="match_once")]

    def __str__(self) -> str:
        return f"{self.exchange_id} ↔ {self.counterpart_id}"
