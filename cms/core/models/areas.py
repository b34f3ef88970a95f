"""Areas: communes, EPCI, départements and régions of France, by their INSEE codes."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from cms.core.text import fold

# As people write them on an envelope.
ABBREVIATED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


class AreaLevel(models.TextChoices):
    """How wide an area is."""

    COMMUNE = "commune", _("commune")
    EPCI = "epci", _("intercommunality")
    DEPARTEMENT = "departement", _("département")
    REGION = "region", _("region")


class AreaQuerySet(models.QuerySet["Area"]):
    """Questions asked of areas."""

    def within(self, area: "Area") -> Self:
        """The area itself and every area inside it."""
        return self.filter(Q(pk=area.pk) | Q(**{area.level: area}) if area.is_wide else Q(pk=area.pk))

    def containing(self, area: "Area") -> Self:
        """The area itself and every area that it lies in."""
        around = (area.pk, area.epci_id, area.departement_id, area.region_id)
        return self.filter(pk__in=[pk for pk in around if pk])

    def named(self, words: str) -> Self:
        """Areas with these words in their name, from the start of a word, or with this postcode or code.

        The name itself comes first, then names that start so, the most populated first.
        Nothing is found for nothing.
        """
        folded = " ".join(ABBREVIATED.get(word, word) for word in fold(words).split())
        if not folded:
            return self.none()
        found = (
            Q(search_name__startswith=folded) | Q(search_name__contains=f" {folded}") | Q(code=folded.upper())
        )
        if folded.isdigit():
            found |= Q(postcodes__startswith=folded) | Q(postcodes__contains=f" {folded}")
        likeness = Case(
            When(search_name=folded, then=0), When(search_name__startswith=folded, then=1), default=2
        )
        return self.filter(found).order_by(likeness, "-population", "name")


class Area(models.Model):
    """A division of France. `code` is INSEE's (SIREN for an EPCI); coordinates are WGS84 degrees."""

    level = models.CharField(_("level"), max_length=12, choices=AreaLevel)
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=150)
    search_name = models.CharField(max_length=150, db_index=True, editable=False)
    postcodes = models.CharField(_("postcodes"), max_length=400, blank=True)
    population = models.PositiveIntegerField(_("population"), default=0)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    departement = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("département")
    )
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    epci = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("intercommunality")
    )

    objects: ClassVar[AreaQuerySet] = AreaQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["level", "code"], name="area_level_code")]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint})"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the folded name that searches compare."""
        self.search_name = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_wide(self) -> bool:
        """Whether other areas can lie inside this one."""
        return self.level != AreaLevel.COMMUNE

    @property
    def hint(self) -> str:
        """What tells two areas of one name apart: the code of a commune's département, or the level."""
        if self.level == AreaLevel.COMMUNE:
            return self.code[:3] if self.code.startswith("97") else self.code[:2]
        return str(AreaLevel(self.level).label)

    @property
    def uri(self) -> str:
        """INSEE's identifier of the area (http://id.insee.fr/geo)."""
        kind = {"epci": "intercommunalite"}.get(self.level, self.level)
        return f"http://id.insee.fr/geo/{kind}/{self.code}"
