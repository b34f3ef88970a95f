"""The form of one screen: what is asked, what is checked, what is kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture

from cms.core.models import Area, Theme
from exchanges.models import ExchangePage
from exchanges.publishing.drafts import key_of
from sites.models import NetworkSettings
from tests.exchanges.publishing.typed import NEW, answers, get, picture, published, send, ways
from tests.members import browser, make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def marie(networks: Networks) -> Any:
    NetworkSettings.objects.filter(site=networks.alliance).update(review="never")
    ways()
    return make_member(networks.alliance, "Marie")


def test_the_form_says_what_each_level_means_with_the_names_of_the_networks(
    networks: Networks, marie: Any
) -> None:
    body = get(networks.alliance, marie, "new").content.decode()
    assert "Sur le site du réseau Alliance seulement" in body
    assert "APEAS et MESCLUN" in body
    assert "PES PACA" in body


def test_three_months_are_proposed_and_the_sense_of_the_link(networks: Networks, marie: Any) -> None:
    form = browser(networks.alliance, marie).get(f"{NEW}?sense=offer").context["form"]
    assert form["sense"].value() == "offer"
    assert 89 <= (form["expires_on"].value() - timezone.localdate()).days <= 92


def test_what_is_published_is_what_was_typed(
    networks: Networks, marie: Any, places: dict[str, Area], themes: dict[str, Theme]
) -> None:
    page = published(
        networks.alliance, marie, where="nice", themes=["culture"], more_theme="miellerie", picture=picture()
    )
    assert page.live
    assert page.get_parent().specific.get_site() == networks.alliance
    assert page.body == "<p>Quarante mètres carrés.</p><p>Pour des paniers.</p>"
    assert page.summary == "Quarante mètres carrés."
    assert page.area == places["nice"]
    assert {theme.code for theme in page.themes.all()} == {"culture", "miel"}
    assert page.contact_name == "Marie"
    assert page.image.collection.name == "Alliance"
    assert page.image.uploaded_by_user == marie
    assert page.slug == "cherche-un-local-a-nice"
    assert get(networks.alliance, None, "new").status_code == 302


REFUSED = [
    ({"title": ""}, "title"),
    ({"sense": None}, "sense"),
    ({"type": "nonsense"}, "type"),
    ({"methods": []}, "methods"),
    ({"where": "Nulle-part-sur-Mer"}, "where"),
    ({"expires_on": "2020-01-01"}, "expires_on"),
    ({"expires_on": "2099-01-01"}, "expires_on"),
    ({"sharing": "galaxy"}, "sharing"),
    ({"more_theme": "Rien de connu"}, "more_theme"),
    ({"picture": SimpleUploadedFile("a.png", b"<svg onload=alert(1)>", "image/png")}, "picture"),
]


@pytest.mark.parametrize(("changed", "field"), REFUSED)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(
    networks: Networks, marie: Any, changed: dict[str, Any], field: str
) -> None:
    response = send(networks.alliance, marie, **changed)
    assert field in response.context["form"].errors
    assert not ExchangePage.objects.live().exists()
    draft = ExchangePage.objects.get(owner=marie)
    assert draft.terms == "300 € par mois"
    assert "Pour des paniers." in response.content.decode()


def test_methods_that_do_not_fit_the_type_are_named(networks: Networks, marie: Any) -> None:
    response = send(networks.alliance, marie, methods=[ways()["gift"].pk, ways()["loan"].pk])
    assert "Gift" in response.context["form"].errors["methods"][0]


def test_a_place_with_namesakes_is_asked_for(networks: Networks, marie: Any, places: dict[str, Area]) -> None:
    for code, departement in (("13999", places["13"]), ("06999", places["06"])):
        Area.objects.create(level="commune", code=code, name="Saint-Paul", departement=departement)
    error = send(networks.alliance, marie, where="saint-paul").context["form"].errors["where"][0]
    assert "Saint-Paul (13)" in error
    assert "Saint-Paul (06)" in error
    page = published(networks.alliance, marie, "Un autre local", where="Saint-Paul (06)")
    assert page.area.code == "06999"


def test_a_good_picture_outlives_the_errors_of_the_rest(networks: Networks, marie: Any) -> None:
    response = send(networks.alliance, marie, title="", picture=picture())
    draft = ExchangePage.objects.get(owner=marie)
    assert draft.image is not None
    assert "Votre image est gardée." in response.content.decode()


def test_a_picture_is_made_anew_without_what_it_said_of_its_author(networks: Networks, marie: Any) -> None:
    exif = Picture.Exif()
    exif[0x010F] = "Appareil de Marie"
    page = published(networks.alliance, marie, picture=picture(exif=exif))
    with page.image.file.open() as file:
        assert b"Appareil de Marie" not in file.read()


def test_a_picture_that_is_too_heavy_or_too_large_is_refused(
    networks: Networks, marie: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchanges.publishing.pictures.MOST_DOTS", 100)
    assert "picture" in send(networks.alliance, marie, picture=picture()).context["form"].errors
    monkeypatch.setattr("exchanges.publishing.pictures.MOST_BYTES", 100)
    assert "picture" in send(networks.alliance, marie, picture=picture()).context["form"].errors


def test_text_is_escaped_and_addresses_become_links(networks: Networks, marie: Any) -> None:
    text = 'Voir https://example.org/a?b=1&c=2, <script>alert(1)</script> javascript:alert(1) "><img src=x>'
    page = published(networks.alliance, marie, text=text)
    assert '<a href="https://example.org/a?b=1&amp;c=2">' in page.body
    shown = browser(networks.alliance).get(page.get_url()).content.decode()
    prose = re.search(r'<div class="prose">(.*?)</div>', shown, re.DOTALL)
    assert prose is not None
    assert "<script" not in prose[1]
    assert "<img" not in prose[1]
    assert 'href="javascript' not in prose[1]


def test_for_a_structure_only_who_speaks_for_it(networks: Networks, marie: Any) -> None:
    mine = networks.organisation(networks.alliance, "Les Paniers")
    other = networks.organisation(networks.alliance, "La Ruche")
    speak_for(marie, mine)
    assert published(networks.alliance, marie, organisation=mine.pk).organisation_id == mine.pk
    response = send(networks.alliance, marie, title="Une autre annonce", organisation=other.pk)
    assert "organisation" in response.context["form"].errors


def test_the_like_is_shown_before_it_goes_and_once_confirmed_it_goes(networks: Networks, marie: Any) -> None:
    networks.exchange(networks.alliance, "Recherche local à Nice")
    networks.exchange(networks.apeas, "Local à Nice, autre réseau")
    response = send(networks.alliance, marie, confirmed="")
    assert [page.title for page in response.context["alike"]] == ["Recherche local à Nice"]
    assert "Publier quand même" in response.content.decode()
    assert not ExchangePage.objects.live().filter(owner=marie).exists()
    again = {"confirmed": response.context["form"]["confirmed"].value()}
    assert send(networks.alliance, marie, **again).status_code == 302
    # What was confirmed is that title: another one is looked at again.
    networks.exchange(networks.alliance, "Tonneaux en chêne à Cotignac")
    response = send(networks.alliance, marie, title="Cherche tonneaux à Cotignac", **again)
    assert response.context["alike"]


def test_without_scripts_themes_are_proposed_after_the_first_send(
    networks: Networks, marie: Any, themes: dict[str, Theme]
) -> None:
    response = send(networks.alliance, marie, title="Cherche lieu pour la culture", themes_asked="")
    assert [theme.code for theme in response.context["missed"]] == ["culture"]
    assert 'name="themes" value="culture"' in response.content.decode()
    form = response.context["form"]
    assert form["themes_asked"].value() == "1"


def test_a_draft_can_be_kept_and_gone_on_with(networks: Networks, marie: Any) -> None:
    response = send(networks.alliance, marie, title="", sense=None, keep="1")
    draft = ExchangePage.objects.get(owner=marie)
    assert response["Location"] == reverse("publishing_edit", args=[draft.pk])
    assert not draft.live
    assert draft.latest_revision_id is None
    form = get(networks.alliance, marie, "edit", draft.pk).context["form"]
    assert form["title"].value() == ""
    assert form["text"].value() == "Quarante mètres carrés.\n\nPour des paniers."
    send(networks.alliance, marie, reverse("publishing_edit", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.live
    assert draft.slug == "cherche-un-local-a-nice"


def as_it_is_shown(networks: Networks, person: Any, path: str) -> dict[str, Any]:
    """What a browser sends of a form in which nothing was typed, a minute after it came."""
    context = browser(networks.alliance, person).get(path).context
    shown = {field.name: field.value() for field in context["form"]}
    shown |= {"key": context["key"], "shown_at": answers(person)["shown_at"]}
    return {name: value for name, value in shown.items() if value not in (None, [], False)}


@pytest.mark.parametrize("path", [NEW, f"{NEW}?sense=offer"])
@pytest.mark.parametrize("pressed", [{}, {"keep": "1"}])
@pytest.mark.parametrize("left", [(), ("expires_on", "sharing")])
def test_where_nothing_is_typed_nothing_is_kept(
    networks: Networks, marie: Any, path: str, pressed: dict[str, str], left: tuple[str, ...]
) -> None:
    typed = as_it_is_shown(networks, marie, path)
    for name in left:
        del typed[name]
    response = browser(networks.alliance, marie).post(path, {**typed, **pressed})
    assert response.status_code == 200
    assert not ExchangePage.objects.exists()
    if pressed:
        assert "Il n’y a encore rien à garder" in response.content.decode()
    # The same form goes on.
    more = {"text": "Un local au bord de la mer", "key": response.context["key"]}
    browser(networks.alliance, marie).post(path, {**typed, **pressed, **more})
    assert ExchangePage.objects.get(owner=marie).summary == "Un local au bord de la mer"


def test_a_form_with_an_error_is_kept_with_what_was_typed(networks: Networks, marie: Any) -> None:
    typed = as_it_is_shown(networks, marie, NEW)
    response = browser(networks.alliance, marie).post(NEW, {**typed, "title": "Cherche un local"})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert ExchangePage.objects.get(owner=marie).title == "Cherche un local"


def test_the_same_form_sent_twice_is_one_announcement(networks: Networks, marie: Any) -> None:
    typed = answers(marie)
    client = browser(networks.alliance, marie)
    assert client.post(NEW, typed).status_code == 302
    assert client.post(NEW, typed)["Location"] == reverse("publishing_mine")
    assert ExchangePage.objects.filter(owner=marie).count() == 1


def test_the_key_of_somebody_else_is_no_use(networks: Networks, marie: Any) -> None:
    page = published(networks.alliance, marie)
    paul = make_member(networks.alliance, "Paul")
    send(networks.alliance, paul, title="À moi", key=key_of(marie, page.uid))
    send(networks.alliance, paul, title="À moi aussi", key=key_of(paul, page.uid))
    page.refresh_from_db()
    assert page.title == "Cherche un local à Nice"
    assert page.owner == marie


def test_what_was_typed_outlives_the_session(networks: Networks, marie: Any) -> None:
    client = browser(networks.alliance)
    response = client.post(NEW, answers(marie, title="Tapé sans session"))
    assert response["Location"].startswith(reverse("account_login"))
    client.force_login(marie)
    form = client.get(NEW).context["form"]
    assert form["title"].value() == "Tapé sans session"
    assert form["terms"].value() == "300 € par mois"
    assert client.post(NEW, answers(marie, title="Tapé sans session")).status_code == 302
    assert client.get(NEW).context["form"]["title"].value() in (None, "")


def test_what_was_typed_is_not_shown_to_somebody_else_at_the_same_machine(
    networks: Networks, marie: Any
) -> None:
    client = browser(networks.alliance)
    client.post(NEW, answers(marie, title="Tapé par Marie"))
    client.force_login(make_member(networks.alliance, "Paul"))
    assert "Tapé par Marie" not in client.get(NEW).content.decode()


def test_the_day_of_a_month_that_is_shorter() -> None:
    from datetime import date

    from exchanges.publishing.calendar import later

    assert later(date(2026, 11, 30)) == date(2027, 2, 28)
    assert later(date(2026, 12, 31)) == date(2027, 3, 31)
    assert later(date(2026, 1, 1)) - date(2026, 1, 1) < timedelta(days=100)
