"""People of the administration sign in each day, however they came in."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from cms.core.registry import Duty
from cms.users.models import User
from sites import invitations
from sites.models import Invitation
from sites.roles import group_for
from tests.networks import Networks
from tests.sites.people_world import network_of
from tests.users.conftest import Browser

Browse = Callable[..., Browser]
DAY, LONG = 12 * 3600, 14 * 24 * 3600


@pytest.fixture
def browser(browse: Browse, member: User) -> Browser:
    """Somebody of no network, who ticked that they stay signed in."""
    found = browse()
    found.sign_in(member.email, remember="on")
    assert found.client.session.get_expiry_age() == LONG
    return found


def test_who_accepts_while_signed_in_stays_for_a_day(
    networks: Networks, browser: Browser, member: User
) -> None:
    manager = networks.user(("apeas", Duty.MANAGER))
    invitations.invite(
        network=network_of(networks.apeas), email=member.email, duties=[Duty.EDITOR], by=manager
    )
    Invitation.objects.update(digest=invitations.digest_of("lien"))
    answer = browser.post("invitation", {}, "lien")
    browser.get(answer.headers["Location"])
    assert browser.client.session.get_expiry_age() == DAY


def test_who_is_given_roles_otherwise_too(networks: Networks, browser: Browser, member: User) -> None:
    group = group_for(networks.apeas, Duty.EDITOR)
    assert group is not None
    assert browser.get("wagtailadmin_home").status_code == 403
    assert browser.client.session.get_expiry_age() == LONG
    member.groups.add(group)
    assert browser.get("wagtailadmin_home").status_code == 200
    assert browser.client.session.get_expiry_age() == DAY
    assert 0 < browser.client.cookies["sessionid"]["max-age"] <= DAY


def test_it_is_written_once(networks: Networks) -> None:
    client = networks.client(("apeas", Duty.EDITOR))
    address = reverse("wagtailadmin_home")
    assert "sessionid" in client.get(address).cookies
    answer = client.get(address)
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
