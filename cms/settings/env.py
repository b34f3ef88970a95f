"""Reads the environment: the only module of the project that does."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The variable as text, without surrounding white space."""
    return os.environ.get(name, default).strip()


def required(name: str, hint: str) -> str:
    """The variable as text; raises ImproperlyConfigured, naming it, when it is empty."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}: {hint}")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """The variable as a yes or no; raises ImproperlyConfigured on any other word."""
    value = text(name, "1" if default else "").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: use 1 or 0.")


def integer(name: str, default: int) -> int:
    """The variable as a whole number; raises ImproperlyConfigured on anything else."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None


def choice(name: str, choices: tuple[str, ...]) -> str:
    """The variable as one of these words, the first where it is not set; raises on any other."""
    value = text(name, choices[0]).upper()
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is unknown: use one of {', '.join(choices)}.")
    return value


def database(name: str, default: str, *, conn_max_age: int) -> dj_database_url.DBConfig:
    """The variable as the configuration of a database; raises, without its password, where it can't be read."""
    try:
        found = dj_database_url.parse(text(name) or default, conn_max_age=conn_max_age)
    except ValueError:
        found = {}
    if not found.get("NAME"):
        raise ImproperlyConfigured(
            f"{name} can't be read: write it as postgres://user:password@host:5432/name, "
            "with %-codes for special characters of the password."
        )
    return found


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list split at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
