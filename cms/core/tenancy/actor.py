"""For whom the administration is answering, where what it says must be narrowed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings

_actor: ContextVar[Any] = ContextVar("tenancy_actor", default=None)


def policy_is_on() -> bool:
    """Whether networks are kept apart: always, but in the tests that must find leaks."""
    return bool(settings.TENANT_POLICY)


def sees_everything(user: Any) -> bool:
    """Whether nothing is hidden from that person."""
    return not policy_is_on() or bool(user.is_active and user.is_superuser)


def acting_user() -> Any:
    """The person of some networks whom the administration is answering; None everywhere else."""
    return _actor.get()


@contextmanager
def acting(user: Any) -> Iterator[None]:
    """Answer that person; nobody's view is narrowed for those who see everything."""
    token = _actor.set(None if user is None or sees_everything(user) else user)
    try:
        yield
    finally:
        _actor.reset(token)


def answer_to(user: Any) -> None:
    """From now on answer that person; for use within `acting`, which ends it."""
    _actor.set(None if sees_everything(user) else user)
