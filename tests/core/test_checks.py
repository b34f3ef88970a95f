"""The project's invariants say what an author of a new kind forgot."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from django.core import checks
from django.db import models
from django.http import HttpRequest
from django.test.utils import isolate_apps
from django.urls import path
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.api.urls import admin_api
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.urls import urlpatterns as admin_urls
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Site
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.checks import problems_of_kind, problems_of_viewset
from cms.core.checks.screens import EXPLAINED, ON_THE_HOME_PAGE, REPORTS, check_items, check_views
from cms.core.checks.viewsets import check_shown_models
from cms.core.permissions import NetworkScopedViewSet
from cms.core.tenancy.checks import problems_of_field
from exchanges.models import ExchangePage, OrganisationPage
from sites.models import NetworkSettings
from syndication.forms import NetworkField
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


def test_a_field_with_rows_of_its_own_is_refused() -> None:
    assert ids(problems_of_field(type("Own", (), {"queryset": Site.objects.all()}))) == ["pes.E015"]
    assert problems_of_field(NetworkField) == []


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


@pytest.fixture
def unowned() -> Iterator[type[models.Model]]:
    """A model of which nothing says whose its rows are."""
    with isolate_apps("exchanges"):

        class Unowned(models.Model):
            secret = models.CharField(max_length=80)

            class Meta:
                app_label = "exchanges"

            def __str__(self) -> str:
                return self.secret

        yield Unowned


def test_a_viewset_of_rows_of_nobody_is_refused(
    unowned: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Careless(SnippetViewSet):
        model: ClassVar[Any] = unowned

    class CarelessChooser(ChooserViewSet):
        model: ClassVar[Any] = unowned

    assert check_shown_models(None) == []
    monkeypatch.setattr(viewsets, "viewsets", [*viewsets.viewsets, Careless(), CarelessChooser("careless")])
    found = check_shown_models(None)
    assert ids(found) == ["pes.E007", "pes.E007"]
    assert ["Careless " in message.msg for message in found] == [True, False]


@pytest.mark.parametrize("about", ["unowned", None])
def test_so_is_an_endpoint_of_the_api(
    unowned: type[models.Model], about: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Careless(PagesAdminAPIViewSet):
        model: ClassVar[Any] = unowned if about else None

    monkeypatch.setitem(admin_api._endpoints, "careless", Careless)
    assert ids(check_shown_models(None)) == ["pes.E007"]


def test_so_is_a_bulk_action(unowned: type[models.Model]) -> None:
    class Careless(BulkAction):
        models: ClassVar[Any] = [unowned]

    with hooks.register_temporarily("register_bulk_action", Careless):
        assert ids(check_shown_models(None)) == ["pes.E007"]


@contextmanager
def address(view: type) -> Iterator[None]:
    """A view at an address of the administration, as an app registers it."""
    pattern = path("careless/", view.as_view(), name="careless")
    admin_urls.append(pattern)
    try:
        yield
    finally:
        admin_urls.remove(pattern)


class Figures(TemplateView):
    """Counts what it likes."""


class Sums(ReportView):
    """Sums up what it likes."""


@pytest.mark.parametrize("view", [Figures, Sums])
def test_a_view_that_starts_from_no_list_is_refused(view: type) -> None:
    assert check_views(None) == []
    with address(view):
        found = check_views(None)
    assert ids(found) == ["pes.E008"]
    assert view.__name__ in found[0].msg


def test_what_is_added_to_a_menu_leads_behind_the_door() -> None:
    def outside() -> MenuItem:
        return MenuItem("Chiffres", "/chiffres/")

    assert check_items(None) == []
    with hooks.register_temporarily("register_reports_menu_item", outside):
        assert ids(check_items(None)) == ["pes.E009"]


@pytest.mark.parametrize("hook", ["construct_homepage_panels", "construct_homepage_summary_items"])
def test_what_is_added_to_the_home_page_is_explained(hook: str) -> None:
    def figures(request: HttpRequest, panels: list[Any]) -> None:
        """Shows what it likes."""

    with hooks.register_temporarily(hook, figures):
        assert ids(check_items(None)) == ["pes.E009"]


def test_no_explanation_outlives_what_it_explains() -> None:
    for table in (EXPLAINED, REPORTS):
        for name in list(table):
            with pytest.MonkeyPatch.context() as patch:
                patch.delitem(table, name)
                assert ids(check_views(None)), name
    for name in list(ON_THE_HOME_PAGE):
        with pytest.MonkeyPatch.context() as patch:
            patch.delitem(ON_THE_HOME_PAGE, name)
            assert ids(check_items(None)), name
