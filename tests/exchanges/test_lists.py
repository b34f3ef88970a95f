"""The directory and the exchanges of a site, as a visitor narrows them by their address."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core.models import Area, Term, Theme
from exchanges.models import ExchangeIndexPage, ExchangePage, Method, OrganisationPage
from tests.factories import UserFactory, make_page
from tests.market import visit
from tests.networks import Networks

RUCHE, POTS, SALLE, TRANSPORT = (
    "Ruche à céder",
    "Cherche pots de miel",
    "Salle de répétition",
    "Transport pour le département",
)


@pytest.fixture
def stalls(
    networks: Networks, places: dict[str, Area], themes: dict[str, Theme], methods: dict[str, Method]
) -> Networks:
    """Four exchanges on the site of APEAS, one on another network’s."""
    make = [
        ("Ruche à céder", {"sense": "offer", "type": "product", "area": places["aix"], "themes": ["apiculture"],
                           "methods": ["gift"], "summary": "Une ruche Dadant, peuplée."}),
        ("Cherche pots de miel", {"sense": "need", "type": "product", "area": places["marseille"],
                                  "themes": ["miel"], "methods": ["gift", "loan"]}),
        ("Salle de répétition", {"sense": "offer", "type": "premises", "area": places["nice"],
                                 "themes": ["culture"], "methods": ["loan"], "tags": ["Théâtre"]}),
        ("Transport pour le département", {"sense": "need", "type": "service", "area": places["13"]}),
    ]  # fmt: skip
    for title, fields in make:
        make_page(networks.apeas, ExchangePage, title, **fields)
    make_page(networks.alliance, ExchangePage, "Ailleurs")
    return networks


def listed(networks: Networks, query: str = "", path: str = "/echanges/") -> list[str]:
    """Titles of the cards, in order."""
    response = visit(networks.apeas, path + query)
    assert response.status_code == 200
    return [card.title for card in response.context["cards"]]


FILTERS = [
    ("", {RUCHE, POTS, SALLE, TRANSPORT}),
    ("?sense=offer", {RUCHE, SALLE}),
    ("?sense=offer&sense=need", {RUCHE, POTS, SALLE, TRANSPORT}),
    ("?type=product&sense=need", {POTS}),
    ("?method=loan", {POTS, SALLE}),
    ("?method=loan&method=gift", {RUCHE, POTS, SALLE}),
    ("?theme=agriculture", {RUCHE, POTS}),
    ("?theme=apiculture", {RUCHE, POTS}),
    ("?theme=miel", {POTS}),
    ("?theme=miel&theme=culture", {POTS, SALLE}),
    ("?area=13", {RUCHE, POTS, TRANSPORT}),
    ("?area=06&sense=need", set()),
]


def test_filters_add_up_inside_and_narrow_across(stalls: Networks) -> None:
    for query, titles in FILTERS:
        assert set(listed(stalls, query)) == titles, query


WORDS = [
    ("ruche", {RUCHE}),
    ("RUCHES", {RUCHE}),
    ("cede", set()),
    ("céder une", {RUCHE}),
    ("peuplee", {RUCHE}),
    ("ceder ruche", {RUCHE}),
    ("répétitions", {SALLE}),
    ("theatre", {SALLE}),
    ("théâtres", {SALLE}),
    ("agriculture", {RUCHE, POTS}),
    ("miellerie pot", {POTS}),
    ("farming", {RUCHE, POTS}),
    ("l’apiculture", {RUCHE, POTS}),
    ("inconnu", set()),
    ("ruche inconnu", set()),
    ("ailleurs", set()),
]


def test_words_are_found_whatever_their_accents_case_and_number(stalls: Networks) -> None:
    for words, titles in WORDS:
        response = visit(stalls.apeas, "/echanges/", data={"q": words})
        assert {card.title for card in response.context["cards"]} == titles, words


PLACES = [
    ("Aix-en-Provence", [RUCHE, POTS, TRANSPORT]),
    ("aix en provence (13)", [RUCHE, POTS, TRANSPORT]),
    ("13100", [RUCHE, POTS, TRANSPORT]),
    ("marseille", [POTS, RUCHE, TRANSPORT]),
    ("Nice", [SALLE]),
    ("Bouches du Rhone", [TRANSPORT, POTS, RUCHE]),
    ("13", [TRANSPORT, POTS, RUCHE]),
    ("06", [SALLE]),
    ("PACA", [TRANSPORT, SALLE, POTS, RUCHE]),
    ("provence-alpes", [TRANSPORT, SALLE, POTS, RUCHE]),
]


def test_a_place_is_a_commune_and_around_or_all_that_lies_in_it(stalls: Networks) -> None:
    for where, titles in PLACES:
        response = visit(stalls.apeas, "/echanges/", data={"where": where})
        assert [card.title for card in response.context["cards"]] == titles, where
        assert response.context["notices"] == []


def test_distances_are_said_around_a_commune_only(stalls: Networks) -> None:
    near = visit(stalls.apeas, "/echanges/", data={"where": "Aix"}).context["cards"]
    assert [card.distance_km and round(card.distance_km) for card in near] == [None, 27, 28]
    wide = visit(stalls.apeas, "/echanges/", data={"where": "13"}).context["cards"]
    assert {card.distance_km for card in wide} == {None}


def test_each_choice_says_how_many_it_leads_to(stalls: Networks) -> None:
    groups = {group.name: group for group in visit(stalls.apeas, "/echanges/?sense=offer").context["filters"]}
    counted = {
        name: {option.value: (option.count, option.selected) for option in group.options}
        for name, group in groups.items()
    }
    assert counted["sense"] == {"offer": (2, True), "need": (2, False)}
    assert counted["type"] == {"product": (1, False), "premises": (1, False)}
    assert counted["method"] == {"loan": (1, False), "gift": (1, False)}
    assert counted["theme"] == {"": (None, True), "agriculture": (1, False), "culture": (1, False)}
    assert counted["area"] == {"": (None, True), "06": (1, False), "13": (1, False)}
    need = next(option for option in groups["sense"].options if option.value == "need")
    assert need.url == "/echanges/?sense=offer&sense=need"
    culture = next(option for option in groups["theme"].options if option.value == "culture")
    assert set(listed(stalls, culture.url.removeprefix("/echanges/"))) == {SALLE}


def test_a_chosen_theme_opens_those_just_below_it(stalls: Networks) -> None:
    groups = {
        group.name: group for group in visit(stalls.apeas, "/echanges/?theme=apiculture").context["filters"]
    }
    values = [option.value for option in groups["theme"].options]
    assert values == ["", "agriculture", "apiculture", "miel", "culture"]
    assert [o.count for o in groups["theme"].options] == [None, 2, 2, 1, 1]


def test_a_theme_merged_into_another_still_leads_there(stalls: Networks, themes: dict[str, Theme]) -> None:
    old = Theme.add_root(code="abeilles", label="Abeilles", merged_into=themes["apiculture"])
    assert set(listed(stalls, f"?theme={old.code}")) == {RUCHE, POTS}


def test_themes_that_a_site_adds_count_there(stalls: Networks, themes: dict[str, Theme]) -> None:
    page = ExchangePage.objects.get(title=TRANSPORT)
    page.local_themes = [themes["culture"]]
    page.save()
    assert set(listed(stalls, "?theme=culture")) == {SALLE, TRANSPORT}
    groups = {group.name: group for group in visit(stalls.apeas, "/echanges/").context["filters"]}
    assert {o.value: o.count for o in groups["theme"].options} == {"": None, "agriculture": 2, "culture": 2}


def test_chosen_filters_can_be_taken_away_one_by_one(stalls: Networks) -> None:
    response = visit(stalls.apeas, "/echanges/?q=ruche&where=Aix&sense=offer&theme=agriculture")
    active = {each["label"]: each["remove_url"] for each in response.context["active_filters"]}
    assert active["ruche"] == "/echanges/?where=Aix&sense=offer&theme=agriculture"
    assert active["Agriculture"] == "/echanges/?q=ruche&where=Aix&sense=offer"
    assert len(active) == 4
    assert any(label.startswith("Aix-en-Provence") for label in active)
    assert response.context["clear_url"] == "/echanges/"
    assert response.context["noindex"]


HOSTILE = [
    '"',
    "'",
    '"ruche" OR 1=1 --',
    "ruche*",
    "(ruche",
    "NEAR(",
    "AND",
    "a\x00b",
    "\x00",
    "x" * 10_000,
    "é " * 5_000,
    "%",
    "_",
    "\\",
    "<script>alert(1)</script>",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "🐝",
    "   ",
    "-1",
    "9" * 5_000,
]


@pytest.mark.parametrize("path", ["/echanges/", "/annuaire/"])
def test_no_value_breaks_a_list(stalls: Networks, path: str) -> None:
    others = ("sense", "type", "method", "theme", "area", "family", "sort", "page")
    for value in HOSTILE:
        for data in ({"q": value}, {"where": value}, dict.fromkeys(others, value)):
            response = visit(stalls.apeas, path, data=data)
            assert response.status_code == 200, (data.keys(), value[:40])
            assert b"<script>alert" not in response.content


MEANINGLESS = (
    "page=abc",
    "page=99",
    "page=0",
    "theme=rien",
    "sense=les-deux",
    "sort=hasard",
    "where=Nulle+part",
)


def test_what_means_nothing_is_left_out_and_said(stalls: Networks) -> None:
    for query in MEANINGLESS:
        response = visit(stalls.apeas, f"/echanges/?{query}")
        assert len(response.context["cards"]) == 4, query
        assert len(response.context["notices"]) == 1, query


def test_nothing_is_said_of_a_plain_address(stalls: Networks) -> None:
    response = visit(stalls.apeas, "/echanges/?q=&where=&theme=&page=1")
    assert response.context["notices"] == []
    assert response.context["active_filters"] == []
    assert response.context["canonical_url"].endswith("/echanges/")


def test_words_without_a_word_are_said(stalls: Networks) -> None:
    response = visit(stalls.apeas, "/echanges/", data={"q": "?!"})
    assert len(response.context["cards"]) == 4
    assert len(response.context["notices"]) == 1


def test_only_what_is_current_and_below_the_index_is_listed(networks: Networks) -> None:
    today = timezone.localdate()
    make_page(networks.apeas, ExchangePage, "Hier", expires_on=today - timedelta(days=1))
    make_page(networks.apeas, ExchangePage, "Aujourd’hui", expires_on=today)
    make_page(networks.apeas, ExchangePage, "Retirée").unpublish()
    make_page(networks.apeas, ExchangePage, "Sans fin")
    assert set(listed(networks)) == {"Aujourd’hui", "Sans fin"}


def test_what_is_put_first_comes_first_then_the_newest(networks: Networks) -> None:
    for title in ("Une", "Deux", "Trois"):
        make_page(networks.apeas, ExchangePage, title, featured=title == "Une")
    assert listed(networks) == ["Une", "Trois", "Deux"]


def test_orders(networks: Networks) -> None:
    today = timezone.localdate()
    make_page(networks.apeas, ExchangePage, "Loin", expires_on=today + timedelta(days=9))
    make_page(networks.apeas, ExchangePage, "Bientôt", expires_on=today + timedelta(days=1))
    make_page(networks.apeas, ExchangePage, "Toujours")
    assert listed(networks, "?sort=ending") == ["Bientôt", "Loin", "Toujours"]
    for title in ("Zinc", "Abeille"):
        make_page(networks.apeas, OrganisationPage, title)
    assert listed(networks, "?sort=name", "/annuaire/") == ["Abeille", "Zinc"]
    assert listed(networks, "?sort=nearest", "/annuaire/") == ["Abeille", "Zinc"]


def test_a_page_kept_private_is_not_listed_but_a_private_list_lists(networks: Networks) -> None:
    hidden = make_page(networks.apeas, ExchangePage, "Cachée")
    make_page(networks.apeas, ExchangePage, "Montrée")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    assert listed(networks) == ["Montrée"]
    index = ExchangeIndexPage.objects.child_of(networks.apeas.root_page).get()
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    assert visit(networks.apeas, "/echanges/").status_code == 302
    response = visit(networks.apeas, "/echanges/", user=UserFactory())
    assert [card.title for card in response.context["cards"]] == ["Montrée"]


def test_families_narrow_the_directory(networks: Networks) -> None:
    amap = Term.objects.create(vocabulary="family", code="essai-amap", label="AMAP d’essai")
    make_page(networks.apeas, OrganisationPage, "Les Paniers", family=amap, acronym="LPP")
    make_page(networks.apeas, OrganisationPage, "L’Atelier")
    assert listed(networks, "?family=essai-amap", "/annuaire/") == ["Les Paniers"]
    assert listed(networks, "?q=lpp", "/annuaire/") == ["Les Paniers"]


def test_a_hidden_address_tells_nothing_by_its_distance(networks: Networks, places: dict[str, Area]) -> None:
    at_sea = {"location": "SRID=4326;POINT(5.37 43.30)", "area": places["aix"]}
    make_page(networks.apeas, OrganisationPage, "Discrète", address_audience="members", **at_sea)
    make_page(networks.apeas, OrganisationPage, "Ouverte", address_audience="public", **at_sea)

    def distances(user: Any = None) -> dict[str, Any]:
        cards = visit(networks.apeas, "/annuaire/?where=Marseille", user=user).context["cards"]
        return {card.title: round(card.distance_km) for card in cards}

    assert distances() == {"Ouverte": 0, "Discrète": 27}
    assert list(distances()) == ["Ouverte", "Discrète"]
    assert distances(UserFactory()) == {"Ouverte": 0, "Discrète": 0}


def test_pages_of_results_keep_the_filters(networks: Networks) -> None:
    for number in range(26):
        make_page(networks.apeas, ExchangePage, f"Annonce {number}", sense="offer")
    response = visit(networks.apeas, "/echanges/?sense=offer&page=2")
    assert len(response.context["cards"]) == 2
    assert response.context["total"] == 26
    assert "sense=offer&amp;page=1" in response.text
