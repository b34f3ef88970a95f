"""Claims: somebody asks to speak for a structure that has a sheet, and somebody else says whether they do.

Three can say so: whoever reads the mails sent to the structure's own address, the people who speak for it
already, and those who decide in its home network. The first to answer is right: the others find the claim decided.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.models import Audience, Medium, Term
from cms.users.accounts import link, network_mail
from cms.users.models import User
from exchanges.models import Involvement, Kind, Notice, OrganisationContact, OrganisationPage, Standing, Way
from exchanges.notices.telling import tell
from exchanges.people import speakers_of
from exchanges.structures.access import decides_for, is_excluded, may_act
from exchanges.structures.links import LIFE, digest_of, new_token


class NotWaitingError(Exception):
    """There is nothing to decide: it was decided or withdrawn meanwhile, or the link's time is over."""


def ask(
    *, person: User, organisation: OrganisationPage, role: Term | None = None, message: str = ""
) -> Involvement:
    """Ask that the person may speak for the structure (its origin); asked twice, it is asked once.

    Raises PermissionDenied for somebody whom the structure's network excluded.
    """
    site = organisation.get_site()
    if is_excluded(person, site):
        raise PermissionDenied
    with transaction.atomic():
        row, new = Involvement.objects.get_or_create(
            person=person, organisation=organisation, defaults={"role": role, "message": message}
        )
        row = Involvement.objects.select_for_update().get(pk=row.pk)
        if not new and row.standing in (Standing.ASKED, Standing.CONFIRMED):
            return row
        if not new:
            _again(row, role=role, message=message)
        _mail(row, organisation, site)
        _tell_speakers(row, organisation)
    return row


def _again(row: Involvement, *, role: Term | None, message: str) -> None:
    """Refused or gone, they ask once more: nothing of the first time holds."""
    row.standing, row.way, row.role, row.message = Standing.ASKED, "", role, message
    row.asked_at, row.times = timezone.now(), row.times + 1
    row.decided_at = row.decided_by = None
    row.reason = row.digest = ""
    row.save()


def address_of(organisation: OrganisationPage) -> OrganisationContact | None:
    """The contact point by which the structure is asked: an e-mail address of its sheet, a public one first."""
    mails = [each for each in organisation.contacts.all() if each.medium == Medium.EMAIL]
    return min(mails, key=lambda each: each.audience != Audience.PUBLIC, default=None)


def masked(contact: OrganisationContact | None) -> str:
    """The address as whoever asks is shown it: its first letter and its domain; nothing of one not public."""
    if contact is None or contact.audience != Audience.PUBLIC:
        return ""
    name, _at, domain = contact.value.partition("@")
    return f"{name[:1]}•••@{domain}"


def _mail(row: Involvement, organisation: OrganisationPage, site: Site | None) -> None:
    """Ask at the structure's address, where the sheet has one, in the name of its network."""
    contact = address_of(organisation)
    if contact is None or site is None:
        return
    token = new_token()
    row.digest = digest_of(token)
    row.save(update_fields=["digest"])
    network_mail(
        site_id=site.pk,
        to=contact.value,
        template="exchanges/structures/mail/claim",
        context={
            "person": row.person,
            "role": row.role,
            "message": row.message,
            "title": organisation.title,
            "until": row.asked_at + LIFE,
            "url": link(site.pk, "structures_confirm", token),
        },
        key=f"claim-{row.pk}-{row.times}",
    )


def subject_of(row: Involvement) -> str:
    """What the notices of this claim are about."""
    return f"claim:{row.pk}:{row.times}"


def _tell_speakers(row: Involvement, organisation: OrganisationPage) -> None:
    tell(
        people=speakers_of([organisation.pk]).exclude(pk=row.person_id),
        kind=Kind.STRUCTURE,
        event="claim_asked",
        subject=subject_of(row),
        facts={"title": organisation.title, "name": str(row.person), "claim": row.pk},
        page=organisation,
    )


def decide(*, involvement: Involvement, by: User, accepts: bool, reason: str = "") -> Involvement:
    """Say whether they speak for the structure, once. Raises NotWaitingError when it was said already.

    Raises PermissionDenied where `by` neither speaks for it nor decides in its home network.
    """
    with transaction.atomic():
        row = _lock(involvement.pk)
        way = _way_of(by, row)
        _settle(row, accepts=accepts, way=way, by=by, reason=reason)
    return row


def _way_of(by: User, row: Involvement) -> Way:
    if by.pk != row.person_id and may_act(by, row.organisation):
        return Way.INVITED
    if decides_for(by, row.organisation.get_site()):
        return Way.NETWORK
    raise PermissionDenied


def find_by_link(*, token: str) -> Involvement | None:
    """The claim that the link of a mail opens, if it can still be decided."""
    asked_since = timezone.now() - LIFE
    waiting = Involvement.objects.filter(standing=Standing.ASKED, asked_at__gt=asked_since)
    found: Involvement | None = (
        waiting.filter(digest=digest_of(token)).select_related("person", "organisation", "role").first()
    )
    return found


def confirm_by_mail(*, token: str, accepts: bool = True) -> Involvement:
    """What whoever reads the structure's mails says. Raises NotWaitingError for a link that leads nowhere."""
    found = find_by_link(token=token)
    if found is None:
        raise NotWaitingError
    reason = "" if accepts else _("Whoever reads the structure’s mails says that you do not act for it.")
    with transaction.atomic():
        row = _lock(found.pk)
        if row.digest != found.digest:  # Asked anew meanwhile, with another link.
            raise NotWaitingError
        _settle(row, accepts=accepts, way=Way.EMAIL, by=None, reason=reason)
    return row


def withdraw(*, involvement: Involvement, by: User) -> None:
    """Take one's own claim back. Raises NotWaitingError when it was decided already."""
    with transaction.atomic():
        row = _lock(involvement.pk)
        if row.person_id != by.pk:
            raise PermissionDenied
        _check_waits(row)
        row.standing, row.decided_at, row.digest = Standing.ENDED, timezone.now(), ""
        row.save()


def _lock(pk: int) -> Involvement:
    """The row that decides, which one person at a time holds."""
    return Involvement.objects.select_for_update().get(pk=pk)


def _check_waits(row: Involvement) -> None:
    if row.standing != Standing.ASKED:
        raise NotWaitingError


def _settle(row: Involvement, *, accepts: bool, way: Way, by: User | None, reason: str) -> None:
    """Write the answer, and tell whoever asked."""
    _check_waits(row)
    row.standing = Standing.CONFIRMED if accepts else Standing.REFUSED
    row.way, row.decided_by, row.decided_at = way, by, timezone.now()
    row.reason = "" if accepts else reason
    row.digest = ""  # The link has done its work.
    row.save()
    # Nobody need look at the question any more.
    asked = Notice.objects.filter(event="claim_asked", subject=subject_of(row))
    asked.filter(read_at=None).update(read_at=row.decided_at)
    facts: dict[str, Any] = {"title": row.organisation.title, "accepted": accepts, "reason": row.reason}
    tell(
        people=[row.person],
        kind=Kind.STRUCTURE,
        event="claim_decided",
        subject=subject_of(row),
        facts={**facts, "structure": row.organisation_id},
        page=row.organisation,
    )
