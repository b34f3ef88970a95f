"""The ids of a network's rows, the telling ones first."""

from typing import Any

from django.db.models import Model
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail_localize.models import Translation

from tests.tenancy.tenants import Tenant


class Ids:
    """By model; of pages, revisions and workflows, those that belong together come first."""

    def __init__(self, tenant: Tenant) -> None:
        self.rows = tenant.rows
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
        found = sorted(self.rows.get(model._meta.concrete_model, ()))
        first = self.first.get(model)
        return [first, *(pk for pk in found if pk != first)] if first in found else found
