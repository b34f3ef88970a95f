"""Finding pages by words: in the index that Wagtail keeps, in the themes and in the keywords.

The index is given, beside the texts themselves, their words prepared as searches are
(`SharedPage.search_words`), so that accents, case and plurals count on neither engine. Relevance is left
out: ordering by it is quadratic on SQLite (reference/traps), and lists have an order of their own.
"""

from functools import reduce
from typing import Any

from django.db.models import Q, QuerySet

from cms.core.models import SharedPage, Theme
from cms.core.text import stems

MOST_WORDS = 8
# From that length on, the beginning of a keyword is enough.
PREFIX = 4


def matching(pages: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Those of the pages in which each of the words is found; all of them for no words."""
    asked = stems(words)[:MOST_WORDS]
    if not asked:
        return pages
    themes = list(Theme.objects.only("path", "label", "label_en"))
    conditions = (
        _in_texts(pages.model, word) | _in_themes(pages.model, word, themes) | _in_tags(pages.model, word)
        for word in asked
    )
    return pages.filter(reduce(Q.__and__, conditions))


def _in_texts(model: type[SharedPage], word: str) -> Q:
    found = model.objects.search(word, order_by_relevance=False)
    if hasattr(found, "get_queryset"):  # The database is the engine: one statement does it all.
        return Q(pk__in=found.get_queryset().order_by().values("pk"))
    return Q(pk__in=[page.pk for page in found])


def _in_themes(model: type[SharedPage], word: str, themes: list[Theme]) -> Q:
    """The pages of a theme called so, or of a narrower one."""
    named = [theme.path for theme in themes if word in stems(f"{theme.label} {theme.label_en}")]
    if not named:
        return Q(pk__in=[])
    below = reduce(Q.__or__, (Q(theme__path__startswith=path) for path in named))
    rows = model.themes.through.objects.filter(below)  # type: ignore[attr-defined]
    return Q(pk__in=rows.values(f"{model._meta.model_name}_id"))


def _in_tags(model: type[SharedPage], word: str) -> Q:
    """The pages with a keyword that has the word in it: its slug has neither accents nor capitals."""
    start = Q(tag__slug__startswith=word) if len(word) >= PREFIX else Q(tag__slug=word)
    rows = model.tagged_items.rel.related_model.objects.filter(  # type: ignore[attr-defined]
        start | Q(tag__slug__contains=f"-{word}")
    )
    return Q(pk__in=rows.values("content_object_id"))
