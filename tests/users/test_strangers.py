"""The counts by client: what costs much, or is tried, counts when it is opened too."""

from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    """Two of everything."""
    cache.clear()
    few = {"link": "2/h/ip", "alike": "2/m/user"}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **few}


@pytest.mark.parametrize("name", ["sign_up_confirm", "alerts_confirm", "publishing_renew_link"])
def test_links_that_lead_nowhere_are_counted(networks: Networks, name: str) -> None:
    client = browser(networks.alliance)
    codes = [client.get(reverse(name, args=["x"])).status_code for _try in range(3)]
    assert codes == [404, 404, 429]


def test_what_is_like_the_words_typed_is_not_looked_for_without_end(networks: Networks) -> None:
    client = browser(networks.alliance, make_member(networks.alliance))
    address = reverse("publishing_alike")
    codes = [client.get(address, {"title": "Un local"}).status_code for _try in range(3)]
    assert codes == [200, 200, 429]
