"""Looking for one's structure before typing it again."""

from typing import Any

import pytest
from django.urls import reverse

from cms.core.models import Area
from exchanges.models import Involvement, OrganisationPage
from exchanges.structures.finding import Typed, alike, digits_of, find, similar
from tests.exchanges.structures.world import World, sheet
from tests.factories import make_page
from tests.members import browser, make_member, speak_for

pytestmark = pytest.mark.django_db


def titles(pages: Any) -> list[str]:
    return [page.title for page in pages]


@pytest.mark.parametrize(
    "words", ["Jardin des Lônes", "jardin lones", "JDL", "jdl", "732 829 320 00074", "732829320", "jard"]
)
def test_it_is_found_by_name_acronym_and_siret(world: World, words: str) -> None:
    world.networks.organisation(world.networks.apeas, "Ressourcerie du Port")
    assert titles(find(pages=OrganisationPage.objects.live(), words=words)) == ["Jardin des Lônes"]


def test_it_is_found_by_its_commune(world: World, places: dict[str, Area]) -> None:
    make_page(world.networks.apeas, OrganisationPage, "Ressourcerie", area=places["nice"])
    pages = OrganisationPage.objects.live()
    assert titles(find(pages=pages, words="", area=places["aix"])) == ["Jardin des Lônes"]
    assert titles(find(pages=pages, words="Aix-en-Provence")) == ["Jardin des Lônes"]
    assert titles(find(pages=pages, words="jardin", area=places["nice"])) == []
    assert titles(find(pages=pages, words="", area=places["06"])) == ["Ressourcerie"]
    assert titles(find(pages=pages, words="")) == []
    assert titles(find(pages=pages, words="le la")) == []


def test_what_is_no_number_is_none() -> None:
    assert digits_of("732 829 320 00074") == "73282932000074"
    assert digits_of("1901") == digits_of("Collectif 123456789") == digits_of("") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jardin des Lônes", "Jardin des Lones", True),
        ("Association Jardin des Lônes", "Jardin des Lônes", True),
        ("Jardin des Lonnes", "Jardin des Lônes", True),
        ("Jardin des Lônes", "Jardin du Vallon", False),
        ("Association Vélo", "Association Pain", False),
    ],
)
def test_names_that_may_be_one(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"title": "JARDIN DES LONES"}, True),
        ({"title": "Autre nom", "acronym": "jdl"}, True),
        ({"title": "JDL"}, True),
        ({"title": "Autre nom", "siret": "73282932000074"}, True),
        ({"title": "Association Jardin des Lônes", "area": "aix"}, True),
        ({"title": "Association Jardin des Lônes", "area": "nice"}, False),
        ({"title": "Association Jardin des Lônes"}, False),
        ({"title": "Boulangerie", "area": "aix"}, False),
    ],
)
def test_what_is_typed_again_is_recognised(
    world: World, places: dict[str, Area], typed: dict[str, Any], found: bool
) -> None:
    area = places.get(typed.pop("area", ""))
    same = similar(pages=OrganisationPage.objects.live(), typed=Typed(**typed, area=area))
    assert titles(same) == (["Jardin des Lônes"] if found else [])


def test_the_search_says_where_each_comes_from(world: World) -> None:
    make_page(world.networks.mesclun, OrganisationPage, "Jardin des Lônes", origin=world.page)
    make_page(world.networks.mesclun, OrganisationPage, "Jardin d’ici")
    make_page(world.networks.alliance, OrganisationPage, "Jardin d’ailleurs")
    client = browser(world.networks.mesclun, make_member(world.networks.mesclun, "Zoé"))
    text = client.get(reverse("structures_find"), {"q": "jardin"}).content.decode()
    assert "Vient de APEAS" in text
    assert "Jardin d’ici" in text
    assert "Jardin d’ailleurs" not in text


def test_drafts_and_private_sheets_are_not_found(world: World) -> None:
    world.page.unpublish()
    text = world.browser(world.marie).get(reverse("structures_find"), {"q": "jardin"}).content.decode()
    assert "Jardin des Lônes" not in text


def test_what_one_acts_for_says_so(world: World) -> None:
    speak_for(world.marie, world.page)
    text = world.browser(world.marie).get(reverse("structures_find"), {"q": "jardin"}).content.decode()
    assert "Vous la représentez déjà." in text
    assert reverse("structures_claim", args=[world.page.pk]) not in text


def test_registering_begins_with_a_search(world: World) -> None:
    client, path = world.browser(world.marie), reverse("structures_register")
    assert client.get(path)["Location"] == reverse("structures_find")
    assert client.post(path, sheet(looked_for=""))["Location"] == reverse("structures_find")
    assert not Involvement.objects.exists()
    shown = client.get(reverse("structures_find"), {"q": "Vallon", "where": "Nice"}).content.decode()
    assert f"{path}?q=Vallon&amp;where=Nice" in shown
    form = client.get(path, {"q": "Vallon", "where": "Nice"}).content.decode()
    assert 'value="Vallon"' in form
    assert 'value="Nice (06)"' in form


def test_the_way_to_register_is_of_the_members_of_the_network(world: World) -> None:
    client = browser(world.networks.mesclun, world.marie)
    text = client.get(reverse("structures_find"), {"q": "Vallon"}).content.decode()
    assert reverse("structures_register") not in text
    assert client.get(reverse("structures_register"), {"q": "Vallon"}).status_code == 403
    assert client.post(reverse("structures_register"), sheet()).status_code == 403


def test_strange_words_are_searched_all_the_same(world: World) -> None:
    client = world.browser(world.marie)
    for words in ('"', "%", "a\0b", "é" * 300, "'--", "()*"):
        assert client.get(reverse("structures_find"), {"q": words, "where": words}).status_code == 200
        alone = client.get(reverse("structures_find"), {"q": words})
        assert alone.status_code == 200
        assert "\0" not in alone.context["words"]  # PostgreSQL takes none.
