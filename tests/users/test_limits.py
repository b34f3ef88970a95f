"""How often one may try, and who is counted as one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from cms.users.models import User
from tests.networks import PASSWORD
from tests.users.conftest import WRONG, Browser

Browse = Callable[..., Browser]
FORGED = ["X-Forwarded-For", "X-Real-Ip", "Forwarded", "CF-Connecting-IP", "Client-Ip"]


def fail(browser: Browser, email: str, times: int = 1) -> Any:
    """Try a wrong password; the last answer."""
    return [browser.sign_in(email, WRONG) for _ in range(times)][-1]


def test_after_five_wrong_passwords_the_right_one_waits(browse: Browse, member: User) -> None:
    browser = browse()
    fail(browser, member.email, 5)
    page = browser.sign_in(member.email)
    assert "flash--error" in page.text
    assert not browser.is_signed_in


def test_who_is_attacked_gets_in_meanwhile(browse: Browse, member: User) -> None:
    attacker = browse(REMOTE_ADDR="203.0.113.7")
    fail(attacker, member.email, 12)
    owner = browse(REMOTE_ADDR="198.51.100.1")
    owner.sign_in(member.email)
    assert owner.is_signed_in


def test_another_network_or_spelling_gives_no_more_tries(browse: Browse, member: User) -> None:
    fail(browse("apeas"), member.email, 3)
    fail(browse("alliance"), "MEMBRE@example.org", 2)
    browser = browse("mesclun")
    browser.sign_in(member.email)
    assert not browser.is_signed_in


def test_the_wait_ends(browse: Browse, member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browse()
    fail(browser, member.email, 5)
    from time import time

    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: time() + 301)
    browser.sign_in(member.email)
    assert browser.is_signed_in


@pytest.mark.parametrize("header", FORGED)
def test_a_forged_header_gives_no_more_tries(browse: Browse, member: User, header: str) -> None:
    for number in range(5):
        fail(browse(headers={header: f"203.0.113.{number}"}), member.email)
    browser = browse(headers={header: "203.0.113.99"})
    browser.sign_in(member.email)
    assert not browser.is_signed_in


def test_behind_a_proxy_what_the_proxy_saw_counts(browse: Browse, member: User, settings: Any) -> None:
    """The proxy writes last; what stands before was sent by the client."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        fail(browse(headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7"}), member.email)
    same = browse(headers={"X-Forwarded-For": "203.0.113.99, 198.51.100.7"})
    same.sign_in(member.email)
    assert not same.is_signed_in
    other = browse(headers={"X-Forwarded-For": "198.51.100.7, 198.51.100.8"})
    other.sign_in(member.email)
    assert other.is_signed_in


def test_a_whole_network_of_ipv6_addresses_is_one_client(browse: Browse, member: User) -> None:
    for number in range(5):
        fail(browse(REMOTE_ADDR=f"2001:db8:1:1::{number}"), member.email)
    neighbour = browse(REMOTE_ADDR="2001:db8:1:1:ffff::1")
    neighbour.sign_in(member.email)
    assert not neighbour.is_signed_in
    elsewhere = browse(REMOTE_ADDR="2001:db8:2:1::1")
    elsewhere.sign_in(member.email)
    assert elsewhere.is_signed_in


def test_ipv4_on_a_socket_of_ipv6_is_a_client_each(browse: Browse, member: User) -> None:
    fail(browse(REMOTE_ADDR="::ffff:203.0.113.7"), member.email, 5)
    for same in ("::ffff:203.0.113.7", "203.0.113.7"):
        browser = browse(REMOTE_ADDR=same)
        browser.sign_in(member.email)
        assert not browser.is_signed_in
    other = browse(REMOTE_ADDR="::ffff:198.51.100.1")
    other.sign_in(member.email)
    assert other.is_signed_in


def test_many_addresses_are_slowed_down_but_not_a_browser_that_is_known(
    browse: Browse, member: User, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_account": "6/h/key"}
    owner = browse(REMOTE_ADDR="198.51.100.1")
    owner.sign_in(member.email)
    owner.post("account_logout", {})
    for number in range(6):
        fail(browse(REMOTE_ADDR=f"203.0.113.{number}"), member.email)
    stranger = browse(REMOTE_ADDR="203.0.113.99")
    stranger.sign_in(member.email)
    assert not stranger.is_signed_in
    owner.sign_in(member.email)
    assert owner.is_signed_in


def test_a_browser_is_known_for_its_owner_only(browse: Browse, member: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_account": "3/h/key"}
    User.objects.create_user("victime@example.org", PASSWORD)
    attacker = browse()
    attacker.sign_in(member.email)
    attacker.post("account_logout", {})
    fail(attacker, "victime@example.org", 3)
    attacker.client.cookies["known_browser"] = "forged"
    attacker.sign_in("victime@example.org")
    assert not attacker.is_signed_in


def test_succeeding_elsewhere_gives_no_more_tries(browse: Browse, member: User) -> None:
    """Who signs in to an account of their own between two guesses has no more guesses for it."""
    User.objects.create_user("complice@example.org", PASSWORD)
    browser = browse()
    for _ in range(5):
        fail(browser, member.email)
        browser.sign_in("complice@example.org")
        browser.post("account_logout", {})
    browser.sign_in(member.email)
    assert not browser.is_signed_in


def test_one_client_may_not_try_everybody(browse: Browse, member: User) -> None:
    browser = browse()
    for number in range(10):
        fail(browser, f"personne{number}@example.org")
    browser.sign_in(member.email)
    assert not browser.is_signed_in


def test_too_many_have_a_page_of_their_own(browse: Browse) -> None:
    browser = browse("alliance")
    answers = [browser.post("account_reset_password", {"email": f"a{n}@example.org"}) for n in range(11)]
    assert [answer.status_code for answer in answers[:10]] == [302] * 10
    page = answers[10]
    assert (page.status_code, page["Retry-After"]) == (429, "60")
    assert "Alliance Provence</title>" in page.text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("header", FORGED)
def test_a_forged_header_gives_no_more_resets(browse: Browse, header: str) -> None:
    codes = [
        browse(headers={header: f"203.0.113.{number}"})
        .post("account_reset_password", {"email": f"a{number}@example.org"})
        .status_code
        for number in range(11)
    ]
    assert codes == [302] * 10 + [429]


def test_behind_a_proxy_resets_are_counted_by_what_it_saw(browse: Browse, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def ask(seen: str, number: int) -> int:
        browser = browse(headers={"X-Forwarded-For": f"203.0.113.{number}, {seen}"})
        answer = browser.post("account_reset_password", {"email": f"a{number}@example.org"})
        return int(answer.status_code)

    assert [ask("198.51.100.7", number) for number in range(11)] == [302] * 10 + [429]
    assert ask("198.51.100.8", 12) == 302


def test_a_page_asked_for_again_and_again_is_no_try(browse: Browse) -> None:
    browser = browse()
    for _ in range(40):
        assert browser.get("account_login").status_code == 200


def test_the_counts_outlive_a_flood_of_other_entries(browse: Browse, member: User) -> None:
    """By default the cache of a process drops entries beyond 300, whichever they are."""
    browser = browse()
    fail(browser, member.email, 5)
    for number in range(2000):
        cache.set(f"flood-{number}", number)
    browser.sign_in(member.email)
    assert not browser.is_signed_in


@pytest.mark.parametrize("page", ["account_reset_password_from_key"])
def test_links_can_not_be_guessed_for_long(browse: Browse, page: str) -> None:
    browser = browse()
    answers = [browser.post(page, {"password1": "x"}, "1", f"abc-{number}") for number in range(21)]
    assert answers[-1].status_code == 429


def test_asking_who_one_is_can_not_be_tried_for_long(browse: Browse, member: User) -> None:
    browser = browse()
    browser.client.force_login(member)
    for _ in range(5):
        browser.post("account_reauthenticate", {"password": WRONG})
    page = browser.post("account_reauthenticate", {"password": PASSWORD})
    assert page.status_code == 200
    assert "Trop d’essais" in page.text
    assert browser.get("mfa_activate_totp").status_code == 302
