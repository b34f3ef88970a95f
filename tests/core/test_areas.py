"""Areas: the shipped list, what lies in what, what people type."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.core import areas
from cms.core.models import Area, AreaLevel

OUTSIDE_LIST = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "geo" / "communes_france.csv"
PACA = "93"

pytestmark = pytest.mark.django_db


@pytest.fixture
def paca() -> dict[str, int]:
    return areas.load(region=PACA)


@pytest.mark.slow
def test_all_of_france_is_shipped() -> None:
    counts = areas.load()
    assert counts["region"] == 26
    assert counts["departement"] > 100
    assert counts["commune"] > 34_900
    assert Area.objects.get(level="departement", code="974").name == "La Réunion"
    assert Area.objects.get(level="commune", code="2A004").departement.code == "2A"
    orphans = Area.objects.filter(level="commune", region=None) | Area.objects.filter(
        level="commune", departement=None
    )
    assert not orphans.exists()


def test_one_region_has_all_that_lies_in_it(paca: dict[str, int]) -> None:
    assert paca == {"region": 1, "departement": 6, "epci": 52, "commune": 946}
    aix = Area.objects.get(level="commune", code="13001")
    assert (aix.departement.name, aix.region.code, aix.epci.code) == ("Bouches-du-Rhône", PACA, "200054807")
    assert "13100" in aix.postcodes
    assert (aix.latitude, aix.longitude) == (pytest.approx(43.5, abs=0.1), pytest.approx(5.4, abs=0.1))


def test_every_area_of_the_region_has_a_position(paca: dict[str, int]) -> None:
    assert not Area.objects.filter(latitude=None).exists()
    assert not Area.objects.exclude(latitude__range=(42.9, 45.2), longitude__range=(4, 7.8)).exists()


def test_loading_again_updates_and_adds_nothing(paca: dict[str, int]) -> None:
    before = dict(Area.objects.values_list("code", "pk"))
    Area.objects.filter(code="13001").update(name="Autre", population=0)
    areas.load(region=PACA)
    assert dict(Area.objects.values_list("code", "pk")) == before
    assert Area.objects.get(level="commune", code="13001").name == "Aix-en-Provence"


def test_an_unknown_region_is_named() -> None:
    with pytest.raises(CommandError, match=r"«\s*zz\s*»"):
        call_command("load_areas", region="zz")
    assert not Area.objects.exists()


def test_the_command_says_what_it_loaded() -> None:
    out = StringIO()
    call_command("load_areas", region=PACA, stdout=out)
    assert "commune 946" in out.getvalue()


def test_an_area_is_found_as_people_type_it(paca: dict[str, int]) -> None:
    typed = {
        "aix": "Aix-en-Provence",
        "AIX EN PROVENCE": "Aix-en-Provence",
        "ciotat": "La Ciotat",
        "st-remy": "Saint-Rémy-de-Provence",
        "Ste Maxime": "Sainte-Maxime",
        "13100": "Aix-en-Provence",
        "04000": "Digne-les-Bains",
        "84007": "Avignon",
        "bouches": "Bouches-du-Rhône",
        "l’isle": "L'Isle-sur-la-Sorgue",
    }
    found = {words: Area.objects.named(words).first() for words in typed}
    assert {words: area and area.name for words, area in found.items()} == typed


def test_nothing_is_found_for_nothing_and_no_character_breaks_it(paca: dict[str, int]) -> None:
    for words in ("", "  ", "'", "%", "_", "\\", '"aix', "xyzzy", "🦆"):
        assert not Area.objects.named(words).exists(), words


def test_within_and_containing_are_each_other_s_reverse(paca: dict[str, int]) -> None:
    aix = Area.objects.get(level="commune", code="13001")
    around = Area.objects.containing(aix)
    assert {area.level for area in around} == set(AreaLevel)
    for area in around:
        assert aix in Area.objects.within(area)
    nice = Area.objects.get(level="commune", code="06088")
    assert nice not in Area.objects.within(Area.objects.get(level="departement", code="13"))


@pytest.mark.skipif(not OUTSIDE_LIST.exists(), reason="the shared data folder is absent")
def test_centres_agree_with_another_list(paca: dict[str, int]) -> None:
    with OUTSIDE_LIST.open(encoding="utf-8") as lines:
        other = {row["code_insee"]: row for row in csv.DictReader(lines) if row["region"] == PACA}
    for area in Area.objects.filter(level="commune"):
        assert area.latitude == pytest.approx(float(other[area.code]["lat"]), abs=0.1)
        assert area.longitude == pytest.approx(float(other[area.code]["lon"]), abs=0.1)
