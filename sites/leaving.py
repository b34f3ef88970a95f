"""What ends for somebody together with their roles in a network.

Both are called in the transaction in which the roles are taken.
"""

from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageSubscription

from cms.core.tenancy.scopes import visible
from cms.users.models import User
from sites.models import Invitation, NetworkSettings

WITHDRAWN = "sites.invitation_withdraw"


def withdraw(which: Q, *, network: NetworkSettings, by: User) -> None:
    """Take back those of the network's open invitations, each with its line in the log."""
    ended = Invitation.objects.open().filter(which, network=network.site_id).select_for_update()
    for invitation in list(ended.order_by("pk")):
        Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=timezone.now())
        log(network, WITHDRAWN, user=by, data={"email": invitation.email, "duties": invitation.duties})


def stop_following(person: User) -> None:
    """No more mails about pages that they do not see any more."""
    # Read again: who was handed in still remembers the networks of before.
    seen = visible(Page, User.objects.get(pk=person.pk))
    PageSubscription.objects.filter(user=person).exclude(page__in=seen.order_by()).delete()
