"""The second factor: set up, asked for, replayed, lost."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from cms.users.models import User
from tests.networks import PASSWORD
from tests.users.conftest import WRONG, Browser, code_of, give_second_factor
from tests.users.test_resets import NEW, ask, choose

Browse = Callable[..., Browser]


def half_way(browse: Browse, user: User, **options: Any) -> Browser:
    """A browser in which the password was right."""
    browser = browse(**options)
    assert browser.sign_in(user.email)["Location"] == "/compte/second-facteur/code/"
    return browser


def test_a_password_alone_is_then_not_enough(browse: Browse, member: User) -> None:
    secret, _codes = give_second_factor(member)
    browser = half_way(browse, member)
    assert not browser.is_signed_in
    assert browser.get("/admin/").status_code == 302
    assert browser.get("mfa_view_recovery_codes").status_code == 302
    wrong = browser.post("mfa_authenticate", {"code": "000000"})
    assert "field--error" in wrong.text
    assert not browser.is_signed_in
    browser.post("mfa_authenticate", {"code": code_of(secret)})
    assert browser.is_signed_in


def test_the_way_on_survives_the_second_step(browse: Browse, member: User) -> None:
    secret, _codes = give_second_factor(member)
    browser = browse()
    browser.sign_in(member.email, next="/annuaire/")
    assert browser.post("mfa_authenticate", {"code": code_of(secret)})["Location"] == "/annuaire/"


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_is_good_once(browse: Browse, member: User, steps: int) -> None:
    """A code read over a shoulder, or kept by a false site, opens nothing a second time."""
    secret, _codes = give_second_factor(member)
    code = code_of(secret, steps=steps)
    half_way(browse, member).post("mfa_authenticate", {"code": code})
    thief = half_way(browse, member)
    for written in (code, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}", f"_{code}"):
        thief.post("mfa_authenticate", {"code": written})
        assert not thief.is_signed_in


def test_nor_is_the_code_of_the_set_up(browse: Browse, member: User) -> None:
    browser = browse()
    browser.sign_in(member.email)
    secret = browser.get("mfa_activate_totp").context["form"].secret
    code = code_of(secret)
    browser.post("mfa_activate_totp", {"code": code})
    assert Authenticator.objects.filter(user=member).count() == 2
    thief = half_way(browse, member)
    thief.post("mfa_authenticate", {"code": code})
    assert not thief.is_signed_in


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_a_code_of_another_minute_is_refused(browse: Browse, member: User, steps: int) -> None:
    secret, _codes = give_second_factor(member)
    browser = half_way(browse, member)
    browser.post("mfa_authenticate", {"code": code_of(secret, steps=steps)})
    assert not browser.is_signed_in


def test_a_recovery_code_opens_once(browse: Browse, member: User) -> None:
    _secret, codes = give_second_factor(member)
    first = half_way(browse, member)
    first.post("mfa_authenticate", {"code": codes[3]})
    assert first.is_signed_in
    second = half_way(browse, member)
    second.post("mfa_authenticate", {"code": codes[3]})
    assert not second.is_signed_in
    second.post("mfa_authenticate", {"code": codes[4]})
    assert second.is_signed_in


def test_codes_can_be_tried_five_times(browse: Browse, member: User) -> None:
    secret, _codes = give_second_factor(member)
    browser = half_way(browse, member)
    for number in range(5):
        browser.post("mfa_authenticate", {"code": f"00000{number}"})
    late = browser.post("mfa_authenticate", {"code": code_of(secret)})
    assert "field--error" in late.text
    assert not browser.is_signed_in


def test_another_address_does_not_give_more_tries_at_codes(browse: Browse, member: User) -> None:
    secret, _codes = give_second_factor(member)
    for number in range(5):
        browser = half_way(browse, member, REMOTE_ADDR=f"203.0.113.{number}")
        browser.post("mfa_authenticate", {"code": "000000"})
    browser = half_way(browse, member, REMOTE_ADDR="203.0.113.99")
    browser.post("mfa_authenticate", {"code": code_of(secret)})
    assert not browser.is_signed_in


def test_who_has_the_password_can_not_go_on_for_days(
    browse: Browse, member: User, letters: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty codes a day; with another password, which the thief has not, its owner starts anew."""
    secret, _codes = give_second_factor(member)
    start = time.time()
    for number in range(50):
        monkeypatch.setattr(
            "allauth.core.internal.ratelimit.time.time", lambda later=start + number * 301: later
        )
        half_way(browse, member).post("mfa_authenticate", {"code": "000000"})
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: start + 51 * 301)
    owner = half_way(browse, member)
    owner.post("mfa_authenticate", {"code": code_of(secret)})
    assert not owner.is_signed_in
    owner.post("account_logout", {})
    choose(owner, ask(owner, member.email, letters))
    owner.sign_in(member.email, NEW)
    owner.post("mfa_authenticate", {"code": code_of(secret)})
    assert owner.is_signed_in


def test_the_square_is_drawn_in_the_page(browse: Browse, member: User) -> None:
    browser = browse("alliance")
    browser.sign_in(member.email)
    page = browser.get("mfa_activate_totp")
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    assert "issuer=Alliance%20Provence" in page.context["totp_url"]


def test_in_two_tabs_the_later_square_counts(browse: Browse, member: User) -> None:
    browser = browse()
    browser.sign_in(member.email)
    earlier = browser.get("mfa_activate_totp").context["form"].secret
    later = browser.get("mfa_activate_totp").context["form"].secret
    refused = browser.post("mfa_activate_totp", {"code": code_of(earlier)})
    assert refused.context["form"].secret == later
    assert not Authenticator.objects.exists()
    browser.post("mfa_activate_totp", {"code": code_of(later)})
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1


@pytest.mark.parametrize(
    "page",
    ["mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"],
)
def test_an_open_browser_is_not_enough_to_change_it(browse: Browse, member: User, page: str) -> None:
    """Some time after signing in, who sits down at a browser left open is asked who they are."""
    if page != "mfa_activate_totp":
        give_second_factor(member)
    browser = browse()
    browser.client.force_login(member)  # As after some minutes: nothing fresh is known.
    asked = browser.get(page)
    assert asked["Location"].startswith("/compte/confirmer/?next=")
    if page != "mfa_activate_totp":
        assert Authenticator.objects.filter(user=member).count() == 2
    refused = browser.post(asked["Location"], {"password": WRONG})
    assert "field--error" in refused.text
    passed = browser.post(asked["Location"], {"password": PASSWORD})
    assert passed["Location"] == reverse(page)
    assert browser.get(page).status_code == 200


def test_nor_to_take_it_away_by_a_form(browse: Browse, member: User) -> None:
    give_second_factor(member)
    browser = browse()
    browser.client.force_login(member)
    for page in ("mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        assert browser.post(page, {})["Location"].startswith("/compte/confirmer/")
    assert browser.get("mfa_download_recovery_codes")["Location"].startswith("/compte/confirmer/")
    assert Authenticator.objects.filter(user=member).count() == 2


def test_the_technical_team_can_take_it_away(
    browse: Browse, member: User, letters: list[Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    secret, _codes = give_second_factor(member)
    inside = half_way(browse, member)
    inside.post("mfa_authenticate", {"code": code_of(secret)})
    letters.clear()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("reset_second_factor", "MEMBRE@example.org", stdout=None)
    assert not inside.is_signed_in
    assert [letter.to for letter in letters] == [[member.email]]
    again = browse()
    again.sign_in(member.email)
    assert again.is_signed_in


@pytest.mark.parametrize("email", ["membre@example.org", "personne@example.org"])
def test_there_must_be_one_to_take_away(member: User, email: str) -> None:
    with pytest.raises(CommandError):
        call_command("reset_second_factor", email)


def test_each_use_is_dated(browse: Browse, member: User) -> None:
    secret, _codes = give_second_factor(member)
    half_way(browse, member).post("mfa_authenticate", {"code": code_of(secret)})
    used = Authenticator.objects.get(user=member, type=Authenticator.Type.TOTP).last_used_at
    assert used is not None
    assert used <= timezone.now()
