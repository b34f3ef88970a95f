"""« Mes données »: reading, taking along, correcting, erasing."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cms.core import registry
from cms.core.registry import Duty, PersonalData
from cms.users import exporting
from cms.users.erasing import HeldBackError, erase
from cms.users.models import Letter, SignUp, User
from sites.models import Invitation, Membership, NetworkSettings
from tests.members import make_member
from tests.networks import PASSWORD, Networks
from tests.users.conftest import Browser, give_second_factor

Browse = Callable[..., Browser]


@pytest.fixture
def marie(networks: Networks) -> User:
    """A member of Alliance Provence."""
    return make_member(networks.alliance, "Marie", last_name="Dupont")


def signed_in(browse: Browse, person: User, key: str = "alliance") -> Browser:
    browser = browse(key)
    browser.sign_in(person.email)
    return browser


def taken_along(browser: Browser) -> zipfile.ZipFile:
    answer = browser.get("personal_data_export")
    assert answer.status_code == 200
    assert answer.streaming
    assert "no-store" in answer["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_what_is_held_is_named(browse: Browse, marie: User) -> None:
    page = signed_in(browse, marie).get("personal_data").text
    for _name, label in exporting.held():
        assert str(label) in page


def test_the_file_says_it_twice(browse: Browse, marie: User, networks: Networks) -> None:
    give_second_factor(marie)
    browser = browse("alliance")
    browser.client.force_login(marie)
    make_recent(browser)
    bundle = taken_along(browser)
    assert bundle.testzip() is None
    account = json.loads(bundle.read("json/account.json"))
    assert (account["email"], account["last_name"]) == (marie.email, "Dupont")
    assert len(account["second_factors"]) == 2
    assert marie.password not in str(account)
    joined = json.loads(bundle.read("json/networks.json"))
    assert [row["network"] for row in joined["memberships"]] == ["Alliance Provence"]
    page = bundle.read("mes-donnees.html").decode()
    for word in ("Dupont", marie.email, "Alliance Provence"):
        assert word in page
    assert "http" not in page, "nothing is fetched"


def make_recent(browser: Browser) -> None:
    """As if the password had just been said."""
    answer = browser.post("account_reauthenticate", {"password": PASSWORD})
    assert answer.status_code == 302


def test_what_people_typed_is_no_markup() -> None:
    said = exporting.readable({"name": "<script>alert(1)</script>", "more": ["a & b", None, True, []]})
    assert "<script>" not in said
    assert "&lt;script&gt;" in said
    assert "a &amp; b" in said


@pytest.mark.parametrize("name", ["personal_data_export", "account_erase"])
def test_the_password_is_asked_for_again(browse: Browse, marie: User, name: str) -> None:
    browser = browse("alliance")
    browser.client.force_login(marie)
    answer = browser.get(name)
    assert answer["Location"].startswith("/compte/confirmer/?next=")
    assert browser.post("account_erase", {})["Location"].startswith("/compte/confirmer/")
    assert User.objects.filter(pk=marie.pk).exists()


@pytest.mark.parametrize(
    "name", ["personal_data", "personal_data_export", "account_erase", "account_details"]
)
def test_visitors_are_asked_to_sign_in(browse: Browse, name: str) -> None:
    assert browse().get(name)["Location"].startswith("/compte/connexion/")


def test_details_are_corrected(browse: Browse, marie: User) -> None:
    browser = signed_in(browse, marie)
    data = {"first_name": "Marie-Laure", "last_name": "Dupont", "language": "en"}
    assert browser.post("account_details", data)["Location"] == "/compte/"
    marie.refresh_from_db()
    assert (marie.first_name, marie.language) == ("Marie-Laure", "en")
    assert "Marie-Laure Dupont" in browser.get("account_home").text
    wrong = browser.post("account_details", {**data, "language": "xx"})
    assert "language" in wrong.context["form"].errors


def test_looking_erases_nothing(browse: Browse, marie: User) -> None:
    browser = signed_in(browse, marie)
    page = browser.get("account_erase")
    assert 'action="/compte/donnees/effacer/"' in page.text
    assert User.objects.filter(pk=marie.pk).exists()


def test_erasing(browse: Browse, marie: User, letters: list[Any], networks: Networks) -> None:
    network = NetworkSettings.objects.get(site=networks.alliance)
    log(network, "sites.member_exclude", user=marie, data={"email": marie.email, "person": marie.pk})
    log(marie, "wagtail.edit", user=marie, title=str(marie))
    SignUp.objects.create(email=marie.email, password="x", first_name="M", network=networks.apeas)
    Letter.objects.create(key="waits", content={"to": marie.email, "subject": "secret"}, taken_at=None)
    browser, elsewhere = signed_in(browse, marie), signed_in(browse, marie)
    letters.clear()
    answer = browser.post("account_erase", {})
    assert answer["Location"] == "/compte/efface/"
    assert browser.get("account_erased").status_code == 200
    assert not browser.is_signed_in
    assert not elsewhere.is_signed_in
    assert not User.objects.filter(pk=marie.pk).exists()
    assert not EmailAddress.objects.filter(email=marie.email).exists()
    assert not Membership.objects.exists()
    assert not SignUp.objects.exists()
    assert [letter.to for letter in letters] == [[marie.email]]
    assert "secret" not in letters[0].subject
    assert "Alliance Provence" in letters[0].from_email
    assert find_everywhere(marie.email) == []
    assert find_everywhere("Dupont") == []


def find_everywhere(word: str) -> list[str]:
    """The models in whose rows a word stands, the finished jobs of the queue aside."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label == "django_q" or model is Session:
            continue
        rows = model._default_manager.values()
        found += [model._meta.label for row in rows if word in str(row)]
    return found


def test_erasing_tries_all_or_nothing(
    marie: User, monkeypatch: pytest.MonkeyPatch, letters: list[Any]
) -> None:
    def breaks(person: Any) -> None:
        raise RuntimeError

    monkeypatch.setitem(registry.personal_data, "breaks", PersonalData("x", lambda person: {}, breaks))
    with pytest.raises(RuntimeError):
        erase(person=marie)
    assert Membership.objects.filter(person=marie).exists()
    assert letters == []


def test_erasing_twice_tells_once(marie: User) -> None:
    erase(person=marie)
    erase(person=marie)
    assert Letter.objects.filter(key=f"erased-{marie.pk}").count() == 1


def test_the_only_manager_is_told_why_not(browse: Browse, networks: Networks) -> None:
    manager = networks.user(("apeas", Duty.MANAGER))
    browser = signed_in(browse, manager, "apeas")
    assert "APEAS" in browser.get("account_erase").context["reasons"][0]
    assert "<form class" not in browser.get("account_erase").text
    assert browser.post("account_erase", {}).status_code == 200
    assert User.objects.filter(pk=manager.pk).exists()
    other = networks.user(("apeas", Duty.EDITOR))
    other.groups.add(*manager.groups.all())
    assert browser.post("account_erase", {}).status_code == 302
    assert not User.objects.filter(pk=manager.pk).exists()


def test_the_last_superuser_stays(networks: Networks) -> None:
    first = User.objects.create_superuser("une@example.org", PASSWORD)
    second = User.objects.create_superuser("deux@example.org", PASSWORD)
    erase(person=first)
    with pytest.raises(HeldBackError):
        erase(person=second)
    assert User.objects.filter(is_superuser=True).get() == second


def test_who_worked_for_a_network_leaves_a_line_without_name(networks: Networks) -> None:
    editor = networks.user(("apeas", Duty.EDITOR))
    manager = networks.user(("apeas", Duty.MANAGER))
    made = Invitation.objects.create(
        network=networks.apeas, email="x@example.org", invited_by=editor, digest="d", message="Signé : moi",
        expires_at="2100-01-01T00:00Z",
    )  # fmt: skip
    erase(person=editor)
    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert made.message == ""
    network = NetworkSettings.objects.get(site=networks.apeas)
    entry = ModelLogEntry.objects.for_instance(network).get(action="sites.person_erased")
    assert entry.data == {"taken": ["editor"]}
    browser = Browser(networks.apeas, lambda execute: None)
    browser.client.force_login(manager)
    history = browser.client.get(f"/admin/people/{networks.apeas.pk}/history/")
    assert history.status_code == 200
    assert editor.email not in history.text


def test_nothing_keeps_an_account_from_going() -> None:
    """A foreign key that protects people would make their erasure fail."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                assert field.remote_field.on_delete.__name__ in ("CASCADE", "SET_NULL", "DO_NOTHING"), field


def test_everything_personal_is_registered() -> None:
    """What goes with an account by itself belongs to an app that also says what it holds."""
    assert {"account", "networks"} <= set(registry.personal_data)
    for held in registry.personal_data.values():
        assert str(held.label)
