"""Reads the environment: the only module of the project that does."""

import os
from pathlib import Path

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


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list split at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
