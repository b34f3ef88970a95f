"""The first page of a network, and of the hub."""

from typing import Any

from wagtail.models import PageViewRestriction

from cms.core.registry import Duty
from exchanges.models import ExchangePage, OrganisationPage
from home.models import HomePage
from home.models.pages import Portrait
from tests.factories import make_page
from tests.market import make_themes, visit
from tests.networks import Networks


def titles(cards: list[Any]) -> list[str]:
    return [card.title for card in cards]


def test_what_is_new_here_and_nothing_of_elsewhere(networks: Networks) -> None:
    make_themes()
    for number in range(8):
        make_page(networks.apeas, ExchangePage, f"Besoin {number}", themes=["miel"])
    make_page(networks.apeas, ExchangePage, "Offre", sense="offer", themes=["culture"])
    make_page(networks.apeas, OrganisationPage, "La Ruche", summary="Du miel")
    make_page(networks.alliance, ExchangePage, "Ailleurs")
    context = visit(networks.apeas).context
    assert titles(context["latest_needs"]) == [f"Besoin {number}" for number in range(7, 1, -1)]
    assert titles(context["latest_offers"]) == ["Offre"]
    assert titles(context["portraits"]) == ["La Ruche"]
    assert [figure["value"] for figure in context["figures"]] == [1, 8, 1]
    assert [(theme["label"], theme["count"]) for theme in context["themes"]] == [
        ("Agriculture", 8),
        ("Culture", 1),
    ]
    assert context["themes"][0]["url"] == "/echanges/?theme=agriculture"
    assert context["search_action"] == "/echanges/"
    assert context["offer_url"] == "/mon-espace/annonces/publier/?sense=offer"
    assert not context["is_hub"]
    assert context["networks"] == []


def test_an_empty_site_says_nothing_false(networks: Networks) -> None:
    response = visit(networks.apeas)
    assert response.status_code == 200
    assert response.context["figures"] == []
    assert response.context["portraits"] == []


def test_chosen_portraits_are_shown_as_this_site_has_them(networks: Networks) -> None:
    hive = make_page(networks.apeas, OrganisationPage, "La Ruche", summary="Du miel")
    away = make_page(networks.alliance, OrganisationPage, "Le Moulin", summary="De l’huile")
    make_page(networks.apeas, OrganisationPage, "Le Moulin", summary="De l’huile", origin=away)
    gone = make_page(networks.apeas, OrganisationPage, "Fermée")
    gone.unpublish()
    home = HomePage.objects.get(pk=networks.apeas.root_page_id)
    home.portraits = [Portrait(organisation=page) for page in (away, gone, hive)]
    home.save_revision().publish()
    cards = visit(networks.apeas).context["portraits"]
    assert [(card.title, card.url) for card in cards] == [
        ("Le Moulin", "/annuaire/le-moulin/"),
        ("La Ruche", "/annuaire/la-ruche/"),
    ]


def test_the_hub_shows_what_each_network_shares(networks: Networks) -> None:
    for number in range(4):
        page = make_page(networks.apeas, ExchangePage, f"Annonce {number}")
        make_page(networks.hub, ExchangePage, page.title, origin=page)
    make_page(networks.alliance, ExchangePage, "Gardée chez soi")
    hidden = make_page(
        networks.hub, ExchangePage, "Réservée", origin=make_page(networks.mesclun, ExchangePage, "R")
    )
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    context = visit(networks.hub).context
    assert context["is_hub"]
    shown = {network["short_name"]: titles(network["latest"]) for network in context["networks"]}
    assert shown == {"APEAS": ["Annonce 3", "Annonce 2", "Annonce 1"], "Alliance": [], "MESCLUN": []}
    assert "Gardée chez soi" not in visit(networks.hub, user=networks.user(("hub", Duty.COORDINATOR))).text
