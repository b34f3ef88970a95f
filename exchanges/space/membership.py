"""What waits for somebody on the site of a network: to join it, or to accept its charter again."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exchanges.space.sections import Waiting, waits
from sites import members
from sites.models import Membership, NetworkSettings
from sites.networks import current_network


@waits
def membership_waits(request: HttpRequest) -> list[Waiting]:
    """One line at most: one query."""
    network = current_network(request)
    if network is None:
        return []
    mine = members.membership_here(request)
    url = reverse("own_networks")
    if mine is None or mine.left_at is not None:
        if not network.takes_members or (mine is not None and mine.excluded_at is not None):
            return []
        text = _("You are not a member of %(network)s yet: your account works here too.")
        return [Waiting(text % {"network": network.name}, url, _("Join"), icon="users", order=20)]
    if not members.must_accept_again(mine, network):
        return []
    return [Waiting(_charter_line(mine, network), url, _("Read and accept"), icon="book-open", order=10)]


def _charter_line(mine: Membership, network: NetworkSettings) -> str:
    """Which text was accepted, and which one is in force."""
    new = members.charter_date(network)
    said = {"network": network.short_name, "new": date_format(new, "DATE_FORMAT") if new else ""}
    if mine.charter_accepted_at is None:
        return _("You have not accepted the charter of %(network)s yet (text of %(new)s).") % said
    said["old"] = date_format(mine.charter_accepted_at, "DATE_FORMAT")
    return (
        _("The charter of %(network)s has changed: you accepted it on %(old)s, the new text is of %(new)s.")
        % said
    )
