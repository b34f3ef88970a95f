"""A browser on a network's site, whose requests commit, and people to sit in front of it."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from cms.users.models import User
from tests.networks import PASSWORD, Networks

WRONG = "un-autre-mot-de-passe"


class Browser:
    """A visitor's browser: addresses by the name of their page."""

    def __init__(self, site: Site, commit: Callable[..., Any], **options: Any) -> None:
        self.client = Client(headers={"host": site.hostname, **options.pop("headers", {})}, **options)
        self.commit = commit

    def get(self, name: str, *arguments: Any, follow: bool = False, **query: Any) -> Any:
        return self.client.get(_path(name, arguments), query, follow=follow)

    def post(self, name: str, data: dict[str, Any], *arguments: Any, **options: Any) -> Any:
        with self.commit(execute=True):
            return self.client.post(_path(name, arguments), data, **options)

    def sign_in(self, email: str, password: str = PASSWORD, *, follow: bool = False, **data: Any) -> Any:
        return self.post("account_login", {"login": email, "password": password, **data}, follow=follow)

    @property
    def is_signed_in(self) -> bool:
        return bool(self.get("account_home").status_code == 200)


def _path(name: str, arguments: tuple[Any, ...]) -> str:
    return name if name.startswith(("/", "http")) else reverse(name, args=arguments)


@pytest.fixture
def browse(
    networks: Networks, django_capture_on_commit_callbacks: Callable[..., Any]
) -> Callable[..., Browser]:
    """Opens a browser: browse("alliance"), on APEAS's site unless told."""

    def open_one(key: str = "apeas", **options: Any) -> Browser:
        return Browser(getattr(networks, key), django_capture_on_commit_callbacks, **options)

    return open_one


@pytest.fixture
def member(networks: Networks) -> User:
    """Somebody who works for no network."""
    return User.objects.create_user("membre@example.org", PASSWORD, first_name="Camille")


@pytest.fixture
def letters(db: None, mailoutbox: list[Any]) -> list[Any]:
    """The mails that leave during the test."""
    return mailoutbox


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the application on the telephone shows now, or some half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_second_factor(user: User) -> tuple[str, list[str]]:
    """Set one up; its secret and the recovery codes."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    user.refresh_from_db()
    assert Authenticator.objects.filter(user=user).count() == 2
    return secret, codes
