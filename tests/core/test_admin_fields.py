"""How the editing screens ask for areas, positions, themes and methods."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.utils import translation
from wagtail.models import Page, Site

from cms.core import areas, reference
from cms.core.geo import Point
from cms.core.models import Area, Theme
from cms.core.widgets import AreaField, LocationInput, ThemesField
from cms.users.models import User
from exchanges.models import ExchangeIndexPage, ExchangePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def paca() -> None:
    areas.load(region="93")


def area(name: str, level: str = "commune") -> Area:
    return Area.objects.get(name=name, level=level)


class AreaForm(forms.Form):
    area = AreaField(required=False)


def ask(**data: Any) -> AreaForm:
    form = AreaForm(data={key.replace("_", "-"): str(value) for key, value in data.items()})
    form.is_valid()
    return form


def test_the_id_beside_its_own_words_is_taken(paca: None) -> None:
    aix = area("Aix-en-Provence")
    assert ask(area=aix.pk, area_words=str(aix)).cleaned_data["area"] == aix
    assert ask(area=aix.pk).cleaned_data["area"] == aix


def test_words_win_over_an_id_left_from_before(paca: None) -> None:
    aix, nice = area("Aix-en-Provence"), area("Nice")
    assert ask(area=aix.pk, area_words="Nice").cleaned_data["area"] == nice
    assert ask(area=aix.pk, area_words="").cleaned_data["area"] is None


def test_words_alone_are_enough_when_they_mean_one_area(paca: None) -> None:
    for words, name in {
        "aix en provence": "Aix-en-Provence",
        "06400": "Cannes",
        "Bouches-du-Rhône (département)": "Bouches-du-Rhône",
        "MARSEILLE": "Marseille",
    }.items():
        with translation.override("fr"):
            assert ask(area="", area_words=words).cleaned_data["area"].name == name, words


def test_words_that_mean_none_or_several_are_explained_and_kept(paca: None) -> None:
    for words in ("xyzzy", "13100", "saint", '"', "%", "99999999999999999999", "\x00"):
        form = ask(area="", area_words=words)
        assert form.errors["area"], words
        assert "area" not in form.cleaned_data
    assert 'value="xyzzy"' in str(ask(area="", area_words="xyzzy")["area"])


def test_the_field_does_not_list_every_area(paca: None) -> None:
    aix = area("Aix-en-Provence")
    html = str(AreaForm(initial={"area": aix.pk})["area"])
    assert html.count("Provence") == 1
    assert f'value="{aix.pk}"' in html


def test_suggestions_are_short_and_safe(paca: None, client: Client) -> None:
    found = client.get("/areas.json", {"q": "aix"}).json()["areas"]
    assert found[0]["label"] == "Aix-en-Provence (13)"
    assert found[0]["lat"]
    assert len(client.get("/areas.json", {"q": "saint"}).json()["areas"]) == 12
    for words in ("", " ", "a", '"', "'", "%", "\\", "\x00", "é" * 500):
        response = client.get("/areas.json", {"q": words})
        assert response.status_code == 200, words
        assert response.json()["areas"] == [], words
    assert client.get("/areas.json", {"q": "\x00aix"}).json()["areas"] == found
    assert "public" in client.get("/areas.json").headers["Cache-Control"]


def test_the_thesaurus_can_be_downloaded_and_kept(client: Client) -> None:
    Theme.add_root(code="food", label="Manger")
    response = client.get("/thesaurus.ttl")
    assert response.headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert b"id/theme/food> a skos:Concept" in response.content
    etag = response.headers["ETag"]
    assert client.get("/thesaurus.ttl", headers={"If-None-Match": etag}).status_code == 304
    Theme.objects.update(label="Se nourrir")
    again = client.get("/thesaurus.ttl", headers={"If-None-Match": etag})
    assert "Se nourrir" in again.content.decode()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("43.53, 5.45", "SRID=4326;POINT(5.45 43.53)"),
        ("43,53 ; 5,45", "SRID=4326;POINT(5.45 43.53)"),
        ("43.53,5.45", "SRID=4326;POINT(5.45 43.53)"),
        (" -21.1 55.5 ", "SRID=4326;POINT(55.5 -21.1)"),
        ("SRID=4326;POINT(5.45 43.53)", "SRID=4326;POINT(5.45 43.53)"),
        ("", ""),
        ("Aix", "Aix"),
        ("43,5", "43,5"),
        ("143.5, 5.4", "143.5, 5.4"),
        ("<b>", "<b>"),
    ],
)
def test_a_position_is_read_as_people_write_it(typed: str, stored: str) -> None:
    widget = LocationInput()
    assert widget.value_from_datadict({"location": typed}, {}, "location") == stored
    shown = widget.format_value(stored)
    assert widget.value_from_datadict({"location": shown}, {}, "location") == stored


def test_a_position_is_never_written_with_an_exponent() -> None:
    point = Point(0.00001, -0.0000002)
    assert Point.parse(str(point)) == point == Point.typed(point.words)


def test_merged_themes_can_not_be_chosen() -> None:
    kept = Theme.add_root(code="kept", label="Gardé")
    gone = Theme.add_root(code="gone", label="Parti", merged_into=kept)
    field = ThemesField()
    assert list(field.clean([kept.pk])) == [kept]
    with pytest.raises(forms.ValidationError):
        field.clean([gone.pk])


def test_each_theme_is_said_once() -> None:
    Theme.add_root(code="food", label="Manger").add_child(code="bread", label="Pain")

    class ThemesForm(forms.Form):
        themes = ThemesField()

    assert str(ThemesForm()["themes"]).count("Pain") == 1


class Addresses(HTMLParser):
    """Gathers the addresses that a browser would load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        loads = {"link": "href", "script": "src", "img": "src", "iframe": "src"}
        self.found |= {value for name, value in attrs if name == loads.get(tag) and value}


@pytest.fixture
def index() -> ExchangeIndexPage:
    page = ExchangeIndexPage(title="Échanges", slug="echanges")
    Page.get_first_root_node().add_child(instance=page)
    Site.objects.update(root_page=page)
    return page


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser(email="root@example.org", password="x"))
    return client


def test_the_add_screen_asks_nobody_outside(editor: Client, index: ExchangeIndexPage) -> None:
    reference.load()
    areas.load(region="93")
    html = editor.get(f"/admin/pages/add/exchanges/exchangepage/{index.pk}/").content.decode()
    outside = {url for url in Addresses(html).found if re.match(r"(https?:)?//", url)}
    assert not outside
    asked = re.search(
        r".{80}(wagtailgeowidget|unpkg|openstreetmap|googleapis|gravatar).{40}", html, re.DOTALL
    )
    assert asked is None, asked[0]
    assert "core/vendor/leaflet/leaflet.js" in html
    assert 'data-types="product premises"' in html
    assert html.count("<option") < 100
    assert "theme-tree" in html
    assert len(html) < 600_000


def post(index: ExchangeIndexPage, **fields: Any) -> dict[str, Any]:
    formset = {f"contacts-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    return {
        "title": "Farine",
        "slug": "farine",
        "sense": "offer",
        "type": "question",
        "sharing": "networks",
        "body": "null",
        "tags": "",
        "action-publish": "1",
        **formset,
        "contacts-MAX_NUM_FORMS": 1000,
        **fields,
    }


def test_typed_places_are_saved(editor: Client, index: ExchangeIndexPage, paca: None) -> None:
    theme = Theme.add_root(code="bread", label="Pain")
    url = f"/admin/pages/add/exchanges/exchangepage/{index.pk}/"
    data = post(index, location="43.53, 5.45", **{"area": "", "area-words": "aix en provence"})
    response = editor.post(url, {**data, "themes": [theme.pk]})
    assert response.status_code == 302, response.context["form"].errors
    page = ExchangePage.objects.get()
    assert (page.latitude, page.longitude, str(page.area)) == (43.53, 5.45, "Aix-en-Provence (13)")
    assert list(page.themes.all()) == [theme]
    html = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'value="43.53, 5.45"' in html
    assert 'value="Aix-en-Provence (13)"' in html


def test_wrong_places_are_explained_beside_their_field(
    editor: Client, index: ExchangeIndexPage, paca: None
) -> None:
    url = f"/admin/pages/add/exchanges/exchangepage/{index.pk}/"
    data = post(index, location="quelque part", **{"area": "", "area-words": "Atlantide"})
    response = editor.post(url, data)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"location", "area"}
    html = response.content.decode()
    assert 'value="quelque part"' in html
    assert 'value="Atlantide"' in html
    assert not ExchangePage.objects.exists()
