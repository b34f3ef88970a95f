"""Set-up that is written again is what it was when it was made."""

import pytest
from django.db import transaction

from tests.factories import UserFactory
from tests.networks import Networks
from tests.remembered import Snapshot, once, snapshot

pytestmark = pytest.mark.django_db


def left_by(name: str, made: list[str]) -> Snapshot:
    """The rows that the set-up leaves, which are then taken back."""

    def make() -> None:
        made.append(name)
        Networks.create()

    with transaction.atomic():
        once(name, make)
        rows = snapshot()
        transaction.set_rollback(True)
    return rows


def test_the_same_rows_are_there_the_second_time() -> None:
    made: list[str] = []
    assert left_by("again", made) == left_by("again", made)
    assert made == ["again"]


def test_it_is_made_anew_where_it_does_not_begin_as_it_did() -> None:
    made: list[str] = []
    left_by("anew", made)
    UserFactory()
    Networks.create()
    once("anew", lambda: made.append("anew"))
    assert made == ["anew", "anew"]
