"""Helping an announcement on: one click, written in the history of the page, and its author is told.

What changes the page is for the people of its home network. Proposing a structure is for whoever follows
the page: the coordinators of the regional platform too, for a copy that stands there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from cms.users.mails import network_mail
from cms.users.models import User
from exchanges.care.places import origin_of, standing_at, wider
from exchanges.models import ExchangePage, Kind, Mailbox, OrganisationPage
from exchanges.notices.telling import tell
from exchanges.people import authors_of, speakers_of
from exchanges.reach import reach_of
from sites.models import NetworkSettings

PROPOSED = "exchanges.care_propose"
WIDENED = "exchanges.care_widen"
NARROWED = "exchanges.care_narrow"
RELAUNCHED = "exchanges.care_relaunch"
SUGGESTED = "exchanges.care_suggest"
# The same is not suggested every day.
SUGGEST_AGAIN = timedelta(days=21)
# An address for everybody comes before one that the structure shows to fewer.
NEAREST = ("public", "members", "network", "private")

# Each tells an announcement once more to those whom it fits and who were not told; how many were.
relaunchers: list[Callable[[ExchangePage], int]] = []


@dataclass(frozen=True)
class Proposed:
    """Who heard of an announcement: so many people of the structure, or its address."""

    people: int = 0
    mailed: bool = False


def propose(*, page: ExchangePage, organisation: OrganisationPage, by: User) -> Proposed:
    """Tell those who speak for a structure of the announcement; where nobody does, its address.

    Both as they stand on the site of who proposes: originals or copies. Raises ValidationError where the
    structure can't be told, or was told already.
    """
    exchange, structure = origin_of(page), origin_of(organisation)
    if exchange is None or structure is None or not (exchange.live and structure.live) or exchange.is_expired:
        raise ValidationError(_("It was taken off meanwhile."))
    check_reach(exchange, structure)
    with transaction.atomic():
        OrganisationPage.objects.select_for_update().get(pk=structure.pk)
        told = _tell_speakers(exchange, structure, page) or _mail(exchange, structure, page)
        log(page, PROPOSED, user=by, data={"structure": structure.title})
    return told


def check_reach(exchange: ExchangePage, structure: OrganisationPage) -> None:
    """Raise ValidationError where the structure may not hear of the announcement, or need not."""
    if exchange.organisation_id == structure.pk:
        raise ValidationError(_("This announcement is the structure’s own."))
    there = structure.get_site()
    if there is None or there.pk in hearing(exchange):
        return
    about = {"structure": structure.title}
    if exchange.get_view_restrictions().exists():
        raise ValidationError(
            _("The page of this announcement is private: %(structure)s, elsewhere, can’t read it.") % about
        )
    raise ValidationError(_("Its author keeps this announcement from the network of %(structure)s.") % about)


def hearing(exchange: ExchangePage) -> set[int]:
    """The ids of the sites whose people may hear of an announcement (its origin).

    Its own; the others as far as its author shares it, and none of them while its network keeps it private.
    """
    home = exchange.get_site()
    shared = reach_of(ExchangePage, [exchange.pk]).get(exchange.pk, frozenset())
    return {*shared, *([home.pk] if home else [])}


def _tell_speakers(
    exchange: ExchangePage, structure: OrganisationPage, page: ExchangePage
) -> Proposed | None:
    speakers = speakers_of([structure.pk])
    if not speakers.exists():
        return None
    others = speakers.exclude(pk__in=authors_of(exchange).values("pk"))
    made = tell(
        people=others,
        kind=Kind.MATCH,
        event="proposed",
        subject=f"exchange:{exchange.pk}",
        facts={"title": exchange.title, "structure": structure.title, "proposer": network_name(page)},
        page=exchange,
        # The one that may hear of it, whichever else its people are members of.
        network=structure.get_site(),
    )
    if not made:
        raise ValidationError(
            _("%(structure)s was told of this announcement already.") % {"structure": structure.title}
        )
    return Proposed(people=len(made))


def _mail(exchange: ExchangePage, structure: OrganisationPage, page: ExchangePage) -> Proposed:
    address = address_of(structure)
    if not address:
        raise ValidationError(
            _("Nobody speaks for %(structure)s here, and it has no e-mail address: call it.")
            % {"structure": structure.title}
        )
    if PageLogEntry.objects.filter(
        page__in=[page.pk, exchange.pk], action=PROPOSED, data__structure=structure.title
    ).exists():
        raise ValidationError(
            _("%(structure)s was told of this announcement already.") % {"structure": structure.title}
        )
    home = structure.get_site()
    there = standing_at(exchange, home) or page
    facts = {"title": exchange.title, "structure": structure.title, "proposer": network_name(page)}
    network_mail(
        site_id=home.pk if home else None,
        to=address,
        template="exchanges/care/mail/proposed",
        context={**facts, "url": there.full_url},
        key=f"proposed:{exchange.pk}:{structure.pk}",
    )
    return Proposed(mailed=True)


def address_of(structure: OrganisationPage) -> str:
    """Where the structure is written to: its widest known address that takes mails; "" for none."""
    found = [contact for contact in structure.contacts.all() if contact.medium == "email"]
    found.sort(key=lambda contact: NEAREST.index(contact.audience))
    stopped = set(
        Mailbox.objects.filter(
            email__in=[contact.value for contact in found], stopped_at__isnull=False
        ).values_list("email", flat=True)
    )
    return next((contact.value for contact in found if contact.value not in stopped), "")


def widen(*, page: ExchangePage, seen: int | None, by: User) -> ExchangePage:
    """Look one step further around: commune, then EPCI, département, region. Its author can undo it.

    `seen` is the id of the area that `by` saw. Raises ValidationError where that changed meanwhile, where
    there is nothing wider, and while its author has changes that are not published.
    """
    with transaction.atomic():
        page = _own(page)
        target = wider(page.area)
        if page.area_id != seen:
            raise ValidationError(_("Somebody changed the area meanwhile: it is %s now.") % page.area)
        if target is None:
            raise ValidationError(_("There is no wider area to look in."))
        before = page.area
        _move(page, target, page.widened_from_id or page.area_id, by)
        log(page, WIDENED, user=by, data={"from": str(before), "to": str(target)})
        subject = f"widened:{page.pk}:{target.pk}:{timezone.localdate().isoformat()}"
        _tell_authors(page, by, "area_widened", subject, was=str(before), now=str(target))
    return page


def can_narrow(page: ExchangePage) -> bool:
    """Whether the area is still one that the network widened."""
    before, now = page.widened_from, page.area
    if before is None or now is None:
        return False
    return before.pk != now.pk and now.pk in (before.epci_id, before.departement_id, before.region_id)


def narrow(*, page: ExchangePage, by: User) -> bool:
    """Have the area as its author wrote it; False where there is nothing to undo (any more)."""
    with transaction.atomic():
        page = _own(page)
        if not can_narrow(page):
            return False
        before = page.widened_from
        _move(page, before, None, by)
        log(page, NARROWED, user=by, data={"to": str(before)})
    return True


def relaunch(*, page: ExchangePage, by: User) -> int:
    """Tell it once more to those whom it fits and who were not told: once an announcement.

    How many were told. Raises ValidationError the second time.
    """
    with transaction.atomic():
        page = _lock(page)
        if page.relaunched_at:
            day = date_format(timezone.localtime(page.relaunched_at), "DATE_FORMAT")
            raise ValidationError(_("It was relaunched already, on %s: once is enough.") % day)
        page.relaunched_at = timezone.now()
        ExchangePage.objects.filter(pk=page.pk).update(relaunched_at=page.relaunched_at)
        told = sum(again(page) for again in relaunchers)
        log(page, RELAUNCHED, user=by, data={"told": told})
        day = page.relaunched_at.date().isoformat()
        _tell_authors(page, by, "relaunched", f"relaunched:{page.pk}:{day}", told=told)
    return told


def suggest_closing(*, page: ExchangePage, by: User) -> int:
    """Ask its author whether it should stay; how many people were told.

    Raises ValidationError where nobody can be told, or somebody asked already not long ago.
    """
    with transaction.atomic():
        page = _lock(page)
        if suggestions().filter(page=page).exists():
            raise ValidationError(_("Its author was asked already: leave them some time."))
        day = timezone.localdate().isoformat()
        told = _tell_authors(page, by, "close_suggested", f"close:{page.pk}:{day}")
        if not told:
            raise ValidationError(
                _("Nobody here answers for this announcement: take it off yourselves, from its page.")
            )
        log(page, SUGGESTED, user=by)
    return told


def suggestions() -> Any:
    """What the histories hold of authors who were asked lately whether to close."""
    return PageLogEntry.objects.filter(action=SUGGESTED, timestamp__gte=timezone.now() - SUGGEST_AGAIN)


def network_name(page: ExchangePage) -> str:
    """The network on whose site the page stands, as its people are spoken of."""
    settings = NetworkSettings.objects.filter(site=page.get_site()).first()
    return settings.name if settings else ""


def _lock(page: ExchangePage) -> ExchangePage:
    """The page as it is now, for nobody else to change until the end; raises ValidationError when it is over."""
    found = ExchangePage.objects.select_for_update().get(pk=page.pk)
    if found.is_copy or not found.live or found.closed_at:
        raise ValidationError(_("It was taken off meanwhile."))
    return found


def _own(page: ExchangePage) -> ExchangePage:
    found = _lock(page)
    if found.has_unpublished_changes:
        raise ValidationError(_("Its author is changing it: what they wrote would be lost."))
    return found


def _move(page: ExchangePage, area: Any, before: int | None, by: User) -> None:
    ExchangePage.objects.filter(pk=page.pk).update(widened_from=before)
    page.widened_from_id, page.area = before, area
    page.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)


def _tell_authors(page: ExchangePage, by: User, event: str, subject: str, **facts: Any) -> int:
    """Tell those to whom the page belongs what was done for it; how many."""
    made = tell(
        people=authors_of(page).exclude(pk=by.pk),
        kind=Kind.PAGE,
        event=event,
        subject=subject,
        facts={"title": page.title, "network": network_name(page), **facts},
        page=page,
    )
    return len(made)
