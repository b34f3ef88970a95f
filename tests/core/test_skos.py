"""The thesaurus as SKOS: what goes out comes back, and what is wrong with a file is said."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.core import reference
from cms.core.models import Theme, ThemeMapping
from cms.core.skos.concepts import Concept, Match
from cms.core.skos.reading import MAX_BYTES, SkosError, parse, read
from cms.core.skos.verbs import concepts, export_skos, import_skos
from cms.core.skos.writing import as_graph
from cms.core.thesaurus import merge_theme

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@base <https://elsewhere.example/list/> .
"""

LABEL = (
    st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
CODE = st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True)
MATCH = st.builds(
    Match,
    scheme=st.sampled_from(["bdis", "naf", "essglobal", "mes", "former"]),
    code=st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20).filter(
        lambda code: "/" not in code
    ),
    relation=st.sampled_from(["exact", "close", "broad", "narrow"]),
)


@st.composite
def thesauri(draw: st.DrawFn) -> list[Concept]:
    """A tree of concepts, each below an earlier one or at the top."""
    found: list[Concept] = []
    for code in draw(st.lists(CODE, min_size=1, max_size=8, unique=True)):
        parent = draw(st.sampled_from(["", *[concept.code for concept in found]]))
        matches = draw(st.lists(MATCH, max_size=3, unique_by=lambda match: (match.scheme, match.code)))
        found.append(
            Concept(
                code=code,
                label=draw(LABEL),
                label_en=draw(LABEL | st.just("")),
                scheme=draw(st.sampled_from(["activity", "transverse"])),
                parent=parent,
                position=draw(st.integers(0, 99)),
                matches=frozenset(matches),
            )
        )
    return found


@settings(max_examples=40, deadline=None)
@given(thesauri(), st.sampled_from(["turtle", "xml"]))
def test_what_is_written_is_read_back(written: list[Concept], file_format: str) -> None:
    data = as_graph(written, host="pes.example.org").serialize(format=file_format, encoding="utf-8")
    found = read(parse(data, file_format=file_format))
    assert sorted(found, key=lambda c: c.code) == sorted(written, key=lambda c: c.code)
    codes = [concept.code for concept in found]
    assert all(not c.parent or codes.index(c.parent) < codes.index(c.code) for c in found)


def explained(data: bytes, file_format: str) -> bool:
    """Whether the file has concepts, or its reader says why not."""
    try:
        return bool(read(parse(data, file_format=file_format)))
    except SkosError as error:
        return bool(error.problems) and all(error.problems)


@given(st.binary(max_size=200), st.sampled_from(["turtle", "xml"]))
def test_any_bytes_give_concepts_or_an_explanation(data: bytes, file_format: str) -> None:
    assert explained(data, file_format)


@given(st.lists(st.sampled_from(
    ["<a>", "a", "skos:Concept", "skos:broader", "<b>", "[", "]", "(", ")", '"x"@FR', "''", ";", ",", ".", "@prefix"]
)))  # fmt: skip
def test_any_turtle_gives_concepts_or_an_explanation(tokens: list[str]) -> None:
    assert explained((PREFIXES + " ".join(tokens)).encode(), "turtle")


def problems(turtle: str) -> str:
    with translation.override("en"), pytest.raises(SkosError) as caught:
        read(parse((PREFIXES + turtle).encode(), file_format="turtle"))
    return "\n".join(caught.value.problems)


def test_labels_are_chosen_whatever_the_case_of_their_language() -> None:
    turtle = """
    <T1> a skos:Concept ; skos:prefLabel ""@fr, "Pain"@FR, "Pan"@ES, "Bread"@EN-gb, "  "@en .
    <T2> a skos:Concept ; skos:prefLabel "Bread"@en .
    <T3> a skos:Concept ; skos:prefLabel "Toto"@fr-CA, "  Titi\\t\\n tata "@fr .
    <T4> a skos:Concept ; skos:prefLabel "Sans langue" ; skos:notation "Le pain, à l’ail" .
    """
    found = read(parse((PREFIXES + turtle).encode(), file_format="turtle"))
    assert [(c.code, c.label, c.label_en) for c in found] == [
        ("T2", "Bread", "Bread"),
        ("T1", "Pain", "Bread"),
        ("le-pain-a-l-ail", "Sans langue", ""),
        ("T3", "Titi tata", ""),
    ]
    assert Match("uri", "https://elsewhere.example/list/T1", "exact") in found[1].matches


def test_everything_wrong_is_said_with_its_place() -> None:
    said = problems("""
    <T1> a skos:Concept ; skos:prefLabel ""@fr, "Хлеб"@ru .
    <T2> a skos:Concept ; skos:prefLabel "Deux"@fr ; skos:broader <nowhere> .
    <T3> a skos:Concept ; skos:prefLabel "Trois"@fr ; skos:broader <T1>, <T2> .
    <x/T3> a skos:Concept ; skos:prefLabel "Encore"@fr .
    <T4> a skos:Concept ; skos:prefLabel "Quatre"@fr ; skos:closeMatch "words" .
    <T5> a skos:Concept ; skos:prefLabel "Cinq"@fr ; dct:isReplacedBy <T5> .
    [] a skos:Concept ; skos:prefLabel "Personne"@fr .
    """)
    for place in ("list/T1:", "list/T2:", "list/T3:", "list/x/T3:", "list/T4:", "list/T5:", "Personne:"):
        assert place in said
    assert "https://elsewhere.example/list/nowhere" in said


@pytest.mark.parametrize(
    "circle", ["<a> skos:broader <a> .", "<a> skos:broader <b> . <a> skos:narrower <b> ."]
)
def test_a_circle_is_named(circle: str) -> None:
    labels = "".join(f'<{code}> a skos:Concept ; skos:prefLabel "{code}"@fr .' for code in "abc")
    said = problems(labels + circle)
    assert "a" in said.split(":")[-1]
    assert "c" not in said.split(":")[-1]


ENTITY = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>&e;</rdf:Description></rdf:RDF>"""


@pytest.mark.parametrize(
    ("data", "file_format"),
    [
        (ENTITY, "xml"),
        (ENTITY.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"), "xml"),
        (b"<rdf:RDF", "xml"),
        (b"", "xml"),
        (b"", "turtle"),
        (b"<a> <b> .", "turtle"),
        ("<a> <b> 'é' .".encode("cp1252"), "turtle"),
        (b"[ <a> " * 3000, "turtle"),
        (b"#" * (MAX_BYTES + 1), "turtle"),
    ],
)
def test_what_is_no_skos_is_refused(data: bytes, file_format: str) -> None:
    with pytest.raises(SkosError):
        read(parse(data, file_format=file_format))


def test_a_syntax_error_has_its_line() -> None:
    assert "7" in problems("\n\n<a> <b> 'c\n")


@pytest.mark.django_db
def test_the_shipped_thesaurus_goes_out_and_comes_back() -> None:
    reference.load()
    Theme.add_root(code="pain", label="Pain")
    merge_theme(theme=Theme.objects.get(code="pain"), into=Theme.objects.get(code="maraichage"))
    before = concepts()
    data = export_skos(host="pes.example.org")
    assert not import_skos(data=data, file_format="turtle")
    for table in (ThemeMapping, Theme):
        # treebeard deletes one by one.
        table.objects.all()._raw_delete(using="default")
    counts = import_skos(data=data, file_format="turtle")
    assert (counts["created"], counts["merged"]) == (300, 1)
    after = concepts()
    # A merged theme comes at the end of its branch or not: it is shown nowhere.
    assert [c for c in after if not c.merged_into] == [c for c in before if not c.merged_into]
    assert {c for c in after if c.merged_into} == {c for c in before if c.merged_into}
    assert [len(found) for found in Theme.find_problems()] == [0] * 5


@pytest.mark.django_db
def test_a_file_moves_renames_and_adds_but_removes_nothing() -> None:
    food = Theme.add_root(code="food", label="Manger")
    food.add_child(code="bread", label="Pain")
    Theme.add_root(code="shop", label="Magasin")
    base = PREFIXES.replace("elsewhere.example/list", "pes.example.org/id/theme")
    turtle = (
        base
        + """
    <bread> a skos:Concept ; skos:prefLabel "Pain frais"@fr, "Bread"@en ; skos:broader <shop> .
    <brioche> a skos:Concept ; skos:prefLabel "Brioche"@fr ; skos:broader <bread> .
    """
    )
    counts = import_skos(data=turtle.encode(), file_format="turtle")
    assert counts == {"created": 1, "updated": 1, "moved": 1}
    assert [(t.code, t.depth) for t in Theme.objects.all()] == [
        ("food", 1), ("shop", 1), ("bread", 2), ("brioche", 3),
    ]  # fmt: skip
    assert Theme.objects.get(code="bread").label == "Pain frais"
    assert [len(found) for found in Theme.find_problems()] == [0] * 5


@pytest.mark.django_db
def test_nothing_is_half_done(tmp_path: Path) -> None:
    Theme.add_root(code="food", label="Manger").add_child(code="bread", label="Pain")
    base = PREFIXES.replace("elsewhere.example/list", "pes.example.org/id/theme")
    file = tmp_path / "circle.ttl"
    file.write_text(
        base
        + """
    <new> a skos:Concept ; skos:prefLabel "Nouveau"@fr .
    <food> a skos:Concept ; skos:prefLabel "Autre"@fr ; skos:broader <bread> .
    """
    )
    with pytest.raises(CommandError):
        call_command("import_skos", file)
    assert list(Theme.objects.values_list("code", "label")) == [("food", "Manger"), ("bread", "Pain")]


@pytest.mark.django_db
def test_the_commands_write_and_read_both_formats(tmp_path: Path) -> None:
    Theme.add_root(code="food", label="Manger")
    out = StringIO()
    call_command("export_skos", stdout=out, host="pes.example.org")
    assert "<https://pes.example.org/id/theme/food> a skos:Concept" in out.getvalue()
    call_command("export_skos", out=tmp_path / "themes.rdf")
    Theme.objects.all().delete()
    call_command("import_skos", tmp_path / "themes.rdf", dry_run=True, stdout=out)
    assert not Theme.objects.exists()
    call_command("import_skos", tmp_path / "themes.rdf", stdout=out)
    assert "créée 1" in out.getvalue()
    with pytest.raises(CommandError, match="--format"):
        call_command("import_skos", tmp_path / "themes.txt")
    with pytest.raises(CommandError, match=r"absent\.ttl"):
        call_command("import_skos", tmp_path / "absent.ttl")


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data folder is absent")
def test_the_lists_of_essglobal_can_be_read() -> None:
    counts = {}
    for path in sorted((SHARED / "nomenclatures" / "essglobal").glob("*.ttl")):
        if path.stem != "essglobal-vocab":
            found = read(parse(path.read_bytes(), file_format="turtle"))
            assert all(c.label for c in found)
            assert {match.scheme for c in found for match in c.matches} == {"essglobal"}
            counts[path.stem] = len(found)
    assert counts == {"activities": 21, "legal-form": 5, "organisational-structure": 25, "themes": 19}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data folder is absent")
def test_malformed_documents_are_refused() -> None:
    for path in (SHARED / "rdf" / "malformed").glob("*.ttl"):
        with pytest.raises(SkosError):
            read(parse(path.read_bytes(), file_format="turtle"))
