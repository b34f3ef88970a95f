"""Matches: who could answer whom, each pair stored once with its reasons; and who was told of it."""

from collections.abc import Collection
from typing import ClassVar, Self
from zlib import crc32

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Tier(models.IntegerChoices):
    """How much two pages have to do with each other; within a tier nobody comes before anybody."""

    DIRECT = 1, _("just what is asked for")
    CLOSE = 2, _("close to it")
    WORTH_A_LOOK = 3, _("worth a look")


class Why(models.TextChoices):
    """Why somebody who was told of something has no use for it."""

    TRADE = "trade", _("It is not what we do")
    FAR = "far", _("It is too far")
    BUSY = "busy", _("We have no time for it at present")
    TERMS = "terms", _("The conditions don’t suit us")
    OTHER = "other", _("Another reason")


def draw_of(exchange: int, counterpart: int) -> int:
    """A number drawn for a pair, always the same one: within a tier the lowest comes first."""
    return crc32(f"{exchange} {counterpart}".encode()) >> 1


class MatchQuerySet(models.QuerySet["Match"]):
    """Questions asked of matches."""

    def current(self) -> Self:
        """Those that still hold."""
        return self.filter(ended_at=None)

    def of(self, origins: "models.QuerySet | list[int]") -> Self:
        """Those in which one of these origin pages has a part, on either side."""
        return self.filter(Q(exchange__in=origins) | Q(counterpart__in=origins))

    def told_to(self, addressees: Collection[str]) -> Self:
        """Those of which these structures or people were told."""
        return self.filter(addressee__in=addressees, told_at__isnull=False)


class Match(models.Model):
    """An exchange, and an exchange or a structure that could answer it. Both are origins, never copies.

    Of an offer and a need, `exchange` is the need; of two that could be pooled, the older one.
    `reasons` are facts, put into words when they are shown: `themes` (codes), `methods` (codes), `km`
    (None where a place is not known or is wide), `pooled`. A match that no longer holds is ended, not
    forgotten: people may have been told of it, and are not told twice.

    `news` is the end that was told, `addressee` who was told of it: "org:12" the people of a structure,
    "person:7" somebody who publishes in their own name. Empty until then. `draw` is the place of the match
    within its tier, by lot.
    """

    exchange = models.ForeignKey("exchanges.ExchangePage", models.CASCADE, related_name="matches")
    counterpart = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="matched_by")
    tier = models.PositiveSmallIntegerField(choices=Tier)
    reasons = models.JSONField(default=dict)
    draw = models.PositiveIntegerField(default=0)
    found_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    news = models.ForeignKey("exchanges.ExchangePage", models.CASCADE, null=True, related_name="tellings")
    addressee = models.CharField(max_length=30, blank=True)
    told_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_why = models.CharField(max_length=10, choices=Why, blank=True)
    # Neither is an editor's reference: deleting a page must not warn of them.
    exchange.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    counterpart.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    news.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    objects: ClassVar[MatchQuerySet] = MatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = [models.UniqueConstraint(fields=["exchange", "counterpart"], name="match_once")]
        # The week of a structure, and what waits to be told.
        indexes = [
            models.Index(fields=["addressee", "told_at"], name="match_told"),
            models.Index(fields=["found_at"], condition=Q(told_at=None, ended_at=None), name="match_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id} ↔ {self.counterpart_id}"


class Reserve(models.Model):
    """What somebody who said “not for me” is not told of any more: a theme by itself, or what lies farther.

    `addressee` as in matches. A theme, or else `within_km`.
    """

    addressee = models.CharField(max_length=30, db_index=True)
    theme = models.ForeignKey("core.Theme", models.CASCADE, null=True, related_name="+")
    within_km = models.PositiveSmallIntegerField(null=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reserve")
        verbose_name_plural = _("reserves")
        constraints = [
            models.UniqueConstraint(
                fields=["addressee", "theme"], condition=Q(theme__isnull=False), name="reserve_theme_once"
            ),
            models.UniqueConstraint(fields=["addressee"], condition=Q(theme=None), name="reserve_reach_once"),
        ]

    def __str__(self) -> str:
        return str(self.theme or f"{self.within_km} km")
