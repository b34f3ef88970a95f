"""The public export of inclusion structures, where it is at hand (never in the repository)."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from wagtail.models import Site

from cms.core import areas, reference
from cms.core.models import Area, AreaLevel
from exchanges.imports.mapping import load_mapping
from exchanges.imports.report import Report, Result
from exchanges.imports.run import run_import
from exchanges.models import OrganisationPage
from sites.models import Role
from syndication.engine import sync
from syndication.models import Delivery, Mode, State, SyndicationRule
from tests.world import make_site

FILE = Path(__file__).parents[4] / "shared" / "data" / "directory" / "siae_france_2022_a.json"
# Counted in the file, apart from the code under test.
WRONG_SIRETS, TWICE, WITHOUT_POSITION, WITHOUT_COMMUNE = 9, 2, 19, 1
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


def test_those_that_match_reach_the_hub_once(load: Callable[..., Report]) -> None:
    """Two rules by area, one of them reviewed: the hub shows the one département and is asked for the other."""
    load("13", "04")
    hub = make_site("hub", Role.HUB)
    apeas = Site.objects.get(hostname="apeas.localhost")
    for code, mode in (("13", Mode.AUTOMATIC), ("04", Mode.REVIEWED)):
        rule = SyndicationRule(name=code, network=apeas, mode=mode)
        rule.area = Area.objects.get(level=AreaLevel.DEPARTEMENT, code=code)
        rule.sources, rule.targets = [apeas], [hub]
        rule.save()
    # A row whose postcode is not one of its town has no commune, and no rule by area takes it.
    placed = OrganisationPage.objects.filter(area__isnull=False)
    expected = Counter(placed.values_list("area__departement__code", flat=True))
    assert expected.total() == 111 - WITHOUT_COMMUNE

    first = sync()

    assert first.counts == {"created": expected["13"], "pending": expected["04"]}
    assert sync().changed == sync(thorough=True).changed == 0
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states == {State.LIVE: expected["13"], State.PENDING: expected["04"]}
    assert OrganisationPage.objects.filter(is_copy=True).on_site(hub).count() == expected["13"]
