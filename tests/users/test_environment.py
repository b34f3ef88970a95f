"""Accounts under the settings of production, with Redis and without."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from cms.users.models import User
from cms.users.schedules import create_tables
from tests.cms.test_settings import PRODUCTION, SOUND
from tests.environment import load_settings
from tests.users.conftest import WRONG, Browser, code_of, give_second_factor

Browse = Callable[..., Browser]


def test_production_asks_for_a_second_factor_unless_told() -> None:
    assert load_settings(PRODUCTION, **SOUND).SECOND_FACTOR_REQUIRED is True
    assert load_settings(PRODUCTION, **SOUND, SECOND_FACTOR_REQUIRED="0").SECOND_FACTOR_REQUIRED is False
    assert load_settings("cms.settings.dev").SECOND_FACTOR_REQUIRED is False


def test_production_guards_its_cookies() -> None:
    settings = load_settings(PRODUCTION, **SOUND)
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    # Browsers take cookies of these names only from this host, on https, for every path.
    assert settings.SESSION_COOKIE_NAME.startswith("__Host-")
    assert settings.CSRF_COOKIE_NAME.startswith("__Host-")
    for name in ("SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN", "SESSION_COOKIE_PATH"):
        assert not hasattr(settings, name)
    assert getattr(settings, "SESSION_COOKIE_HTTPONLY", True)
    assert getattr(settings, "SESSION_COOKIE_SAMESITE", "Lax") == "Lax"


def test_no_proxy_is_believed_unless_counted() -> None:
    assert load_settings(PRODUCTION, **SOUND).ALLAUTH_TRUSTED_PROXY_COUNT == 0
    assert load_settings(PRODUCTION, **SOUND, TRUSTED_PROXIES="2").ALLAUTH_TRUSTED_PROXY_COUNT == 2
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        load_settings(PRODUCTION, **SOUND, TRUSTED_PROXIES="nginx")


def test_a_proxy_that_is_not_counted_is_refused() -> None:
    """All visitors would be one client: whoever uses up its tries stops everybody."""
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        load_settings(PRODUCTION, **SOUND, BEHIND_PROXY="1")
    settings = load_settings(PRODUCTION, **SOUND, BEHIND_PROXY="1", TRUSTED_PROXIES="1")
    assert settings.SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")


def test_processes_of_production_always_share_a_cache() -> None:
    without = load_settings(PRODUCTION, **SOUND).CACHES["default"]
    assert without["BACKEND"].endswith("DatabaseCache")
    assert without["OPTIONS"]["MAX_ENTRIES"] >= 100_000
    redis = load_settings(PRODUCTION, **SOUND, CACHE_URL="redis://127.0.0.1:6379/0").CACHES["default"]
    assert redis["BACKEND"].endswith("RedisCache")


@pytest.fixture
def in_database(networks: object) -> Any:
    """The cache of production where there is no Redis."""
    with override_settings(CACHES=load_settings(PRODUCTION, **SOUND).CACHES):
        create_tables()
        create_tables()
        yield


def test_without_redis_the_limits_hold_for_every_process(
    in_database: None, browse: Browse, member: User
) -> None:
    browser = browse()
    for _ in range(5):
        browser.sign_in(member.email, WRONG)
    # What another process sees: a cache of its own, on the same table.
    other = DatabaseCache("cache", {"OPTIONS": {"MAX_ENTRIES": 100_000}})
    keys = [key for key in _keys() if "login_failed" in key]
    assert [len(other.get(key)) for key in keys] == [5, 5, 5]
    browser.sign_in(member.email)
    assert not browser.is_signed_in


def test_without_redis_a_code_is_good_once(in_database: None, browse: Browse, member: User) -> None:
    secret, _codes = give_second_factor(member)
    code = code_of(secret)
    first, second = browse(), browse()
    for browser in (first, second):
        browser.sign_in(member.email)
        browser.post("mfa_authenticate", {"code": code})
    assert first.is_signed_in
    assert not second.is_signed_in


def _keys() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        return [row[0].split(":", 2)[2] for row in cursor.fetchall()]


def test_where_the_cache_can_not_be_reached_nobody_gets_in(browse: Browse, member: User) -> None:
    """Without counts there would be no limits."""
    browser = browse()
    browser.get("account_login")
    browser.client.raise_request_exception = False
    nowhere = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES={"default": nowhere}):
        assert browser.sign_in(member.email).status_code == 500
    assert not browser.is_signed_in


def test_migrating_leaves_the_round_of_letters(db: None) -> None:
    from django_q.models import Schedule

    assert Schedule.objects.get(func="cms.users.tasks.deliver_waiting").minutes == 10
