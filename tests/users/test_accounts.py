"""What other apps may ask of accounts, and the address record that each account has."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import authenticate
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from wagtail.users.forms import UserCreationForm, UserEditForm

from cms.core.registry import Duty
from cms.urls import handler429
from cms.urls import urlpatterns as site_urls
from cms.users.accounts import open_account, person_at, sign_in, sign_in_url
from cms.users.models import User
from tests.networks import PASSWORD, Networks
from tests.users.conftest import Browser, code_of, give_second_factor

Browse = Callable[..., Browser]


def proved(user: User) -> list[tuple[str, bool, bool]]:
    rows = EmailAddress.objects.filter(user=user)
    return [(row.email, row.verified, row.primary) for row in rows]


def test_an_account_can_be_opened_and_used_at_once(browse: Browse) -> None:
    user = open_account(email="Nouvelle@Example.org", password=PASSWORD, first_name="Ana", last_name="Silva")
    assert str(user) == "Ana Silva"
    assert proved(user) == [("nouvelle@example.org", True, True)]
    browser = browse()
    browser.sign_in("nouvelle@example.org")
    assert browser.is_signed_in


def test_there_is_one_account_for_an_address(member: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        open_account(email="MEMBRE@example.org", password=PASSWORD)
    assert User.objects.count() == 1


def test_people_are_found_by_their_address(member: User) -> None:
    assert person_at(" Membre@Example.ORG ") == member
    assert person_at("personne@example.org") is None
    member.is_active = False
    member.save()
    assert person_at(member.email) == member


def test_the_way_to_sign_in_leads_back() -> None:
    assert sign_in_url("/invitation/abc/?x=1") == "/compte/connexion/?next=%2Finvitation%2Fabc%2F%3Fx%3D1"


@csrf_exempt
def enter(request: Any) -> Any:
    """What the page of an invitation does, once the password is chosen."""
    user = User.objects.get(email=request.POST["email"])
    return sign_in(request, user, next_url=request.POST.get("next", ""))


urlpatterns = [path("entrer/", enter), *site_urls]


@pytest.mark.urls("tests.users.test_accounts")
def test_somebody_is_signed_in_and_sent_on(networks: Networks, browse: Browse, member: User) -> None:
    assert handler429
    browser = browse()
    before = browser.client.session.session_key
    answer = browser.post("/entrer/", {"email": member.email, "next": "/annuaire/"})
    assert answer["Location"] == "/annuaire/"
    assert browser.is_signed_in
    assert browser.client.session.session_key != before
    networks.user(("apeas", Duty.EDITOR))
    editor = browse()
    answer = editor.post("/entrer/", {"email": "apeas.editor@example.org", "next": "//evil.example/"})
    assert answer["Location"] == "/admin/"
    assert editor.client.session.get_expiry_age() == 12 * 3600


@pytest.mark.urls("tests.users.test_accounts")
def test_a_second_factor_is_asked_for_there_too(browse: Browse, member: User) -> None:
    secret, _codes = give_second_factor(member)
    browser = browse()
    answer = browser.post("/entrer/", {"email": member.email, "next": "/annuaire/"})
    assert answer["Location"] == "/compte/second-facteur/code/"
    assert not browser.is_signed_in
    assert browser.post("mfa_authenticate", {"code": code_of(secret)})["Location"] == "/annuaire/"


@pytest.mark.urls("tests.users.test_accounts")
def test_a_closed_account_is_not_signed_in(browse: Browse, member: User) -> None:
    member.is_active = False
    member.save()
    browser = browse()
    assert browser.post("/entrer/", {"email": member.email})["Location"] == "/compte/ferme/"
    assert not browser.is_signed_in


def test_every_way_to_make_a_user_proves_the_address(networks: Networks) -> None:
    made = [
        User.objects.create_user("un@example.org", PASSWORD),
        User.objects.create_superuser("Deux@Example.org", PASSWORD),
        User.objects.create(email="Trois@example.org"),
        networks.user(("apeas", Duty.EDITOR)),
    ]
    form = UserCreationForm(
        {
            "email": "Quatre@example.org",
            "first_name": "Q",
            "last_name": "Q",
            "password1": PASSWORD,
            "password2": PASSWORD,
        }
    )
    assert form.is_valid(), form.errors
    made.append(form.save())
    for user in made:
        assert proved(user) == [(user.email.lower(), True, True)]


def test_an_address_changed_by_a_superuser_is_the_login(browse: Browse, member: User) -> None:
    form = UserEditForm(
        {"email": "Changee@example.org", "first_name": "C", "last_name": "C", "is_active": "on"},
        instance=member,
    )
    assert form.is_valid(), form.errors
    form.save()
    assert proved(member) == [("changee@example.org", True, True)]
    browser = browse()
    browser.sign_in("membre@example.org")
    assert not browser.is_signed_in
    browser.sign_in("changee@example.org")
    assert browser.is_signed_in


def test_a_change_that_waits_survives_other_changes(member: User) -> None:
    EmailAddress.objects.create(user=member, email="attente@example.org")
    member.first_name = "Dominique"
    member.save()
    assert EmailAddress.objects.filter(user=member).count() == 2


def test_signing_in_costs_no_look_at_the_address(member: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        member.save(update_fields=["last_login"])


def test_users_of_before_are_given_theirs(member: User) -> None:
    """Rows made without the signal, in whatever case, by the migration."""
    EmailAddress.objects.all().delete()
    User.objects.bulk_create(
        [User(email="Masse@Example.org"), User(email="fermee@example.org", is_active=False)]
    )
    migration = importlib.import_module("cms.users.migrations.0003_addresses")
    for _ in range(2):
        migration.confirm_addresses(apps, connection.schema_editor())
    for user in User.objects.all():
        assert proved(user) == [(user.email.lower(), True, True)]
        assert user.email == user.email.lower()


def test_a_row_without_its_record_confirms_by_mail(browse: Browse, letters: list[Any]) -> None:
    """Made behind the back of everything: nobody is locked out, nobody is let in unproved."""
    user = User(email="masse@example.org")
    user.set_password(PASSWORD)
    User.objects.bulk_create([user])
    browser = browse()
    assert browser.sign_in(user.email)["Location"] == "/compte/adresse/envoi/"
    assert browser.get("account_email_verification_sent").status_code == 200
    assert not browser.is_signed_in
    assert len(letters) == 1


def test_names_of_other_logins_open_nothing(member: User) -> None:
    request = RequestFactory().get("/")
    assert authenticate(request, username="", password=PASSWORD) is None
    assert authenticate(request, email=member.email, password="") is None
    assert authenticate(request, email="", password=PASSWORD) is None
    assert authenticate(request, email="%", password=PASSWORD) is None
