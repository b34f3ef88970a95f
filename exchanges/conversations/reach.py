"""Whether an announcement can be answered inside the platform, and who is on its side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.core.models.contacts import Medium
from cms.core.readers import memberships_of
from cms.core.visitors import is_private
from cms.users.models import User
from exchanges.models import Block, ExchangePage
from exchanges.people import authors_of, may_manage, speakers_of, structures_of
from sites.models import Membership, NetworkSettings
from sites.networks import network_at


@dataclass(frozen=True)
class Author:
    """One on the side of the author: a person, or an address to which what is said is relayed."""

    name: str
    person: User | None = None
    email: str = ""


def origin_of(page: ExchangePage) -> ExchangePage | None:
    """What was typed, of the page or of what it is a copy of; None where that is not on this platform."""
    if not page.is_copy:
        return page if page.alias_of_id is None else None
    found: ExchangePage | None = ExchangePage.objects.origins().filter(pk=page.origin_page_id).first()
    return found


def takes_answers(page: ExchangePage) -> bool:
    """Whether the announcement (its origin) is there for everybody to answer: neither over, closed nor private."""
    return not is_over(page) and not page.get_view_restrictions().exists()


def is_over(page: ExchangePage) -> bool:
    """Whether nobody can read it any more, or for now."""
    return not page.live or page.is_expired or page.paused_at is not None or page.closed_at is not None


def authors(page: ExchangePage) -> list[Author]:
    """Who hears of answers to the announcement.

    Those who speak for its structure, or the member who typed it. Where it was imported, or typed by the
    network for somebody else: the address that it, or its structure, gives; whoever typed it where there is
    none; the network's own address at last. Nobody, where even that is missing.
    """
    people = list(authors_of(page))
    own = [person for person in people if _is_theirs(person, page)]
    relayed = None if own else _given_address(page)
    if relayed or not people:
        found = relayed or _of_network(page)
        return [found] if found else []
    return [Author(name=name_of(person), person=person) for person in own or people]


def is_reachable(page: ExchangePage, request: HttpRequest) -> bool:
    """Whether somebody would hear of an answer: those of `authors`, asked in the order of what it costs."""
    network = network_at(page, request)
    if network is not None and network.contact_email:
        return True
    given = Q(contacts__medium=Medium.EMAIL) | Q(organisation__contacts__medium=Medium.EMAIL)
    return authors_of(page).exists() or ExchangePage.objects.filter(given, pk=page.pk).exists()


def answer_url(page: ExchangePage, request: HttpRequest) -> str:
    """Where the page, an origin or a copy, is answered on its site; "" where it can't be inside the platform."""
    origin = origin_of(page)
    if origin is None or is_over(origin) or is_private(origin, request) or not is_reachable(origin, request):
        return ""
    return reverse("answer_page", args=[page.pk])


def _is_theirs(person: User, page: ExchangePage) -> bool:
    """Whether it is theirs, and not only typed by them for somebody else."""
    if page.organisation_id:
        return speakers_of([page.organisation_id]).filter(pk=person.pk).exists()
    return bool(memberships_of(person))


def _given_address(page: ExchangePage) -> Author | None:
    """The first e-mail address that the announcement, or else its structure, gives; whoever may see it."""
    name = page.contact_name or (page.organisation.title if page.organisation else "")
    for holder in (page, page.organisation):
        found = holder.contacts.filter(medium=Medium.EMAIL).first() if holder else None
        if found:
            return Author(name=name or _("The author of the announcement"), email=found.value.lower())
    return None


def _of_network(page: ExchangePage) -> Author | None:
    network = NetworkSettings.objects.filter(site=page.get_site()).exclude(contact_email="").first()
    return Author(name=network.name, email=network.contact_email.lower()) if network else None


def name_of(person: User) -> str:
    """The name that others read: an address never stands for it."""
    return person.get_full_name() or _("A member")


def home_site(page: Page) -> Site:
    """The site on which the announcement was typed."""
    found: Site | None = page.get_site()
    if found is None:
        raise LookupError("An announcement stands on no site.")
    return found


def is_own(person: Any, page: ExchangePage) -> bool:
    """Whether the announcement is theirs: nobody answers themselves."""
    return may_manage(person, page)


def structures_to_answer_for(person: User, page: ExchangePage) -> Any:
    """The structures of the person in whose name they may answer that announcement."""
    return structures_of(person).exclude(pk=page.organisation_id or 0).order_by("title")


def is_blocked(*, by: list[User], person: User | None, email: str) -> bool:
    """Whether one of these people does not want to be written to by that person, or from that address."""
    if not by:
        return False
    address = (person.email if person else email).lower()
    who = Q(email=address) | Q(blocked__email=address)
    if person:
        who |= Q(blocked=person)
    return Block.objects.filter(who, person__in=by).exists()


def kept_out(*, networks: Iterable[Site | int], person: User | None, email: str = "") -> str:
    """Why they may not answer there: one of these networks excluded them; "" where none did.

    Whoever answers signed out is still who has the account of that address.
    """
    who = Q(person=person) if person else Q(person__email__iexact=email)
    found = Membership.objects.filter(who, network__in=list(networks), excluded_at__isnull=False)
    settings = NetworkSettings.objects.filter(site__in=found.values("network")).order_by("pk").first()
    if settings is None:
        return ""
    return _("%(network)s excluded you: you can’t answer its announcements, nor any on its site.") % {
        "network": settings.name
    }
