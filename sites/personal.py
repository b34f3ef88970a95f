"""What this app holds of a person: memberships, roles, invitations, and their name in the networks' histories."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Site

from cms.core import registry
from cms.core.registry import Duty, PersonalData
from cms.users.models import User
from sites.models import Invitation, Membership, NetworkSettings
from sites.people import duties_of, people_of
from sites.roles import group_for

ERASED = "sites.person_erased"
WORDS: dict[str, Any] = {
    "memberships": gettext_lazy("Memberships"),
    "network": gettext_lazy("Network"),
    "member_since": gettext_lazy("Member since"),
    "left_on": gettext_lazy("Left on"),
    "charter": gettext_lazy("Charter accepted"),
    "charter_accepted_on": gettext_lazy("Charter accepted on"),
    "excluded_on": gettext_lazy("Excluded on"),
    "excluded_why": gettext_lazy("Why excluded"),
    "invitations": gettext_lazy("Invitations received"),
    "invitations_sent": gettext_lazy("Invitations sent"),
    "name": gettext_lazy("Name"),
    "roles": gettext_lazy("Roles"),
    "message": gettext_lazy("A word"),
    "sent_on": gettext_lazy("Sent on"),
    "accepted_on": gettext_lazy("Accepted on"),
}


def register() -> None:
    """Say what is held, how it is called, and what keeps an account from being erased."""
    label = gettext_lazy("My networks: memberships, charters, invitations")
    registry.personal_data["networks"] = PersonalData(label, export, erase)
    registry.export_words.update(WORDS)
    registry.held_back.append(held_back)


def export(person: Any) -> dict[str, Any]:
    """What the networks know of somebody."""
    theirs = Membership.objects.filter(person=person).select_related("network__networksettings")
    received = Invitation.objects.filter(Q(email=person.email) | Q(accepted_by=person))
    sent = Invitation.objects.filter(invited_by=person)
    return {
        "memberships": [_membership(row) for row in theirs.order_by("pk")],
        "invitations": [_invitation(row) for row in _with_network(received)],
        "invitations_sent": [_invitation(row) for row in _with_network(sent)],
    }


def _with_network(invitations: Any) -> Any:
    return invitations.select_related("network__networksettings").order_by("pk")


def _membership(row: Membership) -> dict[str, Any]:
    return {
        "network": row.network.networksettings.name,
        "member_since": row.joined_at,
        "left_on": row.left_at,
        "charter": row.charter_version,
        "charter_accepted_on": row.charter_accepted_at,
        "excluded_on": row.excluded_at,
        "excluded_why": row.excluded_why,
    }


def _invitation(row: Invitation) -> dict[str, Any]:
    return {
        "network": row.network.networksettings.name,
        "email": row.email,
        "name": row.name,
        "roles": row.duties,
        "message": row.message,
        "sent_on": row.created_at,
        "accepted_on": row.accepted_at,
    }


def held_back(person: Any) -> list[str]:
    """The networks that would be left without manager; asked while erasing, none changes its people meanwhile."""
    text = _("You are the only manager of %(network)s: name another one first, under “People”.")
    with transaction.atomic():
        managed = [site.pk for site in Site.objects.order_by("pk") if _manages(person, site)]
        networks = NetworkSettings.objects.filter(site__in=managed).select_for_update().order_by("pk")
        return [text % {"network": row.short_name} for row in list(networks) if _is_alone(person, row.site)]


def _manages(person: Any, site: Site) -> bool:
    group = group_for(site, Duty.MANAGER)
    return group is not None and group.user_set.filter(pk=person.pk).exists()


def _is_alone(person: Any, site: Site) -> bool:
    """Whether nobody else manages the network."""
    group = group_for(site, Duty.MANAGER)
    others = group.user_set.filter(is_active=True).exclude(pk=person.pk) if group else User.objects.none()
    return not others.exists()


def erase(person: Any) -> None:
    """Take somebody out of the networks: what is theirs goes, the histories don't say who any more."""
    _say_who_worked(person)
    Membership.objects.filter(person=person).delete()
    Invitation.objects.filter(Q(email=person.email) | Q(accepted_by=person)).delete()
    sent = Invitation.objects.filter(invited_by=person)
    sent.open().update(withdrawn_at=timezone.now())
    sent.update(message="")
    for entry in ModelLogEntry.objects.filter(Q(data__email=person.email) | Q(data__person=person.pk)):
        named = {**entry.data, "email": _("an account that was erased")}
        named.pop("person", None)
        ModelLogEntry.objects.filter(pk=entry.pk).update(data=named)


def _say_who_worked(person: Any) -> None:
    """Leave a line in the history of each network that loses somebody who worked for it."""
    for network in NetworkSettings.objects.select_related("site").exclude(name="").order_by("pk"):
        here: User | None = people_of(network.site).filter(pk=person.pk).first()
        if here is not None:
            log(network, ERASED, data={"taken": [str(duty) for duty in duties_of(here)]})
