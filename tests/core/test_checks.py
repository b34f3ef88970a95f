"""The project's invariants say what an author of a new kind forgot."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from django.core import checks
from wagtail.models import Site
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.checks import problems_of_kind, problems_of_viewset
from cms.core.permissions import NetworkScopedViewSet
from exchanges.models import ExchangePage, OrganisationPage
from sites.models import NetworkSettings
from syndication.models import SyndicationRule


def ids(messages: list[checks.CheckMessage]) -> list[str | None]:
    return [message.id for message in messages]


def kind(**attributes: Any) -> Any:
    """Something that looks like the kind of exchanges, but for these attributes."""
    names = (
        "_meta",
        "index_model",
        "shared_contacts",
        "shared_fields",
        "shared_relations",
        "shared_references",
        "guarded_fields",
    )
    return SimpleNamespace(**{**{name: getattr(ExchangePage, name) for name in names}, **attributes})


def test_the_project_keeps_its_own_rules() -> None:
    assert [message for message in checks.run_checks() if str(message.id).startswith("pes.")] == []


@pytest.mark.parametrize("model", [ExchangePage, OrganisationPage])
def test_our_kinds_are_whole(model: Any) -> None:
    assert problems_of_kind(model) == []


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"index_model": "exchanges.NoSuchPage"}, "pes.E001"),
        ({"index_model": "nonsense"}, "pes.E001"),
        ({"index_model": None}, "pes.E001"),
        ({"shared_contacts": "no_contacts"}, "pes.E002"),
        ({"shared_contacts": "tagged_items"}, "pes.E002"),
        ({"_meta": NetworkSettings._meta, "shared_fields": ()}, "pes.E003"),
        ({"shared_fields": (*ExchangePage.shared_fields, "colour")}, "pes.E004"),
        ({"shared_relations": ("friends",)}, "pes.E004"),
        ({"guarded_fields": {"terms": "terms_audience"}}, "pes.E004"),
        ({"shared_fields": ("title",)}, "pes.E006"),
    ],
)
def test_what_a_kind_lacks_is_said(attributes: Mapping[str, Any], expected: str) -> None:
    assert expected in ids(problems_of_kind(kind(**attributes)))


def test_a_viewset_that_shows_every_network_is_refused() -> None:
    class Careless(SnippetViewSet):
        model: ClassVar[Any] = SyndicationRule

    assert ids(problems_of_viewset(Careless())) == ["pes.E005"]


def test_scoped_viewsets_and_those_of_nobody_are_fine() -> None:
    class Scoped(NetworkScopedViewSet):
        model: ClassVar[Any] = SyndicationRule

    class OfNobody(SnippetViewSet):
        model: ClassVar[Any] = Site

    assert problems_of_viewset(Scoped()) == []
    assert problems_of_viewset(OfNobody()) == []
