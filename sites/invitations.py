"""Inviting people to work for a network, by e-mail.

What is said to whoever invites is the same whether or not the address has an account. The link of
the mail is kept as a digest only; sending again makes another one, and the old one ends.
"""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.registry import Duty
from cms.users.accounts import link, network_mail, open_account
from cms.users.models import User
from sites import leaving, people
from sites.duties import lines as duties_named
from sites.models import Invitation, NetworkSettings

LIFE = timedelta(days=7)
# What one person sends in a day, again counted: more is no inviting.
A_DAY = 40
INVITED, WITHDRAWN, ACCEPTED = "sites.invitation", leaving.WITHDRAWN, "sites.invitation_accept"


class NotOpenError(Exception):
    """There is nothing to accept: it never was, was used or withdrawn, or its time is over."""


def invite(
    *,
    network: NetworkSettings,
    email: str,
    duties: Collection[Duty],
    by: User,
    name: str = "",
    message: str = "",
) -> Invitation:
    """Offer these roles to whoever reads the mail sent to the address.

    Raises ValidationError, by field, when an invitation waits there already, when they work for
    the network, or when `by` sent too many today; PermissionDenied where `by` may not give these.
    """
    email = email.strip().lower()
    people.check_duties(network=network, duties=duties, by=by)
    with transaction.atomic():
        _lock(network)
        _check_address(network, email)
        _check_pace(by)
        return _send(network, by, email=email, duties=sorted(duties), name=name, message=message)


def send_again(*, invitation: Invitation, network: NetworkSettings, by: User) -> Invitation:
    """Send the mail once more, with another link, for another seven days; raises as `invite`."""
    people.check_duties(network=network, duties=invitation.wanted, by=by)
    with transaction.atomic():
        _lock(network)
        _check_pace(by)
        _close(invitation)
        copied = {name: getattr(invitation, name) for name in ("email", "duties", "name", "message")}
        return _send(network, by, **copied)


def withdraw(*, invitation: Invitation, network: NetworkSettings, by: User) -> None:
    """Take it back: its link leads nowhere any more. Raises NotOpenError, and as `invite`."""
    people.check_duties(network=network, duties=(), by=by)
    with transaction.atomic():
        _lock(network)
        _close(invitation)
        log(network, WITHDRAWN, user=by, data={"email": invitation.email, "duties": invitation.duties})


def find(*, token: str, site_id: int | None) -> Invitation | None:
    """The invitation of that network which the link opens, if it can still be accepted."""
    found = _valid().filter(digest=digest_of(token), network=site_id)
    invitation: Invitation | None = found.select_related("network__networksettings", "invited_by").first()
    return invitation if invitation is not None and _stands(invitation) else None


def accept(*, invitation: Invitation, person: User) -> bool:
    """Give the person the roles, once; False when they had accepted it before. Raises NotOpenError."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if row.accepted_by_id == person.pk:
            return False
        if person.email != row.email or not _valid().filter(pk=row.pk).exists() or not _stands(row):
            raise NotOpenError
        Invitation.objects.filter(pk=row.pk).update(accepted_at=timezone.now(), accepted_by=person)
        network = NetworkSettings.objects.select_related("site").get(site=row.network_id)
        people.give_duties(network=network, person=person, duties=row.wanted)
        log(network, ACCEPTED, user=person, data={"email": row.email, "given": row.duties})
        return True


def accept_with_new_account(
    *, invitation: Invitation, password: str, first_name: str, last_name: str
) -> User:
    """Open an account for the address and accept with it, or neither.

    Raises NotOpenError, and django.db.IntegrityError when there is an account by now.
    """
    with transaction.atomic():
        Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not _valid().filter(pk=invitation.pk).exists():
            raise NotOpenError
        person = open_account(
            email=invitation.email, password=password, first_name=first_name, last_name=last_name
        )
        accept(invitation=invitation, person=person)
        return person


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return sha256(token.encode()).hexdigest()


def _valid() -> Any:
    return Invitation.objects.all().valid()


def _stands(invitation: Invitation) -> bool:
    """Whether who made it may still let people in: also others than managers take that away."""
    by = invitation.invited_by
    return by is not None and people.keeps_people(by, invitation.network_id)


def _lock(network: NetworkSettings) -> None:
    """Two people who invite at once do so one after the other."""
    NetworkSettings.objects.select_for_update().get(pk=network.pk)


def _check_address(network: NetworkSettings, email: str) -> None:
    waiting = Invitation.objects.filter(network=network.site_id, email=email, withdrawn_at=None)
    waiting = waiting.filter(accepted_at=None)
    # One whose time is over makes room for another.
    waiting.filter(expires_at__lte=timezone.now()).update(withdrawn_at=timezone.now())
    if waiting.exists():
        raise ValidationError(
            {"email": _("An invitation waits at this address already: send it again from the list.")}
        )
    if people.people_of(network.site).filter(email=email).exists():
        raise ValidationError({"email": _("This person works here already: change their roles instead.")})


def _check_pace(by: User) -> None:
    today = Invitation.objects.filter(invited_by=by, created_at__gt=timezone.now() - timedelta(days=1))
    if today.count() >= A_DAY:
        raise ValidationError(_("You sent %(count)d invitations today: go on tomorrow.") % {"count": A_DAY})


def _close(invitation: Invitation) -> None:
    still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not still_open.update(withdrawn_at=timezone.now()):
        raise NotOpenError


def _send(network: NetworkSettings, by: User, **offered: Any) -> Invitation:
    """Keep the invitation, and queue its mail in the same transaction."""
    token = token_urlsafe(32)
    made = Invitation.objects.create(
        network=network.site,
        invited_by=by,
        digest=digest_of(token),
        expires_at=timezone.now() + LIFE,
        **offered,
    )
    network_mail(
        site_id=network.site_id,
        to=made.email,
        template="sites/mail/invitation",
        context={
            "invitation": made,
            "roles": duties_named(made.wanted),
            "inviter": str(by),
            "host_name": network.short_name,
            "url": link(network.site_id, "invitation", token),
        },
        key=f"invitation-{made.pk}",
    )
    log(network, INVITED, user=by, data={"email": made.email, "given": made.duties})
    return made
