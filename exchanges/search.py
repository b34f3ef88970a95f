"""Finding pages by words, in the index that Wagtail keeps.

Both engines are asked for the same prepared words (`cms.core.text.stems`), so that accents, case
and plurals count on neither. Relevance is left out: ordering by it is quadratic on SQLite
(reference/traps), and lists have an order of their own.
"""

from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils.html import strip_tags
from wagtail.search import index
from wagtail.signals import page_published

from cms.core.models import SharedPage
from cms.core.text import stems

MOST_WORDS = 10


def search_words(page: SharedPage) -> str:
    """Everything by which the page can be found, prepared as searches are."""
    themes = [word for theme in page.themes.all() for word in (theme.label, theme.label_en)]
    tags = [tag.name for tag in page.tags.all()]  # type: ignore[attr-defined]
    said = [
        page.title,
        getattr(page, "acronym", ""),
        page.summary,
        strip_tags(page.body.replace("<", " <")),
        *themes,
        *tags,
    ]
    if page.area:
        said.append(page.area.name)
    return " ".join(stems(" ".join(said)))


def matching(pages: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Those of the pages in which all the words are found; all of them for no words."""
    asked = stems(words)[:MOST_WORDS]
    if not asked:
        return pages
    found = pages.model.objects.search(" ".join(asked), operator="and", order_by_relevance=False)
    if hasattr(found, "get_queryset"):  # The database is the engine: one statement does it all.
        return pages.filter(pk__in=found.get_queryset().order_by().values("pk"))
    return pages.filter(pk__in=[page.pk for page in found])


@receiver(page_published)
def index_whole(instance: Any, **kwargs: Any) -> None:
    """Index the page once more, now that its themes and keywords are written.

    Wagtail indexes at `post_save`, before modelcluster has committed the relations.
    """
    if isinstance(instance, SharedPage):
        index.insert_or_update_object(instance)
