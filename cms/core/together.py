"""What Wagtail asks for row by row, or task by task, is read for all of them at once.

Its choosers and its dashboard took two or three queries a row. Each mend stands at the one name by
which Wagtail's own screens find it, and changes nothing of what they show.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.views import chooser
from wagtail.admin.views.home import LockedPagesPanel
from wagtail.models import GroupApprovalTask, Locale, Page, Revision, WorkflowState

CACHED = "_approval_tasks"


class TogetherTable(chooser.PageChooserTable):
    """The pages of the chooser and of its search, each told what its row will ask of it."""

    def __init__(self, columns: Any, data: Iterable[Page], **options: Any) -> None:
        pages = list(data)
        tell_parents(pages)
        tell_states(pages)
        super().__init__(columns, pages, **options)


def tell_parents(pages: list[Any]) -> None:
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


def tell_states(pages: list[Any]) -> None:
    """Each page whether it waits for its hour or for a moderator, as its label says."""
    kind = ContentType.objects.get_for_model(Page)
    about: dict[str, Any] = {
        "base_content_type": kind,
        "object_id__in": [str(page.pk) for page in pages],
    }
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


_locked_pages = LockedPagesPanel.get_context_data


def locked_pages(panel: LockedPagesPanel, parent_context: Any) -> dict[str, Any]:
    """The pages that somebody locked, each told its state."""
    context: dict[str, Any] = _locked_pages(panel, parent_context)
    context["locked_pages"] = list(context["locked_pages"])
    tell_states(context["locked_pages"])
    return context


def may_approve(task: GroupApprovalTask, user: Any) -> bool:
    """Whether the user is in a group that approves; each network has such a task."""
    found = getattr(user, CACHED, None)
    if found is None:
        rows = GroupApprovalTask.groups.through.objects.filter(group__user=user)
        found = set(rows.values_list("groupapprovaltask_id", flat=True))
        setattr(user, CACHED, found)
    return task.pk in found


chooser.PageChooserTable = TogetherTable  # type: ignore[misc, assignment]
LockedPagesPanel.get_context_data = locked_pages  # type: ignore[method-assign]
GroupApprovalTask._user_in_groups = may_approve  # type: ignore[method-assign, assignment]
