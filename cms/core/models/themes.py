"""The thesaurus: activities (MES tree) and transverse themes, with stable codes."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet


class Scheme(models.TextChoices):
    """What a theme says of a page."""

    ACTIVITY = "activity", _("Activity")
    TRANSVERSE = "transverse", _("Transverse theme")


class ThemeQuerySet(MP_NodeQuerySet):
    """Questions asked of themes."""

    def current(self) -> "ThemeQuerySet":
        """Themes that can be chosen: those not merged into another."""
        return self.filter(merged_into__isnull=True)

    def with_narrower(self) -> "ThemeQuerySet":
        """These themes and every theme below them, in one more query."""
        paths = list(self.values_list("path", flat=True))
        below = models.Q(pk__in=[])
        for path in paths:
            below |= models.Q(path__startswith=path)
        return Theme.objects.filter(below)


class ThemeManager(MP_NodeManager.from_queryset(ThemeQuerySet)):  # type: ignore[misc]
    """treebeard's ordering with our questions: its own manager builds its own queryset."""

    def get_queryset(self) -> ThemeQuerySet:
        return ThemeQuerySet(self.model, using=self._db).order_by("path")


class Theme(MP_Node):
    """A concept of the thesaurus. `code` never changes; labels may."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    label = models.CharField(_("label"), max_length=150)
    label_en = models.CharField(_("label in English"), max_length=150, blank=True)
    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme, default=Scheme.ACTIVITY)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )

    objects: ClassVar[ThemeManager] = ThemeManager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The label in the language being read, else the French one."""
        return ((get_language() or "fr").startswith("en") and self.label_en) or self.label


class ThemeMapping(models.Model):
    """What a theme is called elsewhere: BDIS, NAF, ESSglobal, MES, or our own code before a merge."""

    class Relation(models.TextChoices):
        """SKOS mapping relations."""

        EXACT = "exact", _("exactly")
        CLOSE = "close", _("closely")
        BROAD = "broad", _("something broader")
        NARROW = "narrow", _("something narrower")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="mappings", verbose_name=_("theme"))
    scheme = models.CharField(_("scheme"), max_length=20)
    code = models.CharField(_("code"), max_length=200)
    relation = models.CharField(_("relation"), max_length=8, choices=Relation, default=Relation.CLOSE)

    class Meta:
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")
        constraints = [
            models.UniqueConstraint(fields=["theme", "scheme", "code"], name="theme_mapping_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"
