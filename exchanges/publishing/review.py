"""Reading first what members publish, where their network wants it read.

Through the workflow of the network, so that it stands in the inbox of those who moderate. What is online
stays as it is until a change of it is accepted.
"""

from enum import StrEnum
from typing import Any

from django.db import transaction
from wagtail.models import Page, WorkflowState
from wagtail.users.models import UserProfile

from cms.users.models import User
from exchanges.publishing.lineage import is_of_taken_off
from sites.models import Membership, NetworkSettings
from sites.models.networks import Review
from sites.roles import ACCESS


class Outcome(StrEnum):
    """What became of what was handed in."""

    PUBLISHED = "published"
    WAITING = "waiting"


class NobodyReviewsError(Exception):
    """It has to be read first, and no workflow stands over that part of the site."""


class TakenOffError(Exception):
    """The network's moderators took it off: nobody shows it again before they free it."""


def submit(*, page: Any, person: User, network: NetworkSettings) -> Outcome:
    """Hand in the page as it is in hand, for that member of the network to which it belongs.

    It is published at once, or waits for whoever moderates. What waited or was refused before is replaced.
    Raises ValidationError where the page lacks something, NobodyReviewsError and TakenOffError; nothing is
    kept then.
    """
    with transaction.atomic():
        if Page.objects.select_for_update().get(pk=page.pk).locked:
            raise TakenOffError
        read_first = is_read_first(page=page, person=person, network=network)
        withdraw(page=page, person=person)
        if not page.latest_revision_id:  # Once: an editor who takes one off is not contradicted.
            page.tags.add(*network.keywords_of_members)
        revision = page.save_revision(user=person, log_action=True)
        if not read_first:
            page.publish(revision, user=person, skip_permission_checks=True)
            return Outcome.PUBLISHED
        workflow = page.get_workflow()
        if workflow is None:
            raise NobodyReviewsError
        _told_by_us_alone(person)
        workflow.start(page, person)
        return Outcome.WAITING


def is_read_first(*, page: Any, person: User, network: NetworkSettings) -> bool:
    """Whether what the person hands in there is read before it is shown."""
    if page.permissions_for_user(person).can_publish():
        return False
    if is_of_taken_off(page):
        return True
    known = Membership.objects.current().filter(network=network.site_id, person=person)
    if network.review == Review.NEVER:
        return not known.exists()
    return network.review == Review.ALWAYS or not known.filter(trusted_at__isnull=False).exists()


def withdraw(*, page: Any, person: Any) -> bool:
    """Take back what waits to be read, or was refused; False when there is no such thing."""
    state = page.current_workflow_state
    if state is None:
        return False
    state.cancel(user=person)
    return True


def is_waiting(page: Any) -> bool:
    """Whether somebody of the network is to read the page."""
    return bool(page.workflow_in_progress)


def waiting_of(person: User, *, network: NetworkSettings) -> int:
    """How many pages of the person wait to be read on the site of the network."""
    below = Page.objects.filter(path__startswith=network.site.root_page.path)
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, requested_by=person
    ).values_list("object_id", flat=True)
    return below.filter(pk__in=[int(pk) for pk in states[:100]]).count()


def _told_by_us_alone(person: User) -> None:
    """Wagtail writes to who handed in a page, with a link into the administration: not to members."""
    if not person.has_perm(ACCESS):
        profile = UserProfile.get_for_user(person)
        UserProfile.objects.filter(pk=profile.pk).update(
            approved_notifications=False, rejected_notifications=False
        )
