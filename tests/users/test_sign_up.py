"""Opening an account: from the form of a network's site to the member that its people see."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from wagtail.models import Page

from cms.users import signups
from cms.users.models import Letter, SignUp, User
from cms.users.strangers import stamp
from cms.users.tasks import deliver_waiting, tend_accounts
from home.models import ContentPage
from sites.members import charter_version
from sites.models import Membership, NetworkSettings
from tests.networks import PASSWORD, Networks
from tests.users.conftest import Browser

Browse = Callable[..., Browser]
EMAIL = "nouvelle@example.org"


@pytest.fixture
def charter(networks: Networks) -> Page:
    """The charter of Alliance Provence, published."""
    page = ContentPage(title="Notre charte", slug="charte")
    networks.alliance.root_page.add_child(instance=page)
    page.save_revision().publish()
    NetworkSettings.objects.filter(site=networks.alliance).update(charter_page=page)
    return page


def typed(**changes: str) -> dict[str, str]:
    """What somebody fills in who takes her time."""
    return {
        "first_name": "Aïcha",
        "last_name": "Benali-Montagne",
        "email": EMAIL,
        "password1": PASSWORD,
        "accepts_charter": "on",
        "shown_at": stamp(time.time() - 60),
        "website": "",
        **changes,
    }


def sign_up(browser: Browser, **changes: str) -> Any:
    return browser.post("account_signup", typed(**changes))


def link_in(letter: Any) -> str:
    """The path of the link of the mail."""
    found = re.search(r"https?://[^/\s]+(/compte/inscription/confirmer/\S+)", str(letter.body))
    assert found is not None
    return found[1]


def test_from_the_click_to_the_member(
    networks: Networks, browse: Browse, letters: list[Any], charter: Page
) -> None:
    visitor = browse("alliance")
    assert 'href="/compte/inscription/"' in visitor.get("account_login").text
    page = visitor.get("account_signup")
    assert 'href="/charte/"' in page.text
    assert sign_up(visitor)["Location"] == "/compte/adresse/envoi/"
    assert not User.objects.filter(email=EMAIL).exists()
    assert [letter.to for letter in letters] == [[EMAIL]]
    link = link_in(letters[0])
    assert networks.alliance.hostname in letters[0].body
    assert EMAIL in visitor.get(link).text
    assert not User.objects.filter(email=EMAIL).exists(), "looking changes nothing"
    answer = visitor.post(link, {})
    assert answer["Location"] == "/compte/connexion/?next=%2Fmon-espace%2F"
    person = User.objects.get(email=EMAIL)
    membership = Membership.objects.get(person=person)
    network = NetworkSettings.objects.get(site=networks.alliance)
    assert (membership.network, membership.charter_version) == (networks.alliance, charter_version(network))
    assert membership.charter_accepted_at is not None
    assert EmailAddress.objects.filter(user=person, verified=True, primary=True).count() == 1
    assert visitor.sign_in(EMAIL)["Location"] == "/mon-espace/"
    home = visitor.get("space").text
    assert "Aïcha" in home
    assert 'href="/mon-espace/"' in home


def test_the_link_is_good_once(browse: Browse, letters: list[Any]) -> None:
    visitor = browse()
    sign_up(visitor)
    link = link_in(letters[0])
    assert visitor.post(link, {}).status_code == 302
    again = visitor.post(link, {})
    assert again.status_code == 404
    assert "/compte/connexion/" in again.text
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Membership.objects.count() == 1


def test_two_at_once_open_one_account(browse: Browse, letters: list[Any]) -> None:
    """Both found the row; the one who comes second finds nothing left to open."""
    sign_up(browse())
    row = SignUp.objects.get()
    assert signups.confirm(sign_up=row) is not None
    assert signups.confirm(sign_up=row) is None
    assert User.objects.filter(email=EMAIL).count() == 1


def test_the_link_is_good_on_its_site_and_for_three_days(browse: Browse, letters: list[Any]) -> None:
    sign_up(browse("alliance"))
    link = link_in(letters[0])
    assert browse("apeas").get(link).status_code == 404
    SignUp.objects.update(created_at=timezone.now() - timedelta(days=3, minutes=1))
    assert browse("alliance").get(link).status_code == 404
    assert browse("alliance").post(link, {}).status_code == 404
    tend_accounts()
    assert not SignUp.objects.exists()
    assert not User.objects.filter(email=EMAIL).exists()


def test_nobody_chooses_the_password_of_an_account_that_somebody_else_confirms(
    browse: Browse, letters: list[Any]
) -> None:
    """A stranger types the address after its owner did; she opens her own mail."""
    owner, stranger = browse("apeas", REMOTE_ADDR="203.0.113.1"), browse("apeas", REMOTE_ADDR="203.0.113.2")
    sign_up(owner)
    sign_up(stranger, password1="le-mot-de-passe-du-voleur", first_name="Voleur")
    owner.post(link_in(letters[0]), {})
    person = User.objects.get(email=EMAIL)
    assert person.check_password(PASSWORD)
    assert person.first_name == "Aïcha"
    assert owner.get(link_in(letters[1])).status_code == 404


def test_a_known_address_is_told_by_mail_only(browse: Browse, letters: list[Any]) -> None:
    User.objects.create_user(EMAIL, PASSWORD, first_name="Ancienne")
    answer = sign_up(browse(), email=EMAIL.upper(), password1="un-tout-autre-mot")
    assert answer["Location"] == "/compte/adresse/envoi/"
    assert [letter.to for letter in letters] == [[EMAIL]]
    assert "/compte/connexion/" in letters[0].body
    assert "confirmer" not in letters[0].body
    person = User.objects.get(email=EMAIL)
    assert person.check_password(PASSWORD)
    assert not SignUp.objects.exists()
    assert not Membership.objects.exists()


def test_an_account_that_came_meanwhile_stays_as_it_is(browse: Browse, letters: list[Any]) -> None:
    visitor = browse()
    sign_up(visitor)
    User.objects.create_user(EMAIL, "le-mot-de-l-invitation")
    assert visitor.post(link_in(letters[0]), {}).status_code == 404
    assert User.objects.get(email=EMAIL).check_password("le-mot-de-l-invitation")


def test_the_charter_is_asked_for_where_there_is_one(browse: Browse, charter: Page) -> None:
    without = typed()
    del without["accepts_charter"]
    answer = browse("alliance").post("account_signup", without)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"accepts_charter"}
    assert not SignUp.objects.exists()
    assert browse("mesclun").post("account_signup", without).status_code == 302
    assert SignUp.objects.get().charter_version == ""


def test_a_charter_taken_off_the_site_is_not_asked_for(browse: Browse, charter: Page) -> None:
    charter.unpublish()
    page = browse("alliance").get("account_signup")
    assert "accepts_charter" not in page.context["form"].fields


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password1", "court"),
        ("password1", "nouvelle@example.org"),
        ("password1", "benali-montagne"),
        ("email", "pas une adresse"),
        ("first_name", ""),
    ],
)
def test_errors_stand_beside_their_field(browse: Browse, field: str, value: str) -> None:
    answer = sign_up(browse(), **{field: value})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not SignUp.objects.exists()


def test_programs_open_nothing(browse: Browse, letters: list[Any]) -> None:
    """Who falls into the trap gets the answer of everybody; who is too quick is asked to look again."""
    assert sign_up(browse(), website="https://spam.example/")["Location"] == "/compte/adresse/envoi/"
    assert sign_up(browse(), shown_at=stamp()).status_code == 200
    assert sign_up(browse(), shown_at="forged").status_code == 200
    assert not SignUp.objects.exists()
    assert letters == []


def test_an_address_is_written_to_three_times_an_hour(browse: Browse, letters: list[Any]) -> None:
    answers = [sign_up(browse(REMOTE_ADDR=f"203.0.113.{number}")).status_code for number in range(5)]
    assert answers == [302, 302, 302, 200, 200]
    assert len(letters) == 3


def test_a_client_asks_twenty_times_an_hour(browse: Browse, letters: list[Any]) -> None:
    browser = browse(REMOTE_ADDR="203.0.113.9")
    answers = [sign_up(browser, email=f"robot{number}@example.org") for number in range(24)]
    assert sum(answer.status_code == 302 for answer in answers) <= 20
    assert len(letters) <= 20


def test_a_lost_job_is_made_up_for_once(browse: Browse, letters: list[Any], networks: Networks) -> None:
    """The worker died before, or after, it wrote the mail."""
    signups.ask(
        email=EMAIL, password=PASSWORD, first_name="A", last_name="", site_id=networks.apeas.pk,
        charter_version="",
    )  # fmt: skip
    deliver_waiting()
    deliver_waiting()
    signups.write(sign_up_id=SignUp.objects.get().pk)
    assert Letter.objects.count() == 1


def test_the_mail_repeats_nothing_that_a_stranger_typed(browse: Browse, letters: list[Any]) -> None:
    sign_up(browse(), first_name="Gagnez sur http://spam.example")
    assert "spam.example" not in letters[0].body


def test_who_is_signed_in_is_led_to_the_space(browse: Browse, member: User) -> None:
    browser = browse()
    browser.client.force_login(member)
    assert browser.get("account_signup")["Location"] == "/mon-espace/"
