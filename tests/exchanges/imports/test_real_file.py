"""The public export of inclusion structures, where it is at hand (never in the repository)."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from wagtail.models import Site

from cms.core import areas, reference
from exchanges.imports.mapping import load_mapping
from exchanges.imports.report import Report, Result
from exchanges.imports.run import run_import
from exchanges.models import OrganisationPage
from sites.models import Role
from tests.world import make_site

FILE = Path(__file__).parents[4] / "shared" / "data" / "directory" / "siae_france_2022_a.json"
# Counted in the file, apart from the code under test.
WRONG_SIRETS, TWICE, WITHOUT_POSITION = 9, 2, 19
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.exists(), reason=f"needs the real export: {FILE.name} in shared/data"),
]


@pytest.fixture
def load(db: None) -> Callable[..., Report]:
    """Imports the export into a network of a region whose lists are loaded."""
    areas.load(region="93")
    reference.load()
    site: Site = make_site("apeas", Role.NETWORK)

    def run(*departements: str, dry_run: bool = False) -> Report:
        filters = {"department": departements} if departements else {}
        mapping = load_mapping("siae")
        return run_import(path=FILE, site=site, mapping=mapping, filters=filters, dry_run=dry_run)

    return run


def test_two_departements_give_all_their_rows_twice(load: Callable[..., Report]) -> None:
    start = time.process_time()
    first = load("13", "04")
    took = time.process_time() - start
    assert first.counts() == {Result.CREATED: 111}
    assert load("13", "04").counts() == {Result.UNCHANGED: 111}
    assert OrganisationPage.objects.live().count() == 111
    assert not OrganisationPage.objects.filter(latitude=None).exists()
    sheltered = OrganisationPage.objects.filter(agreements__code="adapte-protege")
    assert list(OrganisationPage.objects.filter(inclusion=None)) == list(sheltered)
    assert took < 60


def test_no_row_of_the_whole_file_is_lost(load: Callable[..., Report]) -> None:
    report = load(dry_run=True)
    assert report.counts() == {Result.CREATED: 1930}
    remarks = [remark for outcome in report.outcomes for remark in outcome.remarks]
    assert sum(remark.column == "siret" for remark in remarks) == WRONG_SIRETS + TWICE
    assert sum(remark.column == "" for remark in remarks) == WITHOUT_POSITION
