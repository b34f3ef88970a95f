"""Registering a structure, and keeping its sheet."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture
from wagtail.models import WorkflowState

from cms.core.models import Area, Term, Theme
from cms.core.registry import Duty
from exchanges.models import Involvement, OrganisationPage, Standing, Way
from exchanges.structures.pictures import collection_of
from exchanges.structures.texts import has_markup, to_plain, to_rich
from sites.models import Membership, NetworkSettings
from tests.exchanges.structures.world import World, sheet
from tests.market import make_themes
from tests.members import browser, make_member, speak_for

pytestmark = pytest.mark.django_db

REGISTER = "structures_register"


def made() -> OrganisationPage:
    return OrganisationPage.objects.get(title="Épicerie du Vallon")


def review(world: World, setting: str) -> None:
    NetworkSettings.objects.filter(site=world.networks.apeas).update(review=setting)


def trust(world: World) -> None:
    Membership.objects.filter(person=world.marie).update(trusted_at=timezone.now())


def edited(world: World, **changed: Any) -> dict[str, Any]:
    contacts = changed.pop("contacts", [{"medium": "email", "value": "jardin@example.org"}])
    same = {"title": world.page.title, "area-words": "Aix-en-Provence", "siret": world.page.siret}
    return sheet(contacts=contacts, **{**same, "text": "", **changed})


def waiting(page: OrganisationPage) -> list[WorkflowState]:
    return list(WorkflowState.objects.filter(object_id=str(page.pk), status="in_progress"))


def test_a_first_structure_waits_for_the_network_to_read_it(world: World, places: dict[str, Area]) -> None:
    themes, role = make_themes(), Term.objects.get(code="benevole")
    contacts = [
        {"medium": "phone", "value": "04 65 71 00 01", "audience": "members"},
        {"medium": "website", "value": "vallon.example.org"},
        {"medium": "email", "value": ""},
    ]
    sent = sheet(contacts=contacts, themes=[themes["miel"].pk], role=role.pk)
    response = world.browser(world.marie).post(reverse(REGISTER), sent)
    page = made()
    assert response["Location"] == reverse("structures_people", args=[page.pk])
    assert (page.live, page.owner, page.area) == (False, world.marie, places["nice"])
    assert page.get_site() == world.networks.apeas
    assert page.body == "<p>Premier paragraphe.</p><p>Second &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    assert list(page.themes.all()) == [themes["miel"]]
    rows = [(each.medium, each.value, each.audience) for each in page.contacts.all()]
    assert rows == [
        ("phone", "04 65 71 00 01", "members"),
        ("website", "https://vallon.example.org", "public"),
    ]
    assert len(waiting(page)) == 1
    mine = Involvement.objects.get(person=world.marie)
    assert (mine.standing, mine.way, mine.role) == (Standing.CONFIRMED, Way.REGISTERED, role)


@pytest.mark.parametrize(
    ("setting", "trusted", "live"),
    [
        ("never", False, True),
        ("first", False, False),
        ("first", True, True),
        ("always", True, False),
    ],
)
def test_it_goes_through_the_setting_of_the_network(
    world: World, setting: str, trusted: bool, live: bool
) -> None:
    review(world, setting)
    if trusted:
        trust(world)
    world.browser(world.marie).post(reverse(REGISTER), sheet())
    assert made().live is live
    assert bool(waiting(made())) is not live


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_made(world: World) -> None:
    contacts = [{"medium": "email", "value": "pas une adresse"}]
    sent = sheet(siret="123", contacts=contacts, **{"area-words": "Nulle-Part"})
    text = world.browser(world.marie).post(reverse(REGISTER), sent).content.decode()
    assert "Un SIRET compte 14 chiffres." in text
    assert "Nulle-Part" in text
    assert text.count("field--error") == 3
    assert not OrganisationPage.objects.filter(title="Épicerie du Vallon").exists()


def test_what_looks_like_it_is_shown_before_anything_is_made(world: World) -> None:
    client = world.browser(world.marie)
    sent = sheet(title="Jardin des lones", **{"area-words": ""})
    text = client.post(reverse(REGISTER), sent).content.decode()
    assert "Est-ce l’une de celles-ci" in text
    assert reverse("structures_claim", args=[world.page.pk]) in text
    assert not OrganisationPage.objects.filter(title="Jardin des lones").exists()
    assert client.post(reverse(REGISTER), {**sent, "none_of": [world.page.pk]}).status_code == 302
    assert OrganisationPage.objects.filter(title="Jardin des lones").exists()


def test_sent_twice_the_second_meets_the_first(world: World) -> None:
    client = world.browser(world.marie)
    client.post(reverse(REGISTER), sheet())
    assert "Est-ce l’une de celles-ci" in client.post(reverse(REGISTER), sheet()).content.decode()
    assert OrganisationPage.objects.filter(title="Épicerie du Vallon").count() == 1


def picture() -> SimpleUploadedFile:
    buffer = BytesIO()
    Picture.new("RGB", (8, 8), "green").save(buffer, "PNG")
    return SimpleUploadedFile("logo.png", buffer.getvalue(), "image/png")


def test_a_picture_goes_to_the_collection_of_the_network(world: World) -> None:
    world.browser(world.marie).post(reverse(REGISTER), sheet(picture=picture()))
    image = made().image
    assert image is not None
    assert image.collection == collection_of(world.networks.apeas)
    assert image.collection.name == "APEAS"
    assert image.uploaded_by_user == world.marie


def test_what_is_no_picture_is_refused(world: World) -> None:
    fake = SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")
    assert world.browser(world.marie).post(reverse(REGISTER), sheet(picture=fake)).status_code == 200
    assert not OrganisationPage.objects.filter(title="Épicerie du Vallon").exists()


def test_a_change_waits_and_visitors_see_the_sheet_as_it_was(world: World) -> None:
    speak_for(world.marie, world.page)
    client, path = world.browser(world.marie), reverse("structures_edit", args=[world.page.pk])
    assert "jardin@example.org" in client.get(path).content.decode()
    client.post(path, edited(world, title="Grand jardin des Lônes"))
    page = OrganisationPage.objects.get(pk=world.page.pk)
    assert (page.title, page.live, page.has_unpublished_changes) == ("Jardin des Lônes", True, True)
    [state] = waiting(page)
    text = client.get(path).content.decode()
    assert "Grand jardin des Lônes" in text, "the next change starts from the last one"
    assert "Marie" in text
    assert "attend que le réseau la lise" in text
    client.post(path, edited(world, title="Très grand jardin"))
    [newer] = waiting(page)
    assert newer.pk != state.pk, "a newer version takes the place of the one that waits"
    newer.current_task_state.approve(user=world.networks.user(("apeas", Duty.MODERATOR)))
    page.refresh_from_db()
    assert page.title == "Très grand jardin"


def test_a_member_who_is_trusted_changes_it_at_once(world: World) -> None:
    speak_for(world.marie, world.page)
    trust(world)
    path = reverse("structures_edit", args=[world.page.pk])
    sent = edited(world, title="Grand jardin", contacts=[{"medium": "phone", "value": "04 65 71 00 01"}])
    world.browser(world.marie).post(path, sent)
    page = OrganisationPage.objects.get(pk=world.page.pk)
    assert (page.title, page.has_unpublished_changes) == ("Grand jardin", False)
    assert [each.value for each in page.contacts.all()] == ["04 65 71 00 01"]
    assert page.latest_revision is not None
    assert page.latest_revision.user == world.marie


def test_trust_in_one_network_is_not_trust_in_another(world: World) -> None:
    zoe = make_member(world.networks.mesclun, "Zoé")
    Membership.objects.filter(person=zoe).update(trusted_at=timezone.now())
    speak_for(zoe, world.page)
    path = reverse("structures_edit", args=[world.page.pk])
    browser(world.networks.mesclun, zoe).post(path, edited(world, title="Pris"))
    assert OrganisationPage.objects.get(pk=world.page.pk).title == "Jardin des Lônes"


def test_a_text_that_nobody_touched_keeps_its_titles(world: World) -> None:
    speak_for(world.marie, world.page)
    trust(world)
    body = "<h3>Titre</h3><ul><li>un</li></ul><p>fin</p>"
    world.page.body = body
    world.page.save_revision().publish()
    path = reverse("structures_edit", args=[world.page.pk])
    client = world.browser(world.marie)
    assert "des titres, des listes" in client.get(path).content.decode()
    text = to_plain(body).replace("\n", "\r\n")
    client.post(path, edited(world, text=text))
    assert OrganisationPage.objects.get(pk=world.page.pk).body == body
    client.post(path, edited(world, text=f"{text} et plus"))
    assert "<h3>" not in OrganisationPage.objects.get(pk=world.page.pk).body


def test_a_preview_shows_what_visitors_would_see_and_saves_nothing(world: World) -> None:
    speak_for(world.marie, world.page)
    contacts = [
        {"medium": "phone", "value": "04 65 71 00 01", "audience": "members"},
        {"medium": "phone", "value": "04 65 71 00 02", "audience": "public"},
    ]
    path = reverse("structures_edit", args=[world.page.pk])
    client = world.browser(world.marie)
    sent = edited(world, title="Jardin essayé", preview="1", contacts=contacts)
    response = client.post(path, sent)
    text = response.content.decode()
    assert "Jardin essayé" in text
    assert "04 65 71 00 02" in text
    assert "04 65 71 00 01" not in text
    assert response["Cache-Control"] == "private, no-store"
    page = OrganisationPage.objects.get(pk=world.page.pk)
    assert (page.has_unpublished_changes, len(waiting(page))) == (False, 0)
    shown = client.get(reverse("structures_preview", args=[page.pk])).content.decode()
    assert "Jardin des Lônes" in shown
    assert "Jardin essayé" not in shown


def test_a_frozen_sheet_says_why(world: World) -> None:
    speak_for(world.marie, world.page)
    trust(world)
    by = world.networks.user(("apeas", Duty.MODERATOR))
    OrganisationPage.objects.filter(pk=world.page.pk).update(
        locked=True, locked_by=by, locked_at=timezone.now()
    )
    path = reverse("structures_edit", args=[world.page.pk])
    for answer in (
        world.browser(world.marie).get(path),
        world.browser(world.marie).post(path, edited(world, title="Pris")),
    ):
        assert "ont figé cette fiche" in answer.content.decode()
    assert OrganisationPage.objects.get(pk=world.page.pk).title == "Jardin des Lônes"


@pytest.mark.parametrize("name", ["structures_edit", "structures_preview", "structures_people"])
def test_a_sheet_is_its_people_s_only(world: World, name: str) -> None:
    path = reverse(name, args=[world.page.pk])
    luc = make_member(world.networks.apeas, "Luc")
    zoe = make_member(world.networks.mesclun, "Zoé")
    speak_for(zoe, world.networks.organisation(world.networks.mesclun, "La Fabrique"))
    Involvement.objects.create(person=luc, organisation=world.page)  # Asked, not confirmed.
    for person in (world.marie, luc, zoe, world.networks.user(("mesclun", Duty.MODERATOR))):
        assert world.browser(person).get(path).status_code == 404
        assert world.browser(person).post(path, edited(world, title="Pris")).status_code in (404, 405)
    assert world.browser().get(path).status_code == 302
    assert OrganisationPage.objects.get(pk=world.page.pk).title == "Jardin des Lônes"


def test_texts_go_there_and_back() -> None:
    typed = "Un & deux <b>\nsuite\n\nTrois"
    assert to_rich(typed) == "<p>Un &amp; deux &lt;b&gt;<br/>suite</p><p>Trois</p>"
    assert to_plain(to_rich(typed)) == typed
    assert (to_rich(" \n "), to_plain("")) == ("", "")
    assert has_markup('<p><a href="https://x.example.org">x</a></p>')
    assert not has_markup(to_rich(typed))


def test_themes_are_those_in_use(world: World) -> None:
    assert not Theme.objects.exists()
    text = world.browser(world.marie).get(reverse(REGISTER), {"q": "Vallon"}).content.decode()
    assert "theme-tree" in text
