"""The choosers read for all their rows at once what Wagtail asks for row by row."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.views import chooser
from wagtail.models import Locale, Page, Revision, WorkflowState


class TogetherTable(chooser.PageChooserTable):
    """The pages of the chooser and of its search, each told what its row will ask of it."""

    def __init__(self, columns: Any, data: Iterable[Page], **options: Any) -> None:
        pages = list(data)
        tell_parents(pages)
        tell_states(pages)
        super().__init__(columns, pages, **options)


def tell_parents(pages: list[Page]) -> None:
    """Each page its parent, and both their language."""
    paths = {page.path[: -Page.steplen] for page in pages}
    parents = {page.path: page for page in [*Page.objects.filter(path__in=paths), *pages]}
    locales = Locale.objects.in_bulk()
    for page in parents.values():
        page.locale = locales[page.locale_id]
    for page in pages:
        parent = parents.get(page.path[: -Page.steplen])
        if parent is not None:
            page._cached_parent_obj = parent


def tell_states(pages: list[Page]) -> None:
    """Each page whether it waits for its hour or for a moderator, as its label says."""
    about = {"base_content_type": ContentType.objects.get_for_model(Page)}
    about["object_id__in"] = [str(page.pk) for page in pages]
    waiting: dict[str, list[WorkflowState]] = {}
    for state in WorkflowState.objects.active().filter(**about):
        waiting.setdefault(state.object_id, []).append(state)
    due = Revision.objects.filter(**about, approved_go_live_at__isnull=False)
    scheduled = set(due.order_by().values_list("object_id", flat=True))
    for page in pages:
        page._current_workflow_states = waiting.get(str(page.pk), [])
        page._approved_schedule = str(page.pk) in scheduled


@hooks.register("construct_document_chooser_queryset")
def with_collection(documents: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """The collection that each row names."""
    return documents.select_related("collection")


# The views look it up by name.
chooser.PageChooserTable = TogetherTable
