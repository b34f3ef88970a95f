"""Finding pages by words: in the index that Wagtail keeps, in the themes and in the keywords.

The index is given, beside the texts themselves, their words prepared as searches are
(`SharedPage.search_words`), so that accents, case and plurals count on neither engine. Relevance is left
out: ordering by it is quadratic on SQLite (reference/traps), and lists have an order of their own.
"""

from collections.abc import Sequence
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
    model = pages.model
    themes = [(theme.path, stems(f"{theme.label} {theme.label_en}")) for theme in Theme.objects.all()]
    tags = [(pk, stems(name)) for pk, name in _tags(model).values_list("tag_id", "tag__name").distinct()]
    conditions = (
        _in_texts(model, word)
        | _in_themes(model, [path for path, named in themes if word in named])
        | _in_tags(model, [pk for pk, named in tags if any(_begins(each, word) for each in named)])
        for word in asked
    )
    return pages.filter(reduce(Q.__and__, conditions))


def _begins(whole: str, word: str) -> bool:
    return whole == word or (len(word) >= PREFIX and whole.startswith(word))


def _in_texts(model: type[SharedPage], word: str) -> Q:
    found = model.objects.search(word, order_by_relevance=False)
    if hasattr(found, "get_queryset"):  # The database is the engine: one statement does it all.
        return Q(pk__in=found.get_queryset().order_by().values("pk"))
    return Q(pk__in=[page.pk for page in found])


def _in_themes(model: type[SharedPage], paths: Sequence[str]) -> Q:
    """The pages of these themes and of the narrower ones."""
    if not paths:
        return Q(pk__in=[])
    below = reduce(Q.__or__, (Q(theme__path__startswith=path) for path in paths))
    rows = model.themes.through.objects.filter(below)
    return Q(pk__in=rows.values(f"{model._meta.model_name}_id"))


def _in_tags(model: type[SharedPage], tags: Sequence[int]) -> Q:
    """The pages with one of these keywords."""
    return Q(pk__in=_tags(model).filter(tag__in=tags).values("content_object_id"))


def _tags(model: type[SharedPage]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.tagged_items.rel.related_model.objects.all()  # type: ignore[attr-defined]
    return rows
