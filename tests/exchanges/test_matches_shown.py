"""Where matches are seen: on the sheet of an exchange, and in the tab of its editing screen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.core.registry import Duty
from cms.users.models import User
from exchanges.matching.engine import match
from exchanges.models import ExchangePage, Match, OrganisationPage
from syndication.engine import sync
from tests.factories import make_page
from tests.market import make_methods, make_places, make_themes, visit
from tests.networks import Networks
from tests.syndication.admin_world import make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def market(networks: Networks) -> dict[str, Any]:
    """A need that two networks could answer, each on its own site only."""
    places = make_places()
    make_themes()
    make_methods()
    bees = {"type": "product", "themes": ["apiculture"], "methods": ["loan"]}
    return {
        "need": make_page(networks.apeas, ExchangePage, "Cherche une ruche", area=places["aix"], **bees),
        "offer": make_page(
            networks.apeas, ExchangePage, "Prête une ruche", sense="offer", area=places["marseille"], **bees
        ),
        "structure": make_page(networks.apeas, OrganisationPage, "Les Ruchers", themes=["miel"]),
        "secret": make_page(networks.alliance, ExchangePage, "Ruche d’ailleurs", sense="offer", **bees),
    }


def tab(networks: Networks, page: Any, key: str = "apeas") -> str:
    client = Client()
    email = f"{key}.editor@example.org"
    client.force_login(User.objects.filter(email=email).first() or networks.user((key, Duty.EDITOR)))
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_the_tab_says_who_could_answer_and_why(networks: Networks, market: dict[str, Any]) -> None:
    match()
    shown = tab(networks, market["need"])
    assert "Offres qui y répondent" in shown
    assert "Prête une ruche" in shown
    assert "Apiculture · Prêt · à 27 km" in " ".join(shown.split())
    assert "Les Ruchers" in shown
    assert "Ruche d’ailleurs" not in shown


def test_the_tab_of_a_structure_lists_needs(networks: Networks, market: dict[str, Any]) -> None:
    match()
    shown = tab(networks, market["structure"])
    assert "Demandes auxquelles elle pourrait répondre" in shown
    assert "Cherche une ruche" in shown


@pytest.mark.parametrize(
    ("fields", "words"), [({"themes": []}, "n’a pas encore de thème"), ({}, "Rien n’y correspond")]
)
def test_the_tab_says_what_to_do_when_it_is_empty(
    networks: Networks, market: dict[str, Any], fields: dict[str, Any], words: str
) -> None:
    page = make_page(networks.mesclun, ExchangePage, "Seule", **{"themes": ["culture"], **fields})
    assert words in tab(networks, page, "mesclun")


def test_visitors_see_what_could_answer(networks: Networks, market: dict[str, Any]) -> None:
    match()
    response = visit(networks.apeas, "/echanges/cherche-une-ruche/")
    assert [card.title for card in response.context["answers"]] == ["Prête une ruche"]
    assert [card.title for card in response.context["structures"]] == ["Les Ruchers"]
    assert "Qui pourrait répondre" in response.text
    response = visit(networks.apeas, "/echanges/prete-une-ruche/")
    assert "Qui cherche cela" in response.text


def test_what_is_kept_private_is_not_shown(networks: Networks, market: dict[str, Any]) -> None:
    match()
    PageViewRestriction.objects.create(page=market["offer"], restriction_type="login")
    assert visit(networks.apeas, "/echanges/cherche-une-ruche/").context["answers"] == []


def test_publishing_finds_them_at_once(
    networks: Networks, market: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        market["need"].save_revision().publish()
    assert Match.objects.current().count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        market["offer"].unpublish()
    assert Match.objects.current().count() == 1


def test_a_copy_brings_matches_with_it(
    networks: Networks, market: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    make_rule(networks, "apeas", "alliance", mode="automatic")
    with django_capture_on_commit_callbacks(execute=True):
        sync()
    rows = Match.objects.current().filter(exchange=market["need"])
    assert "Ruche d’ailleurs" in set(rows.values_list("counterpart__title", flat=True))
    shown = tab(networks, market["secret"], "alliance")
    assert "Cherche une ruche" in shown
    assert "Ruche d’ailleurs" in tab(networks, market["need"])
    # Read on the site where it is; who keeps it there is not told of elsewhere.
    assert "sur le site de Alliance Provence" in tab(networks, market["need"])
    ExchangePage.objects.filter(pk=market["secret"].pk).update(sharing="network")
    assert "Ruche d’ailleurs" not in tab(networks, market["need"])
