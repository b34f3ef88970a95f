"""The home page of somebody's space."""

import pytest
from django.urls import reverse

from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db


def test_a_member_is_greeted_on_the_site_of_the_network(networks: Networks) -> None:
    response = browser(networks.alliance, make_member(networks.alliance, "Marie")).get(reverse("space"))
    assert response.status_code == 200
    assert "Bonjour Marie" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_a_visitor_is_asked_to_sign_in(networks: Networks) -> None:
    response = browser(networks.alliance).get(reverse("space"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
