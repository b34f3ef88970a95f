"""A network with an empty directory, a few communes and terms, and files to import."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Site

from cms.core.models import Area, Term, Theme
from exchanges.imports.mapping import load_mapping
from exchanges.imports.report import Report
from exchanges.imports.run import run_import
from exchanges.models import OrganisationPage
from sites.models import Role
from tests.world import make_site

COMMUNES = {
    "13055": ("Marseille", "13001 13002 13015", 43.2965, 5.3698),
    "13001": ("Aix-en-Provence", "13080 13090 13100 13290 13540", 43.5283, 5.4497),
    "04070": ("Digne-les-Bains", "04000", 44.0925, 6.2356),
    "04112": ("Manosque", "04100", 43.8296, 5.7871),
    "83049": ("Cuers", "83390", 43.2367, 6.0711),
    "83107": ("Puget-Ville", "83390", 43.2886, 6.1361),
}
TERMS = {
    "inclusion": ["aci", "ei", "ai", "etti", "eiti", "geiq"],
    "agreement": ["iae", "esus", "adapte-protege"],
    "customer": ["particuliers", "entreprises", "secteur-public"],
    "legal_status": ["association", "scic-sarl"],
    "family": ["amap", "epicerie-solidaire"],
}
LABELS = {"epicerie-solidaire": "Épicerie solidaire", "scic-sarl": "SCIC SARL"}
THEMES = {"insertion": "Insertion", "restaurant": "Restaurant, table", "circuit-court": "Circuit court"}
ORGANISATION = {
    "id": 1,
    "name": "LES JARDINS DE L’ESSAI",
    "brand": "",
    "siret": "73282932000074",
    "kind": "ACI",
    "naf": "5610A",
    "address": "12 rue des Tests",
    "post_code": "13001",
    "city": "Marseille",
    "department": "13",
    "coords": "SRID=4326;POINT (5.37 43.30)",
    "description": "Un jardin. Et des gens.",
    "website": "www.example.org",
    "email": "jardin@example.org",
    "phone": "",
}


@pytest.fixture
def site(db: None) -> Site:
    """A network whose directory is empty."""
    for code, (name, postcodes, latitude, longitude) in COMMUNES.items():
        Area.objects.create(
            level="commune",
            code=code,
            name=name,
            postcodes=postcodes,
            population=len(name),
            latitude=latitude,
            longitude=longitude,
        )
    for vocabulary, codes in TERMS.items():
        for code in codes:
            label = LABELS.get(code, code.title())
            Term.objects.get_or_create(vocabulary=vocabulary, code=code, defaults={"label": label})
    for code, label in THEMES.items():
        if not Theme.objects.filter(code=code).exists():
            Theme.add_root(code=code, label=label)
    return make_site("apeas", Role.NETWORK)


@pytest.fixture
def record() -> Callable[..., dict[str, Any]]:
    """A record of the siae format, with other values where they are said."""
    return lambda **changes: {**ORGANISATION, **changes}


@pytest.fixture
def load(site: Site, tmp_path: Path) -> Callable[..., Report]:
    """Imports these records (siae) or this text or these bytes (annuaire_csv)."""

    def run(content: Any, mapping: str = "", **options: Any) -> Report:
        if isinstance(content, list):
            path, mapping = tmp_path / "file.json", mapping or "siae"
            path.write_text(json.dumps(content), encoding="utf-8")
        else:
            path, mapping = tmp_path / "file.csv", mapping or "annuaire_csv"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return run_import(path=path, site=site, mapping=load_mapping(mapping), **options)

    return run


@pytest.fixture
def sheet() -> Callable[[], OrganisationPage]:
    """The only sheet there is, read anew."""
    return OrganisationPage.objects.get
