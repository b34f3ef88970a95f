"""Who reads which contact of a sheet: every audience, for every reader, on the site where it was typed."""

import pytest
from django.utils import timezone

from cms.core.disclosure import Circle
from cms.core.models import Audience
from cms.core.readers import circle_for
from cms.core.registry import Duty
from cms.users.models import User
from exchanges.models import OrganisationPage
from sites.members import leave
from sites.models import Membership
from tests.factories import make_page
from tests.members import browser, make_member
from tests.networks import PASSWORD, Networks

# Who reads a contact of each audience of a sheet of APEAS.
READ: dict[str, set[str]] = {
    Audience.PUBLIC: {"visitor", "account", "member", "member elsewhere", "editor elsewhere", "editor"},
    Audience.MEMBERS: {"account", "member", "member elsewhere", "editor elsewhere", "editor"},
    Audience.NETWORK: {"member", "editor"},
    Audience.PRIVATE: {"editor"},
}
READERS = sorted(READ[Audience.PUBLIC])


def reader(networks: Networks, name: str) -> User | None:
    """Somebody of that kind."""
    if name == "visitor":
        return None
    if name == "account":
        return User.objects.create_user("seule@example.org", PASSWORD)
    if name.startswith("member"):
        return make_member(networks.apeas if name == "member" else networks.alliance)
    return networks.user(("apeas" if name == "editor" else "alliance", Duty.EDITOR))


def address_for(audience: str) -> str:
    return f"{audience}@structure.example"


@pytest.fixture
def sheet(networks: Networks) -> OrganisationPage:
    """A structure of APEAS with one address for each audience."""
    contacts = [
        {"medium": "email", "value": address_for(audience), "audience": audience}
        for audience in Audience.values
    ]
    page: OrganisationPage = make_page(networks.apeas, OrganisationPage, "Le Potager", contacts=contacts)
    return page


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("audience", Audience.values)
def test_every_audience_by_every_reader(
    networks: Networks, sheet: OrganisationPage, name: str, audience: str
) -> None:
    page = browser(networks.apeas, reader(networks, name)).get(sheet.url)
    assert page.status_code == 200
    assert (address_for(audience) in page.text) == (name in READ[audience])


def test_all_audiences_are_told_of() -> None:
    assert set(READ) == set(Audience.values)


def test_who_left_or_was_excluded_reads_no_more(networks: Networks, sheet: OrganisationPage) -> None:
    marie, paul = make_member(networks.apeas, "Marie"), make_member(networks.apeas, "Paul")
    for person in (marie, paul):
        assert address_for("network") in browser(networks.apeas, person).get(sheet.url).text
    leave(network_id=networks.apeas.pk, person=marie)
    Membership.objects.filter(person=paul).update(excluded_at=timezone.now())
    for person in (marie, paul):
        text = browser(networks.apeas, person).get(sheet.url).text
        assert address_for("network") not in text
        assert address_for("members") in text


def test_a_copy_is_read_by_the_network_it_came_from(networks: Networks, sheet: OrganisationPage) -> None:
    """On the other site it says no more than it holds; the circle is that of the origin."""
    copy = make_page(networks.alliance, OrganisationPage, "Le Potager", origin=sheet)
    near = User.objects.get(pk=make_member(networks.apeas, "Marie").pk)
    far = User.objects.get(pk=make_member(networks.alliance, "Paul").pk)
    assert circle_for(near, copy) == Circle.SAME_NETWORK
    assert circle_for(far, copy) == Circle.MEMBER


def test_members_edit_nothing(networks: Networks, sheet: OrganisationPage) -> None:
    marie = make_member(networks.apeas, "Marie")
    client = browser(networks.apeas, marie)
    assert client.get(f"/admin/pages/{sheet.pk}/edit/").status_code == 403
