"""Writing a structure's sheet from what its people typed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cms.users.models import User
from exchanges.models import (
    Involvement,
    OrganisationContact,
    OrganisationIndexPage,
    OrganisationPage,
    Standing,
    Way,
)
from exchanges.publishing import review
from exchanges.publishing.pictures import store
from exchanges.publishing.texts import to_html, to_text
from exchanges.structures.access import may_act
from sites.models import NetworkSettings

# What of the sheet has the same name in its form.
PLAIN = (
    "title",
    "acronym",
    "summary",
    "address",
    "postcode",
    "city",
    "address_audience",
    "family",
    "legal_status",
    "siret",
    "sharing",
)
Rows = list[dict[str, Any]]


def initial(page: OrganisationPage) -> dict[str, Any]:
    """What the form starts from."""
    return {
        **{name: getattr(page, name) for name in PLAIN},
        "area": page.area_id,
        "text": to_text(page.body),
        "themes": list(page.themes.all()),
    }


def write(page: OrganisationPage, values: dict[str, Any], contacts: Rows) -> None:
    """Put what was typed on the page; nothing is saved.

    A text that nobody touched keeps its titles and links, a contact point that stays keeps its row.
    """
    for name in PLAIN:
        setattr(page, name, values[name])
    if values["text"].replace("\r\n", "\n").strip() != to_text(page.body):
        page.body = to_html(values["text"])
    if page.area != values["area"]:
        # The position was somewhere in the other commune.
        page.area, page.location = values["area"], ""
    page.themes.set(values["themes"])
    page.contacts.set(_contacts(page, contacts))


def _contacts(page: OrganisationPage, rows: Rows) -> list[OrganisationContact]:
    known = {(each.medium, each.value): each for each in page.contacts.all()}
    made = []
    for order, row in enumerate(row for row in rows if row.get("value")):
        contact = known.pop((row["medium"], row["value"]), None) or OrganisationContact()
        for name in ("medium", "value", "audience", "label"):
            setattr(contact, name, row[name])
        contact.sort_order = order
        made.append(contact)
    return made


def register(
    *, network: NetworkSettings, person: User, values: dict[str, Any], contacts: Rows
) -> OrganisationPage:
    """A new sheet in the network's directory, shown or read first; the person speaks for the structure."""
    index = OrganisationIndexPage.objects.child_of(network.site.root_page).get()
    with transaction.atomic():
        page = OrganisationPage(live=False, has_unpublished_changes=True, owner=person)
        write(page, values, contacts)
        _picture(page, values, person, network)
        index.add_child(instance=page)
        Involvement.objects.create(
            person=person,
            organisation=page,
            role=values.get("role"),
            standing=Standing.CONFIRMED,
            way=Way.REGISTERED,
            decided_at=timezone.now(),
        )
        hand_in(page=page, person=person, network=network)
    return page


def edit(*, page: OrganisationPage, person: User, values: dict[str, Any], contacts: Rows) -> bool:
    """Another version of the sheet; whether it is shown at once. Until then what visitors see stays.

    Raises PermissionDenied for somebody who does not act for the structure.
    """
    network = NetworkSettings.objects.get(site=page.get_site())
    with transaction.atomic():
        OrganisationPage.objects.select_for_update().get(pk=page.pk)
        if not may_act(person, page):  # Taken out while they wrote, or excluded.
            raise PermissionDenied
        newest = latest(page)
        write(newest, values, contacts)
        _picture(newest, values, person, network)
        return hand_in(page=newest, person=person, network=network)


def hand_in(*, page: OrganisationPage, person: User, network: NetworkSettings) -> bool:
    """Show it or have it read first, as its network wants; whether it is shown at once."""
    try:
        return review.submit(page=page, person=person, network=network) == review.Outcome.PUBLISHED
    # A draft that the editors find among their pages.
    except (review.NobodyReviewsError, review.TakenOffError):
        page.save_revision(user=person, log_action=True)
        return False


def latest(page: OrganisationPage) -> OrganisationPage:
    """The sheet as it was last written, shown or not."""
    found: OrganisationPage = page.get_latest_revision_as_object()
    return found


def _picture(page: OrganisationPage, values: dict[str, Any], person: User, network: NetworkSettings) -> None:
    if values.get("picture"):
        page.image = store(file=values["picture"], title=page.title, site=network.site, person=person)
    elif values.get("no_picture"):
        page.image = None
