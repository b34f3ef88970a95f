"""Nobody learns from an answer, or from what it costs, whether an address has an account.

What is counted: hashes of passwords, queries, jobs put on the queue, mails. Time itself is noise.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.users.models import User
from cms.users.strangers import stamp
from tests.networks import PASSWORD
from tests.users.conftest import WRONG, Browser, give_second_factor
from tests.users.test_sign_up import typed

Browse = Callable[..., Browser]
KNOWN, UNKNOWN, CLOSED, FIRM, BARE = (
    f"{name}@example.org" for name in ("connue", "inconnue", "fermee", "ferme", "sansmot")
)
SHOWN = stamp(time.time() - 60)
ADDRESSES = (KNOWN, UNKNOWN, CLOSED, FIRM, BARE)


@pytest.fixture(autouse=True)
def people(networks: object) -> None:
    """An account, a closed one, one with a second factor, one without password; and nobody."""
    User.objects.create_user(KNOWN, PASSWORD)
    User.objects.create_user(CLOSED, PASSWORD, is_active=False)
    give_second_factor(User.objects.create_user(FIRM, PASSWORD))
    User.objects.create_user(BARE, None)


@dataclass
class Cost:
    """What an answer took."""

    hashes: int
    queries: list[str]
    jobs: list[str]
    status: int
    location: str
    text: str
    cookies: list[str]


def cost_of(ask: Callable[[], Any], email: str) -> Cost:
    """Ask, and count; the address itself is struck out of what is shown."""
    encode = MD5PasswordHasher.encode
    hashes: list[str] = []
    jobs: list[str] = []

    def counted(self: Any, password: str, salt: str) -> str:
        hashes.append(password)
        return encode(self, password, salt)

    with (
        patch.object(MD5PasswordHasher, "encode", counted),
        patch("cms.users.resets.async_task", lambda name, *a, **k: jobs.append(name)),
        patch("cms.users.signups.async_task", lambda name, *a, **k: jobs.append(name)),
        patch("cms.users.mails.async_task", lambda name, *a, **k: jobs.append(name)),
        CaptureQueriesContext(connection) as captured,
    ):
        answer = ask()
    return Cost(
        hashes=len(hashes),
        queries=[query["sql"].replace(email, "…") for query in captured],
        jobs=jobs,
        status=answer.status_code,
        location=answer.headers.get("Location", ""),
        text=answer.text.replace(email, "…").replace(_token(answer), ""),
        cookies=sorted(answer.cookies),
    )


def _token(answer: Any) -> str:
    context = answer.context
    return str(context["csrf_token"]) if context and "csrf_token" in context else "no token"


def alike(costs: list[Cost]) -> Cost:
    """The one cost that all of them are."""
    for other in costs[1:]:
        assert other == costs[0]
    return costs[0]


def test_a_wrong_password(browse: Browse) -> None:
    def attempt(email: str) -> Cost:
        return cost_of(lambda: browse(REMOTE_ADDR="203.0.113.1").sign_in(email, WRONG), email)

    attempt("personne@example.org")  # The first answer also reads what is then kept: the sites.
    cost = alike([attempt(email) for email in ADDRESSES])
    assert (cost.status, cost.hashes) == (200, 1)
    assert len([sql for sql in cost.queries if "users_user" in sql]) == 1


def test_the_limit_is_reached_by_all_alike(browse: Browse) -> None:
    def attempts(email: str) -> Cost:
        browser = browse(REMOTE_ADDR=f"203.0.113.{ADDRESSES.index(email)}")
        for _ in range(5):
            browser.sign_in(email, WRONG)
        return cost_of(lambda: browser.sign_in(email, WRONG), email)

    cost = alike([attempts(email) for email in ADDRESSES])
    assert cost.hashes == 0


def test_a_forgotten_password(browse: Browse) -> None:
    def attempt(email: str) -> Cost:
        return cost_of(lambda: browse().post("account_reset_password", {"email": email}), email)

    cost = alike([attempt(email) for email in ADDRESSES])
    assert (cost.status, cost.hashes) == (302, 0)
    assert cost.jobs == ["cms.users.tasks.write_reset"]
    assert not [sql for sql in cost.queries if "users_user" in sql or "account_emailaddress" in sql]


def test_a_forgotten_password_asked_for_too_often(browse: Browse) -> None:
    def attempt(email: str) -> Cost:
        browser = browse(REMOTE_ADDR=f"203.0.113.{ADDRESSES.index(email)}")
        for _ in range(3):
            browser.post("account_reset_password", {"email": email})
        return cost_of(lambda: browser.post("account_reset_password", {"email": email}), email)

    cost = alike([attempt(email) for email in ADDRESSES])
    assert (cost.status, cost.jobs) == (302, [])


def test_a_sign_up(browse: Browse) -> None:
    def attempt(email: str) -> Cost:
        return cost_of(lambda: browse().post("account_signup", typed(email=email)), email)

    attempt("personne@example.org")
    costs = [attempt(email) for email in ADDRESSES]
    for cost in costs:  # A row, and its savepoint, are like no other.
        cost.queries = [re.sub(r"VALUES.*|_x\d+", "…", sql) for sql in cost.queries]
    cost = alike(costs)
    assert (cost.status, cost.hashes) == (302, 1)
    assert cost.jobs == ["cms.users.tasks.write_sign_up"]
    assert not [sql for sql in cost.queries if "users_user" in sql or "account_emailaddress" in sql]


def test_a_sign_up_with_errors(browse: Browse) -> None:
    """Whatever is wrong with the form, the address plays no part in what is said."""

    def attempt(email: str) -> Cost:
        stamped = typed(email=email, password1="court", shown_at=SHOWN)
        return cost_of(lambda: browse().post("account_signup", stamped), email)

    attempt("personne@example.org")
    cost = alike([attempt(email) for email in ADDRESSES])
    assert (cost.status, cost.jobs) == (200, [])


def test_each_gets_one_mail(browse: Browse, letters: list[Any]) -> None:
    """To the address that was typed, whether there is an account or not."""
    for email in ADDRESSES:
        letters.clear()
        browse(REMOTE_ADDR=f"203.0.113.{ADDRESSES.index(email)}").post(
            "account_reset_password", {"email": email}
        )
        assert [letter.to for letter in letters] == [[email]]
        assert ("/nouveau/" in letters[0].body) == (email in (KNOWN, FIRM, BARE))


def test_a_change_of_address(browse: Browse) -> None:
    """To an address that somebody has, had, or nobody has."""

    def attempt(number: int, email: str) -> Cost:
        user = User.objects.create_user(f"moi{number}@example.org", PASSWORD)
        browser = browse()
        browser.sign_in(user.email)
        cost = cost_of(lambda: browser.post("account_email", {"email": email, "action_add": ""}), email)
        cost.queries = [sql.split(" ", 1)[0] for sql in cost.queries]
        return cost

    cost = alike([attempt(number, email) for number, email in enumerate(ADDRESSES)])
    assert cost.status == 302
    assert cost.jobs == ["cms.users.tasks.deliver"]


def test_the_right_password_of_a_closed_account(browse: Browse) -> None:
    """Its owner alone is told that it is closed; nobody is signed in."""
    browser = browse()
    assert browser.sign_in(CLOSED)["Location"] == "/compte/ferme/"
    assert browser.get("account_inactive").status_code == 200
    assert not browser.is_signed_in


def test_a_link_for_nobody(browse: Browse) -> None:
    """Ids can be counted through: a link is as dead for one who is there as for one who is not."""
    somebody = User.objects.get(email=KNOWN)
    texts = {
        browse(REMOTE_ADDR="203.0.113.1")
        .get("account_reset_password_from_key", uid, "abc-0123456789")
        .text.split("<main")[1]
        for uid in (f"{somebody.pk}", "zzzz", "00", "-1")
    }
    assert len(texts) == 1
