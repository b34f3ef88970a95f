"""The door of the administration: who is let in, and where the others are led."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import set_script_prefix

from cms.core.registry import Duty
from cms.users.models import User
from tests.networks import FOLDERS, PASSWORD, Networks
from tests.users.conftest import Browser, code_of, give_second_factor

Browse = Callable[..., Browser]
SET_UP = "/compte/second-facteur/activer/"
INSIDE = (
    "/admin/",
    "/admin/pages/",
    "/admin/account/",
    "/admin/users/",
    "/admin/api/main/pages/",
    "/admin/api/main/images/",
    "/admin/choose-page/",
    "/admin/snippets/",
    "/admin/reports/locked/",
)


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/api/main/pages/", "/admin/rien/"])
def test_who_is_not_signed_in_is_led_to_the_form(browse: Browse, path: str) -> None:
    answer = browse().get(path)
    assert answer.status_code == 302
    assert answer["Location"] in (f"/compte/connexion/?next={path}", f"/admin/login/?next={path}")


def test_the_forms_of_wagtail_are_shadowed(browse: Browse) -> None:
    browser = browse()
    for path in ("/admin/login/", "/admin/password_reset/", "/admin/password_reset/done/"):
        assert browser.get(path)["Location"].startswith("/compte/")
    assert browser.get("/admin/password_reset/confirm/MQ/abc-def/")["Location"].startswith("/compte/")
    assert browser.get("/admin/login/", next="/admin/pages/")["Location"].endswith("?next=/admin/pages/")


def test_a_password_posted_to_wagtails_form_is_not_looked_at(networks: Networks, browse: Browse) -> None:
    networks.user(("apeas", Duty.EDITOR))
    browser = browse()
    data = {"username": "apeas.editor@example.org", "password": PASSWORD}
    browser.client.post("/admin/login/", data, follow=True)
    assert not browser.is_signed_in


def test_the_account_page_of_wagtail_changes_neither_password_nor_address(
    networks: Networks, browse: Browse
) -> None:
    user = networks.user(("apeas", Duty.EDITOR))
    browser = browse()
    browser.client.force_login(user)
    page = browser.get("/admin/account/")
    assert 'href="/compte/"' in page.text
    assert "old_password" not in page.text
    data = {
        "name_email-first_name": "Camille",
        "name_email-last_name": "Roux",
        "name_email-email": "autre@example.org",
        "password-old_password": PASSWORD,
        "password-new_password1": "quatre mots bien choisis",
        "password-new_password2": "quatre mots bien choisis",
        "locale-preferred_language": "fr",
        "locale-current_time_zone": "Europe/Paris",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "theme-keyboard_shortcuts": "on",
    }
    assert browser.post("/admin/account/", data).status_code == 302
    user.refresh_from_db()
    assert user.first_name == "Camille"
    assert user.email == "apeas.editor@example.org"
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_in_front_of_all_addresses_opens_no_door(
    networks: Networks, browse: Browse, member: User, folder: str
) -> None:
    browser = browse()
    browser.client.force_login(member)
    set_script_prefix(f"{folder}/")
    try:
        answer = browser.client.get("/admin/", SCRIPT_NAME=folder)
    finally:
        set_script_prefix("/")
    assert answer.status_code == 403


def test_the_menu_of_the_administration_signs_out(networks: Networks, browse: Browse) -> None:
    browser = browse()
    browser.client.force_login(networks.user(("apeas", Duty.EDITOR)))
    answer = browser.client.post("/admin/logout/")
    assert (answer.status_code, answer["Location"]) == (307, "/compte/deconnexion/")
    browser.client.post("/admin/logout/", follow=True)
    assert not browser.is_signed_in


@pytest.mark.parametrize("path", INSIDE)
def test_who_works_nowhere_is_told_so_and_does_not_go_in_circles(
    browse: Browse, member: User, path: str
) -> None:
    browser = browse()
    browser.sign_in(member.email)
    answer = browser.get(path, follow=True)
    assert (answer.status_code, answer.redirect_chain) == (403, [])
    assert 'href="/compte/"' in answer.text
    assert browser.get("/admin/login/", next=path, follow=True).status_code == 403
    browser.post("/admin/logout/", {}, follow=True)
    assert not browser.is_signed_in


def test_a_script_of_somebody_who_works_nowhere_is_refused(browse: Browse, member: User) -> None:
    browser = browse()
    browser.client.force_login(member)
    answer = browser.client.get("/admin/", headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", INSIDE)
@pytest.mark.parametrize("duty", [("apeas", Duty.MANAGER), ("hub", Duty.COORDINATOR)])
def test_who_decides_for_others_must_have_a_second_factor(
    networks: Networks, browse: Browse, settings: Any, path: str, duty: tuple[str, Duty]
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    browser = browse(duty[0])
    browser.client.force_login(networks.user(duty))
    assert browser.get(path)["Location"].startswith(SET_UP)
    for refused in (
        browser.client.post(path, {"action": "add"}),
        browser.client.get(path, headers={"x-requested-with": "XMLHttpRequest"}),
        browser.client.get(path, headers={"accept": "application/json"}),
        browser.client.delete(path),
    ):
        assert refused.status_code == 403
        assert SET_UP in refused.text


def test_a_superuser_must_too(browse: Browse, settings: Any, networks: Networks) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    browser = browse()
    browser.client.force_login(User.objects.create_superuser("root@example.org", PASSWORD))
    assert browser.get("/admin/")["Location"].startswith(SET_UP)


@pytest.mark.parametrize("duty", [("apeas", Duty.EDITOR), ("apeas", Duty.MODERATOR), ("hub", Duty.ETHICS)])
def test_the_others_may_do_without(
    networks: Networks, browse: Browse, settings: Any, duty: tuple[str, Duty]
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    browser = browse(duty[0])
    browser.client.force_login(networks.user(duty))
    assert browser.get("/admin/").status_code == 200


def test_nobody_must_where_the_setting_is_off(networks: Networks, browse: Browse) -> None:
    browser = browse()
    browser.client.force_login(networks.user(("apeas", Duty.MANAGER)))
    assert browser.get("/admin/").status_code == 200


def test_the_way_to_the_set_up_is_no_circle(networks: Networks, browse: Browse, settings: Any) -> None:
    """Led to the set-up, through it, and in; and at any moment they can leave."""
    settings.SECOND_FACTOR_REQUIRED = True
    networks.user(("apeas", Duty.MANAGER))
    browser = browse()
    page = browser.sign_in("apeas.manager@example.org", follow=True)
    assert page.redirect_chain[-1][0].startswith(SET_UP)
    assert page.status_code == 200
    assert browser.get("account_logout").status_code == 200
    secret = page.context["form"].secret
    codes = browser.post("mfa_activate_totp", {"code": code_of(secret)}, follow=True)
    assert codes.redirect_chain[-1][0] == "/compte/second-facteur/secours/"
    assert 'href="/admin/"' in codes.text
    assert browser.get("/admin/").status_code == 200


def test_after_the_set_up_the_way_goes_on(networks: Networks, browse: Browse, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    networks.user(("apeas", Duty.MANAGER))
    browser = browse()
    browser.sign_in("apeas.manager@example.org", next="/admin/reports/locked/?q=1&x=2")
    browser.get("/admin/reports/locked/", q=1, x=2)
    secret = browser.get("mfa_activate_totp").context["form"].secret
    codes = browser.post("mfa_activate_totp", {"code": code_of(secret)}, follow=True)
    assert 'href="/admin/reports/locked/?q=1&amp;x=2"' in codes.text


def test_who_takes_it_away_is_led_back(networks: Networks, browse: Browse, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    user = networks.user(("apeas", Duty.MANAGER))
    secret, _codes = give_second_factor(user)
    browser = browse()
    browser.sign_in(user.email)
    browser.post("mfa_authenticate", {"code": code_of(secret)})
    assert browser.get("/admin/").status_code == 200
    browser.post("mfa_deactivate_totp", {})
    assert not Authenticator.objects.filter(user=user).exists()
    assert browser.get("/admin/")["Location"].startswith(SET_UP)


def test_recovery_codes_alone_are_no_second_factor(networks: Networks, browse: Browse, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    user = networks.user(("apeas", Duty.MANAGER))
    give_second_factor(user)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    browser = browse()
    browser.client.force_login(User.objects.get(pk=user.pk))
    assert browser.get("/admin/")["Location"].startswith(SET_UP)


@pytest.mark.parametrize(("duty", "queries"), [(Duty.MANAGER, 0), (Duty.EDITOR, 1)])
def test_the_door_costs_next_to_nothing(
    networks: Networks, browse: Browse, settings: Any, duty: Duty, queries: int
) -> None:
    """None once it was seen in the session, one for people who need none; compared with its being off."""
    user = networks.user(("apeas", duty))
    if duty == Duty.MANAGER:
        give_second_factor(user)
    browser = browse()
    browser.client.force_login(User.objects.get(pk=user.pk))

    def count() -> int:
        browser.get("/admin/account/")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/admin/account/").status_code == 200
        return len(captured)

    without = count()
    settings.SECOND_FACTOR_REQUIRED = True
    assert count() - without == queries
