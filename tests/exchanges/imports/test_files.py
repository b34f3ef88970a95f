import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Site

from exchanges.imports import reading
from exchanges.imports.mapping import load_mapping, mapping_names
from exchanges.imports.problems import ImportFileError
from exchanges.imports.report import Report, Result, harmless
from exchanges.models import OrganisationPage

Load = Callable[..., Report]
Record = Callable[..., dict[str, Any]]
CSV = (
    "Identifiant,Nom,En une phrase,SIRET,Famille,Publics,Code postal,Ville,Mots-clés,Site,Courriel,Diffusion\n"
    'A1,"L’Épicerie, la vraie",Du bon,732 829 320 00074,EPICERIE SOLIDAIRE,Particuliers;Entreprises,4100,MANOSQUE,'
    '"bio, vrac",example.org,a@example.org,Réseaux\n'
    "A2,Café du port,,,Epicerie soildaire,,13001,Marseille 1er,,,,\n"
)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheet_s_csv_is_read_as_it_comes(load: Load, encoding: str, separator: str) -> None:
    text = CSV if separator == "," else ";".join(["Identifiant", "Nom", "Ville"]).replace(";", separator)
    if separator != ",":
        text += separator.join(["\nA1", "L’Épicerie, la vraie", "Manosque"]) + "\n"
    report = load(text.encode(encoding))
    assert {outcome.result for outcome in report.outcomes} == {Result.CREATED}
    assert report.outcomes[0].title == "L’Épicerie, la vraie"


def test_the_values_of_a_csv(load: Load) -> None:
    report = load(CSV)
    page = OrganisationPage.objects.get(title__startswith="L’Épicerie")
    assert page.family is not None
    assert page.area is not None
    assert (page.family.code, page.area.name, page.postcode) == ("epicerie-solidaire", "Manosque", "04100")
    assert sorted(term.code for term in page.customers.all()) == ["entreprises", "particuliers"]
    assert sorted(tag.name for tag in page.tags.all()) == ["bio", "vrac"]
    second = report.outcomes[1]
    assert second.row == 3
    assert "“Epicerie soildaire” was read as “epicerie-solidaire”." in second.details[0]


def test_columns_are_found_by_their_other_names(load: Load) -> None:
    report = load("N°;raison sociale;CODE POSTAL;commune;Sorcier\n1;Essai;13001;Marseille;x\n")
    assert report.outcomes[0].result == Result.CREATED
    assert report.notes == ["Columns that the mapping does not read: Sorcier."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        ("Identifiant;Nom\n", "has no row"),
        (
            "Numéro;Titre\n1;x\n",
            "lacks what the mapping “annuaire_csv” reads: Nom. Columns found: Identifiant, Titre",
        ),
        ('Identifiant;Nom\n1;"sans fin\n2;x\n', "is not CSV, line 3"),
        ("Identifiant;Nom;Structure\n1;a;b\n", "two columns for Nom"),
        (b"Identifiant;Nom\n1;\x81\x8d\x8f\n", "neither UTF-8 nor Windows-1252"),
        (";".join(f"c{n}" for n in range(400)) + "\n1\n", "more than 300 columns"),
    ],
)
def test_a_csv_that_can_t_be_read(load: Load, content: Any, said: str) -> None:
    with pytest.raises(ImportFileError, match=said):
        load(content)
    assert not OrganisationPage.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[{", "is not JSON, line 1, column 3"),
        (b'[\n{"id": 1},\n{"id" 2}]', "line 3, column 7"),
        (b"{}", "does not hold a list"),
        (b"[]", "has no row"),
        (b'[{"id": NaN}]', "NaN is not a value"),
        (b'[{"id": "\xff"}]', "is not UTF-8, line 1"),
        (b"[" * 5000 + b"]" * 5000, "nests too deeply"),
        (b'[{"id": 1, "nom": "x"}]', "Columns found: id, nom"),
        (b'[{"id": ' + b"9" * 5000 + b"}]", "is not JSON"),
    ],
)
def test_a_json_that_can_t_be_read(load: Load, tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ImportFileError, match=said):
        load(content, mapping="siae")


def test_sizes_are_bounded(load: Load, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    with pytest.raises(ImportFileError, match="more than 2 rows"):
        load([record()] * 3)
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(ImportFileError, match="larger than"):
        load([record()])


def test_records_that_are_odd_are_refused_alone(load: Load, record: Record) -> None:
    deep: Any = "x"
    for _ in range(30):
        deep = [deep]
    rows = [
        record(id=1, extra=deep),
        record(id=2, description="x" * 200_000),
        record(id=3, name="a\x00b\ud800"),
    ]
    report = load(rows)
    assert [outcome.result for outcome in report.outcomes] == [Result.REFUSED, Result.REFUSED, Result.CREATED]
    assert OrganisationPage.objects.get().title == "ab"


def test_a_row_with_too_many_cells_is_refused_alone(load: Load) -> None:
    report = load("Identifiant;Nom\n1;a;b;c\n\n2;b\n")
    assert [(outcome.row, outcome.result) for outcome in report.outcomes] == [
        (2, Result.REFUSED),
        (4, Result.CREATED),
    ]


def run(*args: str) -> str:
    out = StringIO()
    call_command("import_organisations", *args, stdout=out, no_color=True)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path, record: Record) -> str:
    path = tmp_path / "siae.json"
    path.write_text(json.dumps([record(), record(id=2, name=""), record(id=3, name="=1+1", siret="")]))
    return str(path)


def test_the_command_tells_what_became_of_each_row(site: Site, file: str, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    args = [file, "--network", site.hostname, "--mapping", "siae", "--report", str(report)]
    said = run(*args)
    assert "3 rows: created 2, updated 0, unchanged 0, refused 1" in said
    assert "brand + name: It is empty." in said
    lines = report.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 4
    assert lines[3].split(";")[:4] == ["3", "3", "'=1+1", "created"]
    assert "unchanged 2" in run(*args)


def test_the_command_in_a_dry_run(site: Site, file: str) -> None:
    assert "Nothing was written" in run(file, "--network", site.hostname, "--mapping", "siae", "--dry-run")
    assert not OrganisationPage.objects.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--network", "nulle.part", "--mapping", "siae"],
            "no network at “nulle.part”. Known ones: apeas.localhost",
        ),
        (
            ["--network", "apeas", "--mapping", "rien"],
            "Unknown mapping “rien”. Known ones: annuaire_csv, bdis, siae",
        ),
        (["--network", "apeas", "--mapping", "../siae"], "Unknown mapping"),
        (["--network", "apeas", "--mapping", "/nulle/part.toml"], "can’t be read"),
        (["--network", "apeas", "--mapping", "siae", "--filter", "city"], "is not a filter"),
        (
            ["--network", "apeas", "--mapping", "siae", "--filter", "ville=x"],
            "no column “ville” to filter by",
        ),
        (
            ["--network", "apeas", "--mapping", "siae", "--report", "/nulle/part.csv"],
            "The report can’t be written",
        ),
    ],
)
def test_the_command_says_what_is_wrong_with_its_options(
    site: Site, file: str, options: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(file, *options)


def test_the_command_without_the_file(site: Site) -> None:
    with pytest.raises(CommandError, match="can’t be read: No such file"):
        run("absent.json", "--network", "apeas", "--mapping", "siae")


@pytest.mark.parametrize("name", mapping_names())
def test_shipped_mappings_are_right(name: str) -> None:
    mapping = load_mapping(name)
    assert mapping.source
    assert mapping.label


VALID = 'source="x"\nformat="csv"\nid="Id"\n[[fields]]\nto="title"\nfrom="Nom"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source = ", "can’t be read"),
        ('format="csv"\nid="Id"', "“source” is missing"),
        ('source="x"\nformat="xls"\nid="Id"', "“json” or “csv”"),
        ('source="x"\nformat="csv"\nid="Id"', "no column is read for “title”"),
        (VALID + '[[fields]]\nto="titel"\nfrom="Nom"', "“titel” is unknown. Known: acronym"),
        (VALID + '[[fields]]\nto="summary"\nas="magic"\nfrom="Nom"', "“magic” is unknown"),
        (VALID + '[[fields]]\nto="summary"', "“from” names a column"),
        (VALID + '[[fields]]\nto="family"\nfrom="F"\nvalues="none"', "no table"),
        (VALID + '[[contacts]]\nmedium="pigeon"\nfrom="P"', "“pigeon” is unknown"),
        (VALID + '[[contacts]]\nmedium="fax"\nfrom="P"\naudience="all"', "“all” is unknown"),
        (VALID + "[surprise]", "“surprise” is unknown"),
        (
            VALID + '[constants]\nthemes=["nulle-part"]',
            r"\[constants\], themes: “nulle-part” is not in the list",
        ),
        (VALID + '[constants]\nsharing="loin"', r"\[constants\], sharing"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(site: Site, tmp_path: Path, text: str, said: str) -> None:
    path, data = tmp_path / "own.toml", tmp_path / "data.csv"
    path.write_text(text, encoding="utf-8")
    data.write_text("Id;Nom\n1;a\n", encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        run(str(data), "--network", "apeas", "--mapping", str(path))
    assert not OrganisationPage.objects.exists()


def test_cells_can_t_become_formulas() -> None:
    assert [harmless(text) for text in ("=1", "+1", "-1", "@a", "a=1")] == ["'=1", "'+1", "'-1", "'@a", "a=1"]
