from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from wagtail.models import ModelLogEntry, PageLogEntry, Revision, Site

from cms.core.models import Audience
from exchanges.imports import writing
from exchanges.imports.report import Report, Result
from exchanges.models import ExternalId, OrganisationIndexPage, OrganisationPage

Load = Callable[..., Report]
Record = Callable[..., dict[str, Any]]
Sheet = Callable[[], OrganisationPage]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def results(report: Report) -> list[Result]:
    return [outcome.result for outcome in report.outcomes]


def publish_edit(page: OrganisationPage, **values: Any) -> None:
    """What an editor's form does."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_row_becomes_a_published_sheet(load: Load, record: Record, sheet: Sheet, site: Site) -> None:
    assert results(load([record()])) == [Result.CREATED]
    page = sheet()
    assert page.live
    assert page.get_parent().specific == OrganisationIndexPage.objects.get()
    assert (page.title, page.slug) == ("LES JARDINS DE L’ESSAI", "les-jardins-de-lessai")
    assert (page.summary, page.body) == ("Un jardin.", "<p>Un jardin. Et des gens.</p>")
    assert page.inclusion is not None
    assert page.inclusion.code == "aci"
    assert [term.code for term in page.agreements.all()] == ["iae"]
    assert sorted(theme.code for theme in page.themes.all()) == ["insertion", "restaurant"]
    assert [tag.name for tag in page.tags.all()] == ["insertion"]
    assert page.area is not None
    assert page.area.name == "Marseille"
    assert (page.latitude, page.longitude) == (43.3, 5.37)
    contacts = {contact.medium: (contact.value, contact.audience) for contact in page.contacts.all()}
    assert contacts == {
        "website": ("http://www.example.org", Audience.PUBLIC),
        "email": ("jardin@example.org", Audience.MEMBERS),
    }


def test_it_is_logged_as_nobody_s_work(load: Load, record: Record, sheet: Sheet) -> None:
    load([record()])
    entries = PageLogEntry.objects.filter(page=sheet().pk)
    assert set(entries.values_list("action", "user")) == {("wagtail.create", None), ("wagtail.publish", None)}


def test_a_second_run_changes_nothing(load: Load, record: Record) -> None:
    rows = [record(), record(id=2, siret="", name="AUTRE")]
    load(rows)
    before = Revision.objects.count(), PageLogEntry.objects.count()
    assert results(load(rows)) == [Result.UNCHANGED] * 2
    assert (Revision.objects.count(), PageLogEntry.objects.count()) == before
    assert OrganisationPage.objects.count() == 2


def test_a_changed_row_updates_its_sheet_only(load: Load, record: Record) -> None:
    load([record(), record(id=2, siret="", name="AUTRE")])
    report = load([record(city="Aix-en-Provence", post_code="13100"), record(id=2, siret="", name="AUTRE")])
    assert results(report) == [Result.UPDATED, Result.UNCHANGED]
    assert report.outcomes[0].changed == ["postcode", "city", "area"]
    page = OrganisationPage.objects.get(siret=record()["siret"])
    assert page.area is not None
    assert (page.city, page.area.name) == ("Aix-en-Provence", "Aix-en-Provence")
    assert page.live
    assert not page.has_unpublished_changes


def test_what_an_editor_changed_is_kept_and_said(load: Load, record: Record, sheet: Sheet) -> None:
    load([record()])
    publish_edit(sheet(), city="Marseille 1er", summary="Réécrit à la main.")
    report = load([record(city="Aix-en-Provence", description="Autre chose.")])
    assert results(report) == [Result.UPDATED]
    assert report.outcomes[0].kept == ["summary", "city"]
    assert "Kept as edited on the site: summary, city." in report.outcomes[0].details
    page = sheet()
    assert (page.city, page.summary, page.body) == (
        "Marseille 1er",
        "Réécrit à la main.",
        "<p>Autre chose.</p>",
    )


def test_what_an_editor_emptied_stays_empty(load: Load, record: Record, sheet: Sheet) -> None:
    load([record()])
    page = sheet()
    page.contacts.set([])
    publish_edit(page)
    load([record(email="nouveau@example.org", city="Aix-en-Provence", post_code="13100")])
    assert list(sheet().contacts.all()) == []
    assert sheet().city == "Aix-en-Provence"


def test_saving_the_form_untouched_is_no_edit(load: Load, record: Record, sheet: Sheet) -> None:
    load([record()])
    page = sheet()
    publish_edit(
        page,
        body=page.body.replace("<p>", '<p data-block-key="a1b2c">'),
        location="SRID=4326;POINT(5.370000 43.3)",
    )
    report = load([record(description="Autre.", coords="SRID=4326;POINT (5.4 43.3)")])
    assert report.outcomes[0].kept == []
    assert sheet().body == "<p>Autre.</p>"
    assert sheet().longitude == 5.4


def test_a_field_that_the_file_no_longer_fills_is_emptied(load: Load, record: Record, sheet: Sheet) -> None:
    load([record()])
    load([record(description="")])
    assert (sheet().summary, sheet().body) == ("", "")


def test_a_sheet_typed_by_hand_is_completed_not_doubled(
    load: Load, record: Record, sheet: Sheet, site: Site
) -> None:
    index = OrganisationIndexPage.objects.get()
    typed = index.add_child(instance=OrganisationPage(title="Les Jardins", siret=record()["siret"]))
    report = load([record()])
    assert results(report) == [Result.UPDATED]
    assert sheet().pk == typed.pk
    assert (sheet().title, sheet().city) == ("Les Jardins", "Marseille")
    assert "title" in report.outcomes[0].kept
    assert results(load([record()])) == [Result.UNCHANGED]


def test_a_draft_in_progress_is_not_published(load: Load, record: Record, sheet: Sheet) -> None:
    load([record()])
    draft = sheet()
    draft.opening_hours = "le lundi"
    draft.save_revision()
    report = load([record(city="Aix-en-Provence", post_code="13100")])
    assert "The sheet has a draft" in report.outcomes[0].details[0]
    live, latest = sheet(), sheet().get_latest_revision_as_object()
    assert (live.city, live.opening_hours) == ("Marseille", "")
    assert (latest.city, latest.opening_hours) == ("Aix-en-Provence", "le lundi")


def test_what_an_editor_took_off_the_site_stays_off(load: Load, record: Record, sheet: Sheet) -> None:
    load([record()])
    sheet().unpublish()
    load([record(description="Autre.")])
    assert not sheet().live


def test_a_locked_sheet_is_left_alone(load: Load, record: Record, sheet: Sheet) -> None:
    load([record()])
    OrganisationPage.objects.update(locked=True)
    report = load([record(description="Autre.")])
    assert results(report) == [Result.REFUSED]
    assert "locked" in report.outcomes[0].details[0]
    assert sheet().summary == "Un jardin."


def test_a_dry_run_says_the_same_and_writes_nothing(load: Load, record: Record) -> None:
    load([record()])
    rows = [record(description="Autre."), record(id=2, siret="", name="Neuve"), record(id=3, name="")]
    before = [
        model.objects.count()
        for model in (OrganisationPage, ExternalId, Revision, PageLogEntry, ModelLogEntry)
    ]
    dry = load(rows, dry_run=True)
    after = [
        model.objects.count()
        for model in (OrganisationPage, ExternalId, Revision, PageLogEntry, ModelLogEntry)
    ]
    assert before == after
    assert OrganisationPage.objects.get().summary == "Un jardin."
    wet = load(rows)
    assert results(dry) == results(wet) == [Result.UPDATED, Result.CREATED, Result.REFUSED]
    assert [outcome.details for outcome in dry.outcomes] == [outcome.details for outcome in wet.outcomes]


@pytest.mark.parametrize(
    ("changes", "column", "said"),
    [
        ({"siret": "73282932000075"}, "siret", "check digit"),
        ({"siret": "732829320"}, "siret", "SIREN"),
        ({"coords": "ici"}, "coords", "not a position"),
        ({"coords": "", "city": ""}, "", "middle of Marseille"),
        ({"post_code": "99999", "city": "Ailleurs"}, "post_code + city", "No commune"),
        ({"post_code": "83390", "city": ""}, "post_code + city", "was placed in"),
        ({"kind": "XYZ"}, "kind", "not in the list"),
        ({"email": "jean(at)example.org"}, "email", "not an e-mail"),
        ({"website": "javascript:alert(1)"}, "website", "not the address"),
        ({"address": "x" * 300}, "address", "cut to 250"),
    ],
)
def test_a_bad_value_is_left_out_and_said(
    load: Load, record: Record, sheet: Sheet, changes: dict[str, str], column: str, said: str
) -> None:
    report = load([record(**changes)])
    assert results(report) == [Result.CREATED]
    assert any(remark.column == column and said in remark.message for remark in report.outcomes[0].remarks)
    assert sheet().title == "LES JARDINS DE L’ESSAI"


@pytest.mark.parametrize(
    ("changes", "column"),
    [({"name": ""}, "brand + name"), ({"id": None}, "id"), ({"id": "x" * 201}, "id")],
)
def test_a_row_without_what_is_needed_is_refused_alone(
    load: Load, record: Record, changes: dict[str, Any], column: str
) -> None:
    report = load([record(**changes), record(id=2, name="Suivante"), "rien", {"id": 9}])
    assert results(report) == [Result.REFUSED, Result.CREATED, Result.REFUSED, Result.REFUSED]
    assert report.outcomes[0].row == 1
    assert report.outcomes[0].remarks[0].column == column
    assert report.outcomes[0].remarks[0].mend


def test_the_same_identifier_twice(load: Load, record: Record, sheet: Sheet) -> None:
    report = load([record(), record(name="Autre")])
    assert results(report) == [Result.CREATED, Result.REFUSED]
    assert "The row 1 has the same identifier" in report.outcomes[1].details[0]


def test_the_same_siret_twice_is_two_sheets_and_a_remark(load: Load, record: Record) -> None:
    report = load([record(), record(id=2, kind="EI")])
    assert results(report) == [Result.CREATED] * 2
    assert "The row 1 has the same SIRET" in report.outcomes[1].details[0]
    assert set(OrganisationPage.objects.values_list("slug", flat=True)) == {
        "les-jardins-de-lessai",
        "les-jardins-de-lessai-2",
    }


class PowerCut(BaseException):
    """What no handler of the import catches."""


def test_killed_between_two_rows_it_completes_when_run_again(load: Load, record: Record) -> None:
    rows = [record(id=number, siret="", name=f"Structure {number}") for number in range(6)]

    def cut(outcome: Any, total: int) -> None:
        if outcome.row == 3:
            raise PowerCut

    with pytest.raises(PowerCut):
        load(rows, on_row=cut)
    assert OrganisationPage.objects.count() == ExternalId.objects.count() == 3
    assert results(load(rows)) == [Result.UNCHANGED] * 3 + [Result.CREATED] * 3
    assert OrganisationPage.objects.count() == ExternalId.objects.count() == 6


@pytest.mark.parametrize("step", ["log", "ExternalId"])
def test_killed_inside_a_row_nothing_of_it_is_left(
    load: Load, record: Record, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Cutting:
        objects = property(lambda self: self)

        def __call__(self, *args: Any, **kwargs: Any) -> None:
            raise PowerCut

        create = __call__

    with monkeypatch.context() as patch:
        patch.setattr(writing, step, Cutting())
        with pytest.raises(PowerCut):
            load([record()])
    assert not OrganisationPage.objects.exists()
    assert results(load([record()])) == [Result.CREATED]


def test_a_row_that_the_database_refuses_stops_no_other(
    load: Load, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [record(), record(id=2, siret="", name="Suivante")]
    elsewhere = load([rows[0]])
    assert results(elsewhere) == [Result.CREATED]
    # As if another import had made the sheet since this one read what there is.
    monkeypatch.setattr("exchanges.imports.run.ExternalId.objects.filter", lambda **_: [])
    report = load(rows)
    assert results(report) == [Result.REFUSED, Result.CREATED]
    assert OrganisationPage.objects.count() == 2


def test_filters_leave_rows_aside(load: Load, record: Record) -> None:
    rows = [record(), record(id=2, department="04"), record(id=3, department="83")]
    report = load(rows, filters={"department": ["13", "04"]})
    assert (len(report.outcomes), report.filtered_out) == (2, 1)


def test_the_cost_of_a_row_does_not_grow(
    load: Load, record: Record, django_assert_max_num_queries: Any
) -> None:
    rows = [record(id=number, siret="", name=f"Structure {number}") for number in range(30)]
    load(rows[:20])
    with django_assert_max_num_queries(20):
        load(rows[:20])
    with django_assert_max_num_queries(20 + 10 * 200):
        load(rows)
