"""What the search index holds: pages, and nothing that is looked up otherwise."""

import pytest
from django.db.models import Model
from wagtail.search.index import get_indexed_models

from cms.core.models import Area, Theme
from exchanges.models import ExchangePage, OrganisationPage


@pytest.mark.parametrize("model", [Area, Theme])
def test_what_is_found_by_its_folded_name_costs_no_index(model: type[Model]) -> None:
    """Filling the index again does not read the 36 000 areas, which loading them never put there."""
    assert model not in get_indexed_models()


@pytest.mark.parametrize("model", [OrganisationPage, ExchangePage])
def test_what_visitors_search_is_indexed(model: type[Model]) -> None:
    assert model in get_indexed_models()
