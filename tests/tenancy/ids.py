"""The ids of a network's rows, the telling ones first."""

from typing import Any

from django.db.models import Model, Q
from wagtail.models import Page, PageViewRestriction, Revision, TaskState, WorkflowState
from wagtail_localize.models import Translation

from tests.tenancy.tenants import Tenant

# Of one model, no more rows than these are asked for: one that is refused is like the next.
MOST = 4


class Ids:
    """By model; of pages, revisions and workflows, those that belong together come first."""

    def __init__(self, tenant: Tenant) -> None:
        self.rows, self.email = tenant.rows, tenant.person.email
        waiting = WorkflowState.objects.filter(
            pk__in=self.rows.get(WorkflowState, ()), status=WorkflowState.STATUS_IN_PROGRESS
        ).first()
        assert waiting is not None
        page = Page.objects.get(pk=waiting.object_id)
        self.page = page
        self.first: dict[type[Model], Any] = {
            Page: page.pk,
            page.specific_class: page.pk,
            Revision: page.latest_revision_id,
            WorkflowState: waiting.pk,
            TaskState: waiting.current_task_state_id,
            Translation: max(self.rows[Translation]),
        }

    def of(self, model: type[Model]) -> list[Any]:
        """The ids of the network's rows of that model."""
        found = self.pages() if model is Page else sorted(self.rows.get(model._meta.concrete_model, ()))
        first = self.first.get(model)
        return [first, *(pk for pk in found if pk != first)] if first in found else found[:MOST]

    def addresses(self) -> list[str]:
        """Where a published page that is being changed, a draft and one that is kept from visitors stand."""
        closed = PageViewRestriction.objects.values("page")
        pages = type(self.page.specific)._base_manager.filter(pk__in=self.rows[Page], alias_of=None)
        kinds: dict[Any, str] = {}
        for page in pages.annotate(closed=Q(pk__in=closed)):
            kinds.setdefault((page.live, page.closed), page.full_url)
        return list(kinds.values())

    def siblings(self) -> list[Any]:
        """Pages of one type that stand side by side: they can all be moved to the same place."""
        beside = self.page.get_siblings().exact_type(self.page.specific_class).exclude(pk=self.page.pk)
        return [self.page.pk, *beside.values_list("pk", flat=True)]

    def pages(self) -> list[Any]:
        """A published page, a draft and an alias of each type and language, and those kept from visitors."""
        kinds: dict[Any, Any] = {}
        closed = PageViewRestriction.objects.values("page")
        for page in Page.objects.filter(pk__in=self.rows[Page]).annotate(closed=Q(pk__in=closed)):
            kind = (page.content_type_id, page.live, page.locale_id, page.closed, page.alias_of_id is None)
            kinds.setdefault(kind, page.pk)
        return list(kinds.values())
