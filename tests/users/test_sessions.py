"""When people are signed out elsewhere, and what they keep."""

from collections.abc import Callable

import pytest

from cms.users.models import User
from tests.networks import PASSWORD
from tests.users.conftest import Browser, code_of, give_second_factor

Browse = Callable[..., Browser]
NEW = "quatre mots bien choisis"


@pytest.fixture
def here(browse: Browse, member: User) -> Browser:
    """The browser in which something is changed."""
    browser = browse()
    browser.sign_in(member.email)
    return browser


@pytest.fixture
def elsewhere(browse: Browse, member: User) -> Browser:
    """Another one, perhaps in other hands."""
    browser = browse("alliance")
    browser.sign_in(member.email)
    assert browser.is_signed_in
    return browser


def test_another_password_ends_the_other_sessions(here: Browser, elsewhere: Browser) -> None:
    key = here.client.session.session_key
    here.post("account_change_password", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert here.is_signed_in
    assert here.client.session.session_key != key
    assert not elsewhere.is_signed_in


def test_it_takes_the_current_one(here: Browser, elsewhere: Browser, member: User) -> None:
    page = here.post("account_change_password", {"oldpassword": NEW, "password1": NEW, "password2": NEW})
    assert "field--error" in page.text
    member.refresh_from_db()
    assert member.check_password(PASSWORD)
    assert elsewhere.is_signed_in


def test_a_password_set_in_the_administration_ends_them_all(
    here: Browser, elsewhere: Browser, member: User
) -> None:
    member.set_password(NEW)
    member.save()
    assert not here.is_signed_in
    assert not elsewhere.is_signed_in


def test_a_closed_account_has_no_session(here: Browser, elsewhere: Browser, member: User) -> None:
    member.is_active = False
    member.save()
    assert not here.is_signed_in
    member.is_active = True
    member.save()
    assert not here.is_signed_in
    assert not elsewhere.is_signed_in


def test_who_is_half_way_in_when_it_is_closed_stays_out(browse: Browse, member: User) -> None:
    secret, _codes = give_second_factor(member)
    browser = browse()
    browser.sign_in(member.email)
    member.is_active = False
    member.save()
    browser.post("mfa_authenticate", {"code": code_of(secret)})
    assert not browser.is_signed_in


def test_a_second_factor_ends_the_sessions_without(here: Browser, elsewhere: Browser) -> None:
    secret = here.get("mfa_activate_totp").context["form"].secret
    here.post("mfa_activate_totp", {"code": code_of(secret)})
    assert here.is_signed_in
    assert not elsewhere.is_signed_in


def two_with_second_factor(browse: Browse, member: User) -> tuple[Browser, Browser]:
    secret, codes = give_second_factor(member)
    here, elsewhere = browse(), browse()
    for browser, code in ((here, code_of(secret)), (elsewhere, codes[0])):
        browser.sign_in(member.email)
        browser.post("mfa_authenticate", {"code": code})
        assert browser.is_signed_in
    assert here.is_signed_in  # Signing in with a code ends no other session.
    return here, elsewhere


@pytest.mark.parametrize("page", ["mfa_deactivate_totp", "mfa_generate_recovery_codes"])
def test_a_change_of_it_ends_the_others(browse: Browse, member: User, page: str) -> None:
    here, elsewhere = two_with_second_factor(browse, member)
    assert here.post(page, {}).status_code == 302
    assert here.is_signed_in
    assert not elsewhere.is_signed_in


def test_reading_the_recovery_codes_ends_nothing(browse: Browse, member: User) -> None:
    here, elsewhere = two_with_second_factor(browse, member)
    assert here.get("mfa_view_recovery_codes").status_code == 200
    file = here.get("mfa_download_recovery_codes")
    assert file["Content-Disposition"].startswith("attachment")
    assert "no-store" in file["Cache-Control"]
    assert elsewhere.is_signed_in


def test_another_name_ends_nothing(here: Browser, member: User) -> None:
    member.first_name = "Dominique"
    member.save()
    assert here.is_signed_in


def test_sessions_of_before_the_seal_go_on(here: Browser, member: User) -> None:
    """Without a seal the check is Django's own: an upgrade signs nobody out."""
    assert member.session_seal == ""
    assert member._get_session_auth_hash() == super(User, member)._get_session_auth_hash()


def test_the_cookie_is_for_the_browser_only(browse: Browse, member: User) -> None:
    cookie = browse().sign_in(member.email).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
