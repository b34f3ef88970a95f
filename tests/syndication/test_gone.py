"""What a visitor reads at the address of a copy that is no longer there."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from exchanges.models import ExchangePage
from syndication.decisions import refuse
from syndication.engine import sync
from syndication.models import Delivery, Mode, SyndicationRule
from tests.factories import UserFactory
from tests.market import visit
from tests.networks import Networks
from tests.world import WAYS_BACK, World, take_back

pytestmark = pytest.mark.django_db
PATH = "/echanges/local-a-nice/"
HERE, ANYWHERE = "Elle n’est plus affichée sur ce site", "Elle n’est plus publiée nulle part"


@pytest.fixture
def nice(world: World) -> ExchangePage:
    """A need that goes to the hub and from there to APEAS, and is shown on both."""
    world.rule("alliance", "hub", tags=["région"])
    world.rule("hub", "apeas")
    page: ExchangePage = world.page("alliance", "Local à Nice", tags=["région"])
    sync()
    assert read(world).status_code == 200
    return page


def read(world: World, key: str = "apeas", path: str = PATH) -> Any:
    """What that site answers there."""
    return visit(world.sites[key], path)


def main(response: Any) -> str:
    """The part of a page that is its own."""
    text: str = response.text
    return text.split("<main", 1)[1].split("</main>", 1)[0]


def links(response: Any) -> dict[str, str]:
    """The links of the main part: {words: address}."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', main(response), re.DOTALL)
    return {words.strip(): url for url, words in found}


@pytest.mark.parametrize("how", WAYS_BACK)
def test_what_the_origin_takes_back_says_so_and_leads_on(world: World, nice: ExchangePage, how: str) -> None:
    take_back(world, nice, how)
    sync()
    for key in ("hub", "apeas"):
        response = read(world, key)
        assert response.status_code == 410
        assert links(response)["Échanges"] == "/echanges/"
        gone = how in ("unpublish", "delete")
        assert (ANYWHERE in main(response)) == gone
        assert (HERE in main(response)) == (not gone)
        assert "Local à Nice" not in response.text


@pytest.mark.parametrize("then", ["unpublish", "delete", "untag"])
def test_it_stays_gone_when_it_was_held_back_first(world: World, nice: ExchangePage, then: str) -> None:
    take_back(world, nice, "sharing")
    sync()
    take_back(world, nice, then)
    sync()
    assert read(world).status_code == 410


def test_a_page_that_waits_again_is_not_here_now(world: World, nice: ExchangePage) -> None:
    for rule in SyndicationRule.objects.all():
        rule.mode = Mode.REVIEWED
        rule.save()
    sync()
    response = read(world, "hub")
    assert response.status_code == 410
    assert HERE in main(response)


def test_a_page_that_a_network_refused_is_said_to_be_gone_from_there_only(
    world: World, nice: ExchangePage
) -> None:
    refuse(deliveries=Delivery.objects.filter(target=world.sites["apeas"]), user=UserFactory(), reason="Non.")
    sync()
    response = read(world)
    assert response.status_code == 410
    assert HERE in main(response)
    assert "Non." not in response.text
    assert read(world, "hub").status_code == 200


def test_a_page_that_no_rule_brings_any_more(world: World, nice: ExchangePage) -> None:
    SyndicationRule.objects.all().delete()
    sync()
    assert HERE in main(read(world))


def test_what_was_never_shown_was_never_there(world: World, nice: ExchangePage) -> None:
    world.page("alliance", "Rien qu’ici", slug="rien", tags=["région"], sharing="network")
    sync()
    assert Delivery.objects.filter(path="").exists()
    for path in ("/echanges/rien/", "/", "", "/echanges/local/"):
        assert read(world, path=path).status_code in (200, 404)
    nice.unpublish()
    assert read(world, "alliance").status_code == 404  # The origin's own site never had a copy.


def test_variants_of_the_address(world: World, nice: ExchangePage) -> None:
    nice.unpublish()
    sync()
    client = Client(headers={"host": "apeas.localhost"})
    assert client.head(PATH).status_code == 410
    assert client.get(PATH.rstrip("/"), follow=True).status_code == 410
    assert client.get(f"{PATH}?page=2").status_code == 410
    assert client.post(PATH).status_code == 404


def test_a_new_page_takes_the_address(world: World, nice: ExchangePage) -> None:
    nice.unpublish()
    sync()
    world.page("apeas", "Tout neuf", slug="local-a-nice")
    response = read(world)
    assert response.status_code == 200
    assert "Tout neuf" in response.text


def test_an_address_that_two_pages_had_says_what_is_true_of_both(world: World, nice: ExchangePage) -> None:
    nice.unpublish()
    sync()
    again = world.page("hub", "Autre", slug="local-a-nice")
    sync()
    assert read(world).status_code == 200
    take_back(world, again, "sharing")
    sync()
    assert HERE in main(read(world))
    again.unpublish()
    sync()
    assert ANYWHERE in main(read(world))


@pytest.mark.parametrize("how", ["unpublish", "password"])
def test_it_leads_to_no_list_that_visitors_cannot_read(world: World, nice: ExchangePage, how: str) -> None:
    nice.unpublish()
    sync()
    index = world.index("apeas", ExchangePage)
    if how == "unpublish":
        index.unpublish()
    else:
        PageViewRestriction.objects.create(page=index, restriction_type="login")
    response = read(world)
    assert response.status_code == 410
    assert list(links(response).values()) == ["/"]


def test_an_address_that_no_database_can_hold_is_not_found(
    networks: Networks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("syndication.middleware.taken_away", lambda *args: pytest.fail("asked for a NUL"))
    assert visit(networks.apeas, "/mon-espace/nouvelles/arreter/a%00b/").status_code == 404
