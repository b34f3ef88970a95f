"""Production starts with what it needs, and refuses anything less by the name of the variable."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tests.environment import load_settings

PRODUCTION = "cms.settings.production"
SOUND = {
    "SECRET_KEY": "k7GmVd0pXq4TzR1wYb9NcLs3HfJa6UeKo8QiZt2xMvBg5PnWrDyC",
    "ALLOWED_HOSTS": "pes.example.org,reseau.example.org",
    "DATABASE_URL": "postgres://pes:secret@127.0.0.1:5432/pes",
    "ADMIN_BASE_URL": "https://pes.example.org",
    "EMAIL_HOST": "smtp.example.org",
    "DEFAULT_FROM_EMAIL": "bonjour@pes.example.org",
}


@pytest.mark.parametrize("name", SOUND)
def test_production_names_what_is_missing(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        load_settings(PRODUCTION, **{key: value for key, value in SOUND.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "ab" * 40),
        ("SECRET_KEY", "development-only-never-in-production"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "pes.example.org, *"),
        ("ALLOWED_HOSTS", " , "),
        ("DATABASE_URL", "pes:secret@127.0.0.1"),
        ("DATABASE_URL", "oracel://pes:secret@127.0.0.1/pes"),
        ("DATABASE_URL", "postgres://pes:secret@127.0.0.1:port/pes"),
        ("DATABASE_URL", "postgres://pes:sec/ret@127.0.0.1/pes"),
        ("DATABASE_URL", "postgres://pes:secret@127.0.0.1"),
        ("ADMIN_BASE_URL", "http://pes.example.org"),
        ("ADMIN_BASE_URL", "pes.example.org"),
        ("EMAIL_HOST", "  "),
        ("DEFAULT_FROM_EMAIL", ""),
        ("DEBUG", "1"),
        ("DEBUG", "perhaps"),
        ("EMAIL_USE_TLS", "oui"),
        ("EMAIL_PORT", "smtp"),
        ("QUEUE_WORKERS", "two"),
        ("DATABASE_CONN_MAX_AGE", "1.5"),
        ("SITE_PORT", "https"),
        ("BEHIND_PROXY", "maybe"),
        ("SECURE_SSL_REDIRECT", "2"),
        ("SECURE_HSTS_SECONDS", "a year"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_production_names_what_is_unsafe_or_unreadable(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name) as refusal:
        load_settings(PRODUCTION, **{**SOUND, name: value})
    assert "secret@" not in str(refusal.value)


def test_production_takes_sound_values_as_they_are() -> None:
    production = load_settings(PRODUCTION, **SOUND, EMAIL_PORT="587", EMAIL_USE_TLS="yes")
    assert production.DEBUG is False
    assert production.ALLOWED_HOSTS == ["pes.example.org", "reseau.example.org"]
    assert production.DATABASES["default"]["PASSWORD"] == "secret"
    assert production.WAGTAILADMIN_BASE_URL == "https://pes.example.org"
    assert production.DEFAULT_FROM_EMAIL == "bonjour@pes.example.org"
    assert (production.EMAIL_PORT, production.EMAIL_USE_TLS) == (587, True)
    assert production.SITE_PORT == 443


@pytest.mark.slow
def test_django_finds_nothing_to_say_of_production() -> None:
    audit = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": PRODUCTION, **SOUND},
        capture_output=True,
        text=True,
        check=False,
    )
    assert audit.returncode == 0, audit.stderr
