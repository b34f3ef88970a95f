"""What is like the announcement that somebody is typing, and which themes it may be about."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Site

from cms.core.models import Theme
from cms.core.text import stems
from cms.core.visitors import private
from exchanges.models import ExchangePage

SHOWN = 5
PROPOSED = 6
# The newest ones are enough: nobody is told of what was asked three years ago.
LOOKED_AT = 3000
# How much of the shorter title the two have in common.
ALIKE = 0.6
# How clearly a theme must be named to be proposed.
LEAST = 0.3
# What every other announcement says.
FILLERS = frozenset(
    stems("cherche recherche besoin propose offre donne vend prete loue pret location urgent bonjour dispo")
)


def words_of(text: str) -> set[str]:
    """The words by which an announcement is told from another."""
    return set(stems(text)) - FILLERS


def similar(
    *, title: str, site: Site, request: HttpRequest, sense: str = "", but: int | None = None
) -> list[ExchangePage]:
    """The announcements shown on the site whose title says much the same, the most alike first.

    `sense` narrows to offers or to needs; `but` is the id of the announcement being typed. Two queries.
    """
    asked = words_of(title)
    if not asked:
        return []
    pages = ExchangePage.objects.current().on_site(site).exclude(private(request)).exclude(pk=but or 0)
    pages = pages.filter(sense=sense) if sense else pages
    newest = pages.order_by("-first_published_at", "-pk").values_list("pk", "title")[:LOOKED_AT]
    likeness = {pk: alike(asked, words_of(found)) for pk, found in newest}
    best = sorted((pk for pk, value in likeness.items() if value >= ALIKE), key=lambda pk: -likeness[pk])
    found = pages.select_related("organisation", "area").defer("body").in_bulk(best[:SHOWN])
    return [found[pk] for pk in best[:SHOWN]]


def alike(one: set[str], other: set[str]) -> float:
    """How much of the shorter of two titles stands in the longer: from 0 to 1."""
    shared, shorter = len(one & other), min(len(one), len(other))
    # One word in common says little where each title has several.
    return shared / shorter if shared and (shared > 1 or max(len(one), len(other)) <= 2) else 0.0


def themes_for(*, text: str, pages: Iterable[ExchangePage], most: int = PROPOSED) -> list[Theme]:
    """The themes that the words of an announcement name, then those of the announcements like it."""
    asked = words_of(text)
    if not asked:
        return []
    themes = {theme.pk: theme for theme in Theme.objects.current()}
    scores = _named(asked, themes)
    for pk, count in _themes_of([page.pk for page in pages]):
        if pk in themes:
            scores[pk] += min(count, 2) / 2
    best = sorted((pk for pk in scores if scores[pk] >= LEAST), key=lambda pk: (-scores[pk], themes[pk].path))
    return [themes[pk] for pk in best[:most]]


def _named(asked: set[str], themes: dict[int, Theme]) -> dict[int, float]:
    """How clearly each theme is named: a word that many themes share says little of any."""
    names = {pk: set(stems(theme.label)) for pk, theme in themes.items()}
    shared = Counter(name for words in names.values() for name in words)
    said = {name for name in shared if any(_same(name, word) for word in asked)}
    return {pk: sum(1 / shared[name] for name in words & said) for pk, words in names.items()}


def _same(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    return one == other or (shortest >= 5 and one[:shortest] == other[:shortest])


def _themes_of(pages: list[int]) -> QuerySet[Any]:
    rows = ExchangePage.themes.through.objects.filter(Q(exchangepage__in=pages))
    return rows.values_list("theme").annotate(Count("pk")).order_by()
