"""The BDIS export, with the dirt that it is known for (invented rows)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from wagtail.models import Site

from cms.core.models import Theme, ThemeMapping
from exchanges.imports.report import Report, Result
from exchanges.models import OrganisationPage

Load = Callable[..., Report]
COLUMNS = [
    "Numéro BDIS",
    "Nom",
    "Siret",
    "Date de création",
    "Statut juridique",
    "plue value sociale",
    "mots clés",
    "Thématiques",
    "activités économiques (voir onglet activités)",
    "Adresse",
    "Code postal",
    "Ville",
    "Jours d’ouverture",
    "Courriel",
    "Téléphone",
    "Nombre de salariés (ETP)",
    "Code Statut de la fiche",
]
ROW = dict.fromkeys(COLUMNS, "") | {"Numéro BDIS": "B1", "Nom": "Essai", "Code Statut de la fiche": "V"}


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def read(load: Load, site: Site) -> Callable[..., Report]:
    """Imports these rows, as a spreadsheet re-saved them: cp1252, with `;`."""
    trade = Theme.add_root(code="maraichage-essai", label="Maraîchage d’essai")
    for code in ("AGR", "AGR.s.01"):
        ThemeMapping.objects.create(theme=trade, scheme="bdis", code=code)

    def run(*rows: dict[str, str]) -> Report:
        table = [COLUMNS, *([{**ROW, **row}[column] for column in COLUMNS] for row in rows)]
        lines = [";".join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in table]
        return load("\r\n".join(lines).encode("cp1252"), mapping="bdis")

    return run


def themes(page: OrganisationPage) -> list[str]:
    return sorted(theme.code for theme in page.themes.all())


def test_its_dirt_is_read_and_reported(read: Callable[..., Report]) -> None:
    report = read(
        {
            "Siret": "732-829,320 00074?",
            "Date de création": "03/09/98",
            "Statut juridique": "ASSOCIATION",
            "mots clés": "bio, vrac ; paniers",
            "Thématiques": "Circuit court:insertoin",
            "activités économiques (voir onglet activités)": "arg.S.01;AGR.c.03",
            "Adresse": "Le Moulin;12 rue des Essais",
            "Code postal": "4000",
            "Ville": "DIGNE LES BAINS",
            "Jours d’ouverture": "lundi",
            "Téléphone": "465710000",
            "Nombre de salariés (ETP)": "1\u00a0012,5 ?",
        }
    )
    page = OrganisationPage.objects.get()
    assert (page.siret, page.founded_year, str(page.workforce)) == ("73282932000074", 1998, "1012.50")
    assert (page.address, page.postcode) == ("Le Moulin, 12 rue des Essais", "04000")
    assert page.area is not None
    assert page.area.name == "Digne-les-Bains"
    assert page.legal_status is not None
    assert themes(page) == ["circuit-court", "insertion", "maraichage-essai"]
    assert sorted(tag.name for tag in page.tags.all()) == ["bio", "paniers", "vrac"]
    assert page.contacts.get().value == "04 65 71 00 00"
    assert page.opening_hours == "lundi"
    told = " ".join(report.outcomes[0].details)
    assert "“insertoin” was read as “insertion”" in told
    assert "“arg.S.01” was read as" in told
    assert "“AGR.c.03” was read as" in told
    assert report.notes == ["Columns that the mapping does not read: plue value sociale."]


@pytest.mark.parametrize("status", ["P", "I", "B"])
def test_sheets_that_were_not_validated_are_refused(read: Callable[..., Report], status: str) -> None:
    report = read({"Code Statut de la fiche": status})
    assert report.outcomes[0].result == Result.REFUSED
    assert f"({status})" in report.outcomes[0].details[0]


def test_doubles_are_told(read: Callable[..., Report]) -> None:
    report = read({}, {"Numéro BDIS": "b1"}, {"Numéro BDIS": "B2", "Nom": "ESSAÏ"})
    results = [outcome.result for outcome in report.outcomes]
    assert results == [Result.CREATED, Result.REFUSED, Result.CREATED]
    assert "same identifier" in report.outcomes[1].details[0]
    assert "same name in the same town" in " ".join(report.outcomes[2].details)
    assert read({"Numéro BDIS": "b1"}).outcomes[0].result == Result.UNCHANGED


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Date de création", "vers 1990"),
        ("Siret", "123"),
        ("Code postal", "130015"),
        ("Nombre de salariés (ETP)", "une dizaine"),
        ("Thématiques", "licornes"),
        ("activités économiques (voir onglet activités)", "AGR.s.02;XYZ.s.01"),
        ("Courriel", "voir le site"),
        ("Téléphone", "le soir"),
    ],
)
def test_what_can_t_be_read_is_left_out_and_told(
    read: Callable[..., Report], column: str, value: str
) -> None:
    report = read({column: value})
    assert report.outcomes[0].result == Result.CREATED
    assert any(column in remark.column for remark in report.outcomes[0].remarks)
