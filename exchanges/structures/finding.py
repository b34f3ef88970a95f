"""Finding a structure among the sheets of a site, so that nobody types one that is there already."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet

from cms.core import areas
from cms.core.models import Area
from cms.core.text import fold, stems
from exchanges.models import OrganisationPage
from exchanges.search import matching

MOST_FOUND = 30
MOST_SIMILAR = 6
# Of one commune, the names that are compared.
MOST_COMPARED = 2000
# From that likeness on two names may be one.
ALIKE = 0.82
SIREN, SIRET = 9, 14
# Words that many names have and that tell none apart.
HOLLOW = {"association", "asso", "cooperative", "scop", "scic", "sarl", "societe", "collectif", "societ"}


@dataclass(frozen=True)
class Typed:
    """What is known of a structure before it has a sheet."""

    title: str
    acronym: str = ""
    siret: str = ""
    area: Area | None = None


def digits_of(words: str) -> str:
    """The SIREN or SIRET that the words are; nothing where they are something else."""
    digits = re.sub(r"[\s.\u00a0\u202f-]", "", words)
    return digits if digits.isascii() and digits.isdigit() and len(digits) in (SIREN, SIRET) else ""


def find(
    *, pages: QuerySet[OrganisationPage], words: str, area: Area | None = None
) -> list[OrganisationPage]:
    """Of these sheets, those with that name, acronym or SIRET, in that area; the likeliest first.

    Words that are the name of a commune and of no structure are taken for it.
    """
    found = list(_loaded(_named(pages, words, area)))
    if not found and words and area is None:
        meant = areas.guess(words=words)
        found = list(_loaded(_named(pages, "", meant[0]))) if len(meant) == 1 else []
    return sorted(found, key=lambda page: _strangeness(page, words))


def _loaded(pages: QuerySet[OrganisationPage]) -> QuerySet[OrganisationPage]:
    return pages.select_related("area", "family").defer("body").order_by("title", "pk")[:MOST_FOUND]


def _named(pages: QuerySet[OrganisationPage], words: str, area: Area | None) -> QuerySet[OrganisationPage]:
    found = pages.filter(area__in=Area.objects.within(area)) if area else pages
    if not words:
        return found if area else found.none()
    digits = digits_of(words)
    if digits:
        return found.filter(siret__startswith=digits)
    return found.filter(_by_words(pages, words) | Q(title__icontains=words) | Q(acronym__iexact=words))


def _by_words(pages: QuerySet[OrganisationPage], words: str) -> Q:
    """In which each of the words is found; nothing for words that say nothing."""
    return Q(pk__in=matching(pages, words).order_by().values("pk")) if stems(words) else Q(pk__in=[])


def _strangeness(page: OrganisationPage, words: str) -> tuple[bool, bool, str]:
    asked, title = fold(words), fold(page.title)
    return (asked not in (title, fold(page.acronym)), not title.startswith(asked), title)


def similar(
    *, pages: QuerySet[OrganisationPage], typed: Typed, but: Collection[int] = ()
) -> list[OrganisationPage]:
    """The sheets that may be of the same structure: same name, acronym or SIRET, or nearly so in its commune."""
    rows = _candidates(pages, typed).exclude(pk__in=but).order_by("pk")
    columns = rows.values_list("pk", "title", "acronym", "siret", "area_id")
    same = [row[0] for row in columns[:MOST_COMPARED] if is_same(typed, *row[1:])]
    return list(_loaded(pages.filter(pk__in=same)))[:MOST_SIMILAR]


def _candidates(pages: QuerySet[OrganisationPage], typed: Typed) -> QuerySet[OrganisationPage]:
    found = Q(title__iexact=typed.title) | Q(acronym__iexact=typed.title) | _by_words(pages, typed.title)
    if typed.acronym:
        found |= Q(acronym__iexact=typed.acronym) | Q(title__iexact=typed.acronym)
    if typed.siret:
        found |= Q(siret=typed.siret)
    if typed.area:
        found |= Q(area=typed.area)
    return pages.filter(found)


def is_same(typed: Typed, title: str, acronym: str, siret: str, area_id: int | None) -> bool:
    """Whether a sheet may be of the structure that is being typed."""
    if typed.siret and siret == typed.siret:
        return True
    names = {fold(typed.title), fold(typed.acronym)} - {""}
    if {fold(title), fold(acronym)} & names:
        return True
    return typed.area is not None and area_id == typed.area.pk and alike(typed.title, title)


def alike(one: str, other: str) -> bool:
    """Whether two names are nearly one: a misprint apart, or one of them with words more."""
    mine, theirs = (set(stems(name)) - HOLLOW for name in (one, other))
    if mine and theirs and (mine <= theirs or theirs <= mine):
        return True
    return SequenceMatcher(None, fold(one), fold(other)).ratio() >= ALIKE
