"""Inviting somebody to speak for a structure, by e-mail.

What is said to whoever invites is the same whether or not the address has an account. Whoever reads the mail
accepts, once, with an account of theirs: an address of a structure is not always the one of the person.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.models import Term
from cms.users.accounts import link, network_mail
from cms.users.models import User
from exchanges.models import Involvement, OrganisationPage, Standing, StructureInvitation, Way
from exchanges.structures.access import is_excluded, may_act, speaks_for
from exchanges.structures.links import LIFE, digest_of, new_token

# What one person sends in a day, whatever the structure.
A_DAY = 20


class NotOpenError(Exception):
    """There is nothing to accept: it never was, was used or withdrawn, or its time is over."""


def invite(
    *, organisation: OrganisationPage, email: str, by: User, role: Term | None = None, message: str = ""
) -> StructureInvitation:
    """Offer whoever reads the mail sent to the address to speak for the structure.

    Raises ValidationError, by field, when one waits there already or `by` sent too many today;
    PermissionDenied unless `by` speaks for the structure.
    """
    email = email.strip().lower()
    with transaction.atomic():
        # Two people who invite at once do so one after the other.
        OrganisationPage.objects.select_for_update().filter(pk=organisation.pk).first()
        if not may_act(by, organisation):
            raise PermissionDenied
        _check(organisation, email, by)
        return _send(organisation, by, email=email, role=role, message=message)


def _check(organisation: OrganisationPage, email: str, by: User) -> None:
    waiting = StructureInvitation.objects.open().filter(organisation=organisation, email=email)
    # One whose time is over makes room for another.
    waiting.filter(expires_at__lte=timezone.now()).update(withdrawn_at=timezone.now())
    if waiting.exists():
        raise ValidationError({"email": _("An invitation waits at this address already.")})
    there = Involvement.objects.confirmed().filter(organisation=organisation, person__email=email)
    if there.exists():  # The people of a structure know each other: nothing is told that they don't see.
        raise ValidationError({"email": _("This person is one of the structure already.")})
    today = StructureInvitation.objects.filter(
        invited_by=by, created_at__gt=timezone.now() - timedelta(days=1)
    )
    if today.count() >= A_DAY:
        raise ValidationError(_("You sent %(count)d invitations today: go on tomorrow.") % {"count": A_DAY})


def _send(organisation: OrganisationPage, by: User, **offered: Any) -> StructureInvitation:
    """Keep the invitation, and queue its mail in the same transaction."""
    token = new_token()
    made = StructureInvitation.objects.create(
        organisation=organisation,
        invited_by=by,
        digest=digest_of(token),
        expires_at=timezone.now() + LIFE,
        **offered,
    )
    site = organisation.get_site()
    site_id = site.pk if site else None
    network_mail(
        site_id=site_id,
        to=made.email,
        template="exchanges/structures/mail/invitation",
        context={
            "invitation": made,
            "inviter": str(by),
            "title": organisation.title,
            "url": link(site_id, "structures_invitation", token),
        },
        key=f"structure-invitation-{made.pk}",
    )
    return made


def open_of(organisation_id: int) -> QuerySet[StructureInvitation]:
    """Those that nobody answered, the newest first."""
    rows = StructureInvitation.objects.open().filter(organisation=organisation_id)
    return rows.select_related("role", "invited_by").order_by("-created_at", "-pk")


def withdraw(*, invitation: StructureInvitation, by: User) -> None:
    """Take it back: its link leads nowhere any more. Raises NotOpenError, and PermissionDenied as `invite`."""
    if not speaks_for(by, invitation.organisation_id):
        raise PermissionDenied
    rows = StructureInvitation.objects.open().filter(pk=invitation.pk)
    if not rows.update(withdrawn_at=timezone.now()):
        raise NotOpenError


def find(*, token: str) -> StructureInvitation | None:
    """The invitation that the link opens, if it can still be accepted."""
    rows = StructureInvitation.objects.valid().filter(digest=digest_of(token))
    found: StructureInvitation | None = rows.select_related("organisation", "invited_by", "role").first()
    return found if found is not None and _stands(found) else None


def _stands(invitation: StructureInvitation) -> bool:
    """An invitation is worth what its maker is: it ends when they speak for the structure no longer."""
    by = invitation.invited_by
    return by is not None and by.is_active and may_act(by, invitation.organisation)


def accept(*, invitation: StructureInvitation, person: User) -> Involvement:
    """The person speaks for the structure from now on; accepted twice by the same, once. Raises NotOpenError."""
    with transaction.atomic():
        row = StructureInvitation.objects.select_for_update().get(pk=invitation.pk)
        again = row.accepted_by_id == person.pk
        valid = StructureInvitation.objects.valid().filter(pk=row.pk).exists() and _stands(row)
        if not again and (not valid or is_excluded(person, row.organisation.get_site())):
            raise NotOpenError
        if not again:
            StructureInvitation.objects.filter(pk=row.pk).update(
                accepted_at=timezone.now(), accepted_by=person
            )
            return _confirm(row, person)
    return Involvement.objects.get(person=person, organisation=row.organisation_id)


def _confirm(invitation: StructureInvitation, person: User) -> Involvement:
    made, new = Involvement.objects.get_or_create(person=person, organisation_id=invitation.organisation_id)
    made = Involvement.objects.select_for_update().get(pk=made.pk)
    if made.standing != Standing.CONFIRMED:
        # Back again: what they are told next is not what they were told before.
        made.times += not new
        made.standing, made.way = Standing.CONFIRMED, Way.INVITED
        made.role = invitation.role or made.role
        made.decided_at, made.decided_by = timezone.now(), invitation.invited_by
        made.reason = made.digest = ""
        made.save()
    return made
