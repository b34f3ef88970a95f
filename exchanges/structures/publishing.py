"""What a sheet goes through before visitors see it: as its network's settings and the member's standing say.

`exchanges.publishing.review` says the same of announcements; this stands in until both are one.
"""

from django.db import transaction
from wagtail.models import Page

from cms.users.models import User
from sites.models import Membership, NetworkSettings
from sites.models.networks import Review


def is_trusted(*, person: User, network: NetworkSettings) -> bool:
    """Whether what the person writes is shown at once in that network."""
    if network.review == Review.NEVER:
        return Membership.objects.current().filter(network=network.site_id, person=person).exists()
    if network.review == Review.ALWAYS:
        return False
    trusted = Membership.objects.current().filter(trusted_at__isnull=False)
    return trusted.filter(network=network.site_id, person=person).exists()


def submit(*, page: Page, person: User, network: NetworkSettings) -> bool:
    """Keep the page as it is now, and show it or have it read first; whether it is shown at once.

    What visitors see stays as it was until it is accepted. A version that waits makes room for this one.
    """
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=page.pk)
        revision = page.save_revision(user=person, log_action=True)
        may_publish = page.permissions_for_user(person).can_publish()
        if may_publish or is_trusted(person=person, network=network):
            # Publishing ends what waits for a review.
            page.publish(revision, user=person, skip_permission_checks=True)
            return True
        waiting = page.current_workflow_state
        if waiting:
            waiting.cancel(user=person)
        workflow = page.get_workflow()
        if workflow:
            workflow.start(page, person)
    return False
