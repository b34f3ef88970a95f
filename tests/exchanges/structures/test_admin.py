"""« Rattachements » in the administration, by every role."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cms.core.registry import Duty
from exchanges.models import Involvement, OrganisationPage, Standing, Way
from exchanges.structures import claims
from exchanges.structures.access import decided_by
from tests.exchanges.structures.world import World
from tests.factories import make_page

pytestmark = pytest.mark.django_db

INDEX = "involvements:index"
# Who keeps the pages of APEAS in order.
DECIDE = [("apeas", Duty.MODERATOR), ("apeas", Duty.MANAGER)]
# Everybody else, the hub's coordinators too: the sheet is not theirs.
OTHERS = [
    ("apeas", Duty.EDITOR),
    ("mesclun", Duty.MODERATOR),
    ("mesclun", Duty.MANAGER),
    ("hub", Duty.COORDINATOR),
    ("hub", Duty.ETHICS),
]


@pytest.fixture
def claim(world: World) -> Involvement:
    return claims.ask(person=world.marie, organisation=world.page, message="Je tiens la serre.")


def path(claim: Involvement) -> str:
    return reverse("involvements:decide", args=[claim.pk])


def browser_of(world: World, key: str, duty: Duty) -> Client:
    return world.networks.client((key, duty))


def test_a_moderator_sees_it_and_accepts(world: World, claim: Involvement) -> None:
    client = browser_of(world, "apeas", Duty.MODERATOR)
    assert "Jardin des Lônes" in client.get(reverse(INDEX)).content.decode()
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 personne demande à représenter une structure." in home
    assert "Je tiens la serre." in client.get(path(claim)).content.decode()
    assert client.post(path(claim), {"accepts": "on"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.standing, claim.way) == (Standing.CONFIRMED, Way.NETWORK)
    assert claim.decided_by is not None
    assert "Jardin des Lônes" not in client.get(reverse(INDEX)).content.decode()
    assert "demande à représenter" not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Jardin des Lônes" in client.get(reverse(INDEX), {"standing": "confirmed"}).content.decode()


def test_a_moderator_refuses_with_a_reason(world: World, claim: Involvement) -> None:
    client = browser_of(world, "apeas", Duty.MODERATOR)
    assert client.post(path(claim), {"reason": ""}).status_code == 200
    claim.refresh_from_db()
    assert claim.standing == Standing.ASKED
    client.post(path(claim), {"reason": "Inconnue au jardin."})
    claim.refresh_from_db()
    assert (claim.standing, claim.reason) == (Standing.REFUSED, "Inconnue au jardin.")
    # Decided: a second answer, from an old tab, changes nothing.
    client.post(path(claim), {"accepts": "on"})
    claim.refresh_from_db()
    assert claim.standing == Standing.REFUSED


@pytest.mark.parametrize(("key", "duty"), DECIDE)
def test_those_who_decide(world: World, claim: Involvement, key: str, duty: Duty) -> None:
    user = world.networks.user((key, duty))
    assert list(decided_by(user)) == [world.networks.apeas]
    claims.decide(involvement=claim, by=user, accepts=True)
    claim.refresh_from_db()
    assert claim.decided_by == user


@pytest.mark.parametrize(("key", "duty"), OTHERS)
def test_nobody_else_sees_or_decides(world: World, claim: Involvement, key: str, duty: Duty) -> None:
    make_page(world.networks.hub, OrganisationPage, "Jardin des Lônes", origin=world.page)
    make_page(world.networks.mesclun, OrganisationPage, "Jardin des Lônes", origin=world.page)
    user = world.networks.user((key, duty))
    client = Client()
    client.force_login(user)
    listing = client.get(reverse(INDEX))
    assert listing.status_code == 302 or "marie@example.org" not in listing.content.decode()
    for answer in (client.get(path(claim)), client.post(path(claim), {"accepts": "on"})):
        assert answer.status_code in (302, 404)
        assert "Je tiens la serre." not in answer.content.decode()
    claim.refresh_from_db()
    assert claim.standing == Standing.ASKED
    with pytest.raises(PermissionDenied):
        claims.decide(involvement=claim, by=user, accepts=True)


def test_a_member_is_not_let_in(world: World, claim: Involvement) -> None:
    client = world.browser(world.marie)
    assert client.post(path(claim), {"accepts": "on"}).status_code != 200
    claim.refresh_from_db()
    assert claim.standing == Standing.ASKED


def test_the_coordinators_decide_on_sheets_of_the_hub(world: World) -> None:
    page = world.networks.organisation(world.networks.hub, "Observatoire")
    claim = claims.ask(person=world.marie, organisation=page)
    coordinator = world.networks.user(("hub", Duty.COORDINATOR))
    claims.decide(involvement=claim, by=coordinator, accepts=True)
    claim.refresh_from_db()
    assert claim.standing == Standing.CONFIRMED


def test_an_editor_of_the_network_who_moderates_another_does_not_decide(
    world: World, claim: Involvement
) -> None:
    user = world.networks.user(("apeas", Duty.EDITOR), ("mesclun", Duty.MODERATOR))
    with pytest.raises(PermissionDenied):
        claims.decide(involvement=claim, by=user, accepts=True)
