"""Rules: what goes from which networks to which."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import Tag

from cms.core.kinds import relation, tag_table
from cms.core.models import Area, SharedPage, Theme
from cms.core.registry import shared_kinds


class Mode(models.TextChoices):
    """Whether somebody looks before a page is shown."""

    AUTOMATIC = "automatic", _("shown at once")
    REVIEWED = "reviewed", _("shown once accepted")


class Match(models.TextChoices):
    """How a list of words is compared with a page's."""

    ANY = "any", _("at least one of them")
    ALL = "all", _("all of them")
    NONE = "none", _("none of them")


def variant_label(kind: type[SharedPage], code: str) -> str:
    """What a rule calls a variant of a kind: "exchanges.ExchangePage:need"."""
    return f"{kind._meta.label}:{code}"


def kind_labels(kind: type[SharedPage]) -> set[str]:
    """What a rule may call the kind and its variants."""
    return {kind._meta.label, *(variant_label(kind, code) for code in kind.variants)}


def named(names: Iterable[str]) -> Q:
    """The condition that a keyword is one of these, however it is written: "Bio" is "bio".

    SQLite folds only unaccented letters, hence the usual spellings beside.
    """
    found = Q(pk__in=[])
    for name in names:
        spellings = {name.lower(), name.upper(), name.capitalize(), name.title()}
        found |= Q(name__iexact=name) | Q(name__in=spellings)
    return found


class RuleQuerySet(models.QuerySet["SyndicationRule"]):
    """Questions asked of rules."""

    def active(self) -> "RuleQuerySet":
        """Rules in force, in the order in which they are tried: automatic ones first."""
        return (
            self.filter(active=True)
            .order_by("mode", "pk")
            .prefetch_related("sources", "targets", "themes", "tags")
            .select_related("area")
        )


class SyndicationRule(ClusterableModel):
    """Pages of some networks that match are shown on others.

    A condition left empty lets everything through. A rule whose source is the hub takes
    what the hub itself received: that is how the hub redistributes.
    """

    name = models.CharField(_("name"), max_length=120)
    network = models.ForeignKey(
        "wagtailcore.Site",
        models.CASCADE,
        related_name="syndication_rules",
        verbose_name=_("kept by"),
        help_text=_("The network whose people may change this rule."),
    )
    sources = ParentalManyToManyField("wagtailcore.Site", related_name="rules_from", verbose_name=_("from"))
    targets = ParentalManyToManyField("wagtailcore.Site", related_name="rules_to", verbose_name=_("to"))
    kinds = models.JSONField(_("what"), default=list, blank=True)
    themes = ParentalManyToManyField(
        "core.Theme",
        blank=True,
        related_name="+",
        verbose_name=_("themes"),
        help_text=_("Narrower themes count."),
    )
    theme_match = models.CharField(_("themes of the page"), max_length=4, choices=Match, default=Match.ANY)
    tags = ParentalManyToManyField("taggit.Tag", blank=True, related_name="+", verbose_name=_("keywords"))
    tag_match = models.CharField(_("keywords of the page"), max_length=4, choices=Match, default=Match.ANY)
    area = models.ForeignKey(
        "core.Area",
        # Without its area, a rule would take what is anywhere.
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("area"),
        help_text=_("Pages placed in it or in a part of it."),
    )
    mode = models.CharField(_("when"), max_length=10, choices=Mode, default=Mode.REVIEWED)
    active = models.BooleanField(_("in force"), default=True)

    objects: ClassVar[models.Manager["SyndicationRule"]] = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sharing rule")
        verbose_name_plural = _("sharing rules")
        ordering: ClassVar[list[str]] = ["network", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError for a kind that does not exist."""
        super().clean()
        known = {label for kind in shared_kinds() for label in kind_labels(kind)}
        unknown = set(self.kinds or []) - known
        if unknown:
            raise ValidationError({"kinds": _("Unknown kind: %s") % ", ".join(sorted(unknown))})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the rule with its lists in one go: who hears of it reads them whole."""
        with transaction.atomic():
            super().save(*args, **kwargs)

    def covers(self, kind: type[SharedPage]) -> bool:
        """Whether pages of that kind, or of a variant of it, are meant."""
        return not self.kinds or not kind_labels(kind).isdisjoint(self.kinds)

    def matching(self, kind: type[SharedPage]) -> models.QuerySet[Any]:
        """Pages of the kind that meet the conditions, wherever they are and however far they may go."""
        pages = self._by_variants(kind.objects.origins(), kind)
        themes = list(self.themes.all())
        if themes:
            pages = self._by_themes(pages, kind, themes)
        tags = list(self.tags.all())
        if tags:
            pages = self._by_tags(pages, kind, tags)
        if self.area:
            pages = pages.filter(area__in=Area.objects.within(self.area))
        return pages

    def _by_variants(self, pages: models.QuerySet[Any], kind: type[SharedPage]) -> models.QuerySet[Any]:
        if not self.kinds or kind._meta.label in self.kinds:
            return pages
        chosen = Q(pk__in=[])
        for code, (_label, conditions) in kind.variants.items():
            if variant_label(kind, code) in self.kinds:
                chosen |= Q(**conditions)
        return pages.filter(chosen)

    def _by_themes(
        self, pages: models.QuerySet[Any], kind: type[SharedPage], themes: Sequence[Theme]
    ) -> models.QuerySet[Any]:
        to = relation(kind, "themes")

        def having(paths: list[str]) -> models.QuerySet[Any]:
            below = Q()
            for path in paths:
                below |= Q(theme__path__startswith=path)
            return to.table.objects.filter(below).values(to.page_id)

        if self.theme_match == Match.ALL:
            for theme in themes:
                pages = pages.filter(pk__in=having([theme.path]))
            return pages
        any_of = having([theme.path for theme in themes])
        return pages.exclude(pk__in=any_of) if self.theme_match == Match.NONE else pages.filter(pk__in=any_of)

    def _by_tags(
        self, pages: models.QuerySet[Any], kind: type[SharedPage], tags: Sequence[Tag]
    ) -> models.QuerySet[Any]:
        items = tag_table(kind).objects

        def having(chosen: Sequence[Tag]) -> models.QuerySet[Any]:
            namesakes = Tag.objects.filter(named(tag.name for tag in chosen)).values("pk")
            return items.filter(tag__in=namesakes).values("content_object_id")

        if self.tag_match == Match.ALL:
            for tag in tags:
                pages = pages.filter(pk__in=having([tag]))
            return pages
        return (
            pages.exclude(pk__in=having(tags))
            if self.tag_match == Match.NONE
            else pages.filter(pk__in=having(tags))
        )
