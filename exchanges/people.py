"""Who is behind an announcement or a sheet: one function decides, asked by every room."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, Site

from cms.users.models import User
from exchanges.models import ExchangePage, Involvement, OrganisationPage

# What a member has not handed in yet: no revision of it was ever made. It is for who types it alone.
UNSENT = Q(live=False, latest_revision_created_at=None, first_published_at=None, owner__isnull=False)


def speakers_of(organisations: Collection[int] | QuerySet[Any]) -> QuerySet[User]:
    """The people who were confirmed to speak for one of these structures (ids of origins)."""
    confirmed = Involvement.objects.confirmed().filter(organisation__in=organisations)
    return User.objects.filter(is_active=True, pk__in=confirmed.values("person"))


def structures_of(person: Any) -> QuerySet[OrganisationPage]:
    """The structures for which the person was confirmed to speak: origins, published or not."""
    confirmed = Involvement.objects.confirmed().filter(person=person)
    return OrganisationPage.objects.origins().filter(pk__in=confirmed.values("organisation"))


def authors_of(page: ExchangePage) -> QuerySet[User]:
    """To whom the announcement (its origin) belongs: those who speak for its structure, and who typed it.

    Nobody where it was imported, or typed by somebody whose account is gone.
    """
    mine = Q(pk=page.owner_id or 0)
    if page.organisation_id:
        mine |= Q(pk__in=speakers_of([page.organisation_id]).values("pk"))
    return User.objects.filter(mine, is_active=True)


def exchanges_of(person: Any) -> QuerySet[ExchangePage]:
    """The announcements that belong to the person: typed by them, or of a structure of theirs; drafts too.

    What somebody else is still typing is not among them, for whichever structure it will be.
    """
    theirs = Q(owner=person) | Q(organisation__in=structures_of(person).values("pk"))
    return ExchangePage.objects.origins().filter(theirs).exclude(UNSENT & ~Q(owner=person))


def exchanges_on(site: Site, person: Any) -> Any:
    """Those of them that were typed on that site."""
    pages: Any = exchanges_of(person)
    return pages.on_site(site)


def may_manage(person: Any, page: Page) -> bool:
    """Whether the page, an announcement or a sheet, is the person's to change in their space."""
    if not person.is_authenticated:
        return False
    mine: QuerySet[Any] = (
        structures_of(person) if isinstance(page, OrganisationPage) else exchanges_of(person)
    )
    return mine.filter(pk=page.pk).exists()
