"""A new password, another address: links that work once, for a while, for one person."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from cms.users.models import User
from tests.networks import PASSWORD, Networks
from tests.users.conftest import Browser, code_of, give_second_factor

Browse = Callable[..., Browser]
NEW = "quatre mots bien choisis"


def link_in(letter: Any) -> str:
    found = re.search(r"https?://\S+/compte/\S+", letter.body)
    assert found is not None
    return found[0]


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def ask(browser: Browser, email: str, letters: list[Any]) -> str:
    """Ask for a new password; the path of the link."""
    letters.clear()
    assert browser.post("account_reset_password", {"email": email}).status_code == 302
    return path_of(link_in(letters[0]))


def choose(browser: Browser, path: str, password: str = NEW) -> Any:
    """Open the link, and fill in the form behind it."""
    form = browser.get(path, follow=True)
    assert "password1" in form.text
    return browser.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def test_a_forgotten_password_is_replaced(browse: Browse, member: User, letters: list[Any]) -> None:
    browser = browse()
    path = ask(browser, "Membre@Example.org", letters)
    assert choose(browser, path)["Location"] == "/compte/mot-de-passe/nouveau/fait/"
    assert not browser.is_signed_in
    browser.sign_in(member.email)
    assert not browser.is_signed_in
    browser.sign_in(member.email, NEW)
    assert browser.is_signed_in


def test_the_link_works_once(browse: Browse, member: User, letters: list[Any]) -> None:
    browser = browse()
    path = ask(browser, member.email, letters)
    choose(browser, path)
    for again in (browser, browse()):
        page = again.get(path, follow=True)
        assert "password1" not in page.text
        assert 'href="/compte/mot-de-passe/oublie/"' in page.text


def test_of_two_tabs_the_second_comes_too_late(browse: Browse, member: User, letters: list[Any]) -> None:
    browser = browse()
    path = ask(browser, member.email, letters)
    form = browser.get(path, follow=True).redirect_chain[-1][0]
    browser.post(form, {"password1": NEW, "password2": NEW})
    browser.post(form, {"password1": "un tout autre secret", "password2": "un tout autre secret"})
    browser.sign_in(member.email, NEW)
    assert browser.is_signed_in


@pytest.mark.parametrize(("hours", "open_"), [(2.9, True), (3.1, False)])
def test_the_link_dies_after_three_hours(
    browse: Browse,
    member: User,
    letters: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    hours: float,
    open_: bool,
) -> None:
    browser = browse()
    path = ask(browser, member.email, letters)
    later = datetime.datetime.now() + datetime.timedelta(hours=hours)  # noqa: DTZ005 - as Django's tokens
    monkeypatch.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self: later)
    assert ("password1" in browser.get(path, follow=True).text) == open_


def test_the_link_dies_when_the_account_is_closed(browse: Browse, member: User, letters: list[Any]) -> None:
    browser = browse()
    path = ask(browser, member.email, letters)
    member.is_active = False
    member.save()
    assert "password1" not in browser.get(path, follow=True).text


def test_the_link_dies_with_the_address(browse: Browse, member: User, letters: list[Any]) -> None:
    """Whoever reads the old mailbox can't come back after the address was changed."""
    browser = browse()
    path = ask(browser, member.email, letters)
    member.email = "autre@example.org"
    member.save()
    assert "password1" not in browser.get(path, follow=True).text


def test_the_link_of_one_opens_nothing_of_another(browse: Browse, member: User, letters: list[Any]) -> None:
    other = User.objects.create_user("autre@example.org", PASSWORD)
    browser = browse()
    mine, theirs = (
        ask(browser, email, letters).rstrip("/").split("/") for email in (member.email, other.email)
    )
    mixed = "/".join([*theirs[:-1], mine[-1], ""])
    assert "password1" not in browser.get(mixed, follow=True).text


def test_a_reset_does_not_get_round_the_second_factor(
    browse: Browse, member: User, letters: list[Any]
) -> None:
    secret, _codes = give_second_factor(member)
    browser = browse()
    choose(browser, ask(browser, member.email, letters))
    assert browser.sign_in(member.email, NEW)["Location"] == "/compte/second-facteur/code/"
    assert not browser.is_signed_in
    browser.post("mfa_authenticate", {"code": code_of(secret)})
    assert browser.is_signed_in


@pytest.mark.parametrize("weak", ["court", "123456789012", "membre@example.org", "motdepasse"])
def test_a_weak_password_is_refused(browse: Browse, member: User, letters: list[Any], weak: str) -> None:
    browser = browse()
    page = choose(browser, ask(browser, member.email, letters), weak)
    assert "field--error" in page.text
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Original-Host": "evil.example", "Origin": "https://evil.example"},
    ],
)
def test_no_header_turns_the_link_elsewhere(
    networks: Networks, browse: Browse, member: User, letters: list[Any], headers: dict[str, str]
) -> None:
    """The link of a mail leads to the site of a network, never to a host that a request names."""
    browse("alliance", headers=headers).post("account_reset_password", {"email": member.email})
    sent = letters[0]
    assert "evil" not in sent.body
    assert "evil" not in sent.alternatives[0][0]
    hosts = {networks.alliance.root_url, networks.hub.root_url}
    assert link_in(sent).split("/compte/")[0] in hosts


def test_three_mails_an_hour_are_enough(browse: Browse, member: User, letters: list[Any]) -> None:
    """Nobody can flood a mailbox through us; the answers stay the same."""
    for number in range(6):
        answer = browse(REMOTE_ADDR=f"203.0.113.{number}").post(
            "account_reset_password", {"email": member.email.upper() if number % 2 else member.email}
        )
        assert answer["Location"] == "/compte/mot-de-passe/oublie/envoi/"
    assert len(letters) == 3


def change_address(browser: Browser, email: str, letters: list[Any]) -> str:
    letters.clear()
    browser.post("account_email", {"email": email, "action_add": ""})
    assert [letter.to for letter in letters] == [[email]]
    return path_of(link_in(letters[0]))


def test_an_address_changes_once_it_is_confirmed(browse: Browse, member: User, letters: list[Any]) -> None:
    browser = browse()
    browser.sign_in(member.email)
    path = change_address(browser, "nouvelle@example.org", letters)
    assert "nouvelle@example.org" in browser.get("account_email").text
    member.refresh_from_db()
    assert member.email == "membre@example.org"
    visitor = browse()
    assert visitor.get(path).status_code == 200
    member.refresh_from_db()
    assert member.email == "membre@example.org"  # Programs that fetch every link confirm nothing.
    letters.clear()
    visitor.post(path, {})
    member.refresh_from_db()
    assert member.email == "nouvelle@example.org"
    assert [letter.to for letter in letters] == [["membre@example.org"]]
    assert [row.email for row in EmailAddress.objects.filter(user=member)] == [member.email]
    again = browse()
    again.sign_in("nouvelle@example.org")
    assert again.is_signed_in
    assert visitor.post(path, {}).status_code == 404
    assert "<form" not in visitor.get(path).text.split("<main")[1]


def test_the_confirmation_dies_after_three_days(
    browse: Browse, member: User, letters: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    browser = browse()
    browser.sign_in(member.email)
    path = change_address(browser, "nouvelle@example.org", letters)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3 * 86400 + 60)
    assert "<form" not in browse().get(path).text.split("<main")[1]
    assert browse().post(path, {}).status_code == 404
    member.refresh_from_db()
    assert member.email == "membre@example.org"


def test_an_address_that_somebody_has_can_not_be_taken(
    browse: Browse, member: User, letters: list[Any]
) -> None:
    User.objects.create_user("prise@example.org", PASSWORD)
    browser = browse()
    browser.sign_in(member.email)
    path = change_address(browser, "prise@example.org", letters)
    browse().post(path, {})
    member.refresh_from_db()
    assert member.email == "membre@example.org"


def test_who_has_a_second_factor_can_change_address_too(
    browse: Browse, member: User, letters: list[Any]
) -> None:
    secret, _codes = give_second_factor(member)
    browser = browse()
    browser.sign_in(member.email)
    browser.post("mfa_authenticate", {"code": code_of(secret)})
    browse().post(change_address(browser, "nouvelle@example.org", letters), {})
    member.refresh_from_db()
    assert member.email == "nouvelle@example.org"


def test_a_change_can_be_given_up(browse: Browse, member: User, letters: list[Any]) -> None:
    browser = browse()
    browser.sign_in(member.email)
    path = change_address(browser, "nouvelle@example.org", letters)
    browser.post("account_email", {"email": "nouvelle@example.org", "action_remove": ""})
    assert browse().post(path, {}).status_code == 404
    browser.post("account_email", {"email": member.email, "action_remove": ""})
    member.refresh_from_db()
    assert member.email == "membre@example.org"


def test_an_address_that_waits_signs_nobody_in(browse: Browse, member: User, letters: list[Any]) -> None:
    browser = browse()
    browser.sign_in(member.email)
    change_address(browser, "nouvelle@example.org", letters)
    other = browse()
    other.sign_in("nouvelle@example.org")
    assert not other.is_signed_in
