"""Merging themes: everything follows, and no code is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.core.models import Theme
from cms.core.thesaurus import MergeError, find, merge_theme, move_theme, thesaurus_changed
from exchanges.models import ExchangeIndexPage, ExchangePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def themes() -> dict[str, Theme]:
    food = Theme.add_root(code="food", label="Alimentation")
    food.add_child(code="bread", label="Pain").add_child(code="brioche", label="Brioche")
    Theme.add_root(code="bakery", label="Boulangerie")
    return {theme.code: theme for theme in Theme.objects.all()}


@pytest.fixture
def index() -> ExchangeIndexPage:
    page = ExchangeIndexPage(title="Échanges", slug="echanges")
    Page.get_first_root_node().add_child(instance=page)
    return page


def exchange(index: ExchangeIndexPage, *themes: Theme, **fields: Any) -> ExchangePage:
    page = ExchangePage(title="Farine", sense="offer", type="product", **fields)
    page.themes = list(themes)
    index.add_child(instance=page)
    page.save_revision()
    return page


def codes(page: ExchangePage) -> set[str]:
    return {theme.code for theme in ExchangePage.objects.get(pk=page.pk).themes.all()}


def test_pages_take_the_other_theme_once(themes: dict[str, Theme], index: ExchangeIndexPage) -> None:
    one = exchange(index, themes["bread"])
    both = exchange(index, themes["bread"], themes["bakery"])
    other = exchange(index, themes["food"])
    long_ago = timezone.now() - timedelta(days=3)
    ExchangePage.objects.update(changed_at=long_ago)
    assert merge_theme(theme=themes["bread"], into=themes["bakery"]) == 2
    assert (codes(one), codes(both), codes(other)) == ({"bakery"}, {"bakery"}, {"food"})
    changed = ExchangePage.objects.filter(changed_at__gt=long_ago)
    assert {page.pk for page in changed} == {one.pk, both.pk}


def test_drafts_take_the_other_theme(themes: dict[str, Theme], index: ExchangeIndexPage) -> None:
    page = exchange(index, themes["food"])
    page.themes = [themes["bread"]]
    page.local_themes = [themes["bread"], themes["bakery"]]
    page.save_revision()
    merge_theme(theme=themes["bread"], into=themes["bakery"])
    draft = ExchangePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [theme.code for theme in draft.themes.all()] == ["bakery"]
    assert [theme.code for theme in draft.local_themes.all()] == ["bakery"]
    assert codes(page) == {"food"}


def test_narrower_themes_and_mappings_follow_and_the_code_stays(themes: dict[str, Theme]) -> None:
    bread, bakery = themes["bread"], themes["bakery"]
    bread.mappings.create(scheme="bdis", code="ALI")
    bread.mappings.create(scheme="naf", code="10.71")
    bakery.mappings.create(scheme="bdis", code="ALI")
    merge_theme(theme=bread, into=bakery)
    bakery.refresh_from_db()
    assert [theme.code for theme in bakery.get_children()] == ["brioche"]
    assert sorted(map(str, bakery.mappings.all())) == ["bdis:ALI", "former:bread", "naf:10.71"]
    assert find(code="bread") == bakery
    assert find(code="nothing") is None
    assert bread.pk not in Theme.objects.current().values_list("pk", flat=True)
    assert [len(found) for found in Theme.find_problems()] == [0] * 5


def test_a_second_merge_leads_every_code_to_the_end(themes: dict[str, Theme]) -> None:
    merge_theme(theme=themes["brioche"], into=themes["bread"])
    merge_theme(theme=themes["bread"], into=themes["bakery"])
    assert find(code="brioche") == find(code="bread") == themes["bakery"]
    assert sorted(map(str, themes["bakery"].mappings.all())) == ["former:bread", "former:brioche"]


def test_what_makes_no_sense_is_refused_and_changes_nothing(themes: dict[str, Theme]) -> None:
    with pytest.raises(MergeError):
        merge_theme(theme=themes["food"], into=themes["food"])
    with pytest.raises(MergeError):
        merge_theme(theme=themes["food"], into=themes["bread"])
    merge_theme(theme=themes["bread"], into=themes["bakery"])
    with pytest.raises(MergeError):
        merge_theme(theme=themes["bread"], into=themes["food"])
    with pytest.raises(MergeError):
        merge_theme(theme=themes["food"], into=themes["bread"])
    assert Theme.objects.filter(merged_into=None).count() == 3


def test_a_move_is_told_once_it_is_written(
    themes: dict[str, Theme], django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[type] = []
    listener = lambda sender, **kwargs: heard.append(sender)  # noqa: E731 - kept alive by its name
    thesaurus_changed.connect(listener)
    with django_capture_on_commit_callbacks(execute=True):
        move_theme(theme=themes["bread"], parent=themes["bakery"])
        assert not heard
    thesaurus_changed.disconnect(listener)
    assert heard == [Theme]
    assert Theme.objects.get(code="bread").get_parent() == themes["bakery"]
    with pytest.raises(MergeError):
        move_theme(theme=themes["bread"], parent=themes["brioche"])
