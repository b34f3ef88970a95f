"""Hears what became of what members handed in, and tells them."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site, WorkflowState
from wagtail.signals import page_published, workflow_approved, workflow_cancelled, workflow_rejected

from cms.core.models import SharedPage
from exchanges.models import ExchangePage, Kind, Notice
from exchanges.notices.telling import tell
from sites.models import Membership

ACCEPTED, REFUSED = "review_accepted", "review_refused"


@receiver(workflow_approved, dispatch_uid="exchanges.publishing.approved")
def approved(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Somebody read it and accepted it: it is online, and its author is trusted from now on."""
    page = _page_of(instance)
    if page is not None:
        _trust(instance, page)
        _tell(instance, page, ACCEPTED, by=user)


@receiver(workflow_rejected, dispatch_uid="exchanges.publishing.rejected")
def rejected(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Somebody read it and sent it back: its author hears why."""
    page = _page_of(instance)
    if page is not None:
        _tell(instance, page, REFUSED, by=user)


@receiver(workflow_cancelled, dispatch_uid="exchanges.publishing.cancelled")
def cancelled(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """It was ended another way: published by hand, which accepts it, or taken off the table.

    Its author knows of what they ended themselves, and so does whoever acts in the author's own structure.
    """
    page = _page_of(instance)
    if page is None or user is None or user == instance.requested_by or not _works_there(user, page):
        return
    accepted = page.live and not page.has_unpublished_changes
    if accepted:
        _trust(instance, page)
    _tell(instance, page, ACCEPTED if accepted else REFUSED, by=user)


@receiver(page_published, sender=ExchangePage, dispatch_uid="exchanges.publishing.published")
def online(instance: ExchangePage, **kwargs: Any) -> None:
    """Whoever published it, it is neither paused nor closed any more."""
    if instance.paused_at or instance.closed_at:
        instance.paused_at = instance.closed_at = None
        ExchangePage.objects.filter(pk=instance.pk).update(paused_at=None, closed_at=None)


def _page_of(state: WorkflowState) -> Any:
    """The announcement or the sheet that a member handed in; None for anything else."""
    page = state.content_object
    if not isinstance(page, Page) or state.requested_by is None:
        return None
    specific = Page.objects.get(pk=page.pk).specific
    return specific if isinstance(specific, SharedPage) else None


def _works_there(user: Any, page: Any) -> bool:
    return bool(page.permissions_for_user(user).can_publish())


def _trust(state: WorkflowState, page: SharedPage) -> None:
    Membership.objects.current().filter(
        network=page.get_site(), person=state.requested_by, trusted_at=None
    ).update(trusted_at=timezone.now())


def _tell(state: WorkflowState, page: SharedPage, event: str, *, by: Any) -> None:
    person = state.requested_by
    site: Site | None = page.get_site()
    if person is None or person == by:
        return
    done = state.current_task_state
    is_exchange = isinstance(page, ExchangePage)
    tell(
        people=[person],
        kind=Kind.PAGE if is_exchange else Kind.STRUCTURE,
        event=event,
        subject=f"review:{page.pk}:{state.pk}",
        facts={
            "title": page.draft_title or page.title,
            "what": "exchange" if is_exchange else "structure",
            "why": done.comment if done is not None and event == REFUSED else "",
        },
        page=page,
        network=site,
    )


def path_of(notice: Notice) -> str:
    """Where the author goes on: to the announcement to mend, or to the list of theirs."""
    if notice.facts.get("what") != "exchange":
        return reverse("space")
    if notice.event == REFUSED and notice.page_id:
        return reverse("publishing_edit", args=[notice.page_id])
    return reverse("publishing_mine")
