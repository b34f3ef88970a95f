"""Signing in and out."""

from collections.abc import Callable
from typing import Any

import pytest

from cms.core.registry import Duty
from cms.users.models import User
from tests.networks import PASSWORD, Networks
from tests.users.conftest import WRONG, Browser

Browse = Callable[..., Browser]


def test_the_page_has_the_look_of_each_network(browse: Browse) -> None:
    for key, name in (("apeas", "APEAS"), ("alliance", "Alliance Provence")):
        page = browse(key).get("account_login")
        assert page.status_code == 200
        assert f"· {name}</title>" in page.text
        assert "<style" not in page.text
        assert "style=" not in page.text


@pytest.mark.parametrize("typed", ["membre@example.org", "Membre@Example.ORG", " membre@example.org "])
def test_the_address_is_the_login_whatever_its_case(browse: Browse, member: User, typed: str) -> None:
    browser = browse()
    assert browser.sign_in(typed)["Location"] == "/compte/"
    assert browser.is_signed_in


def test_who_works_for_a_network_comes_to_the_administration(networks: Networks, browse: Browse) -> None:
    networks.user(("apeas", Duty.EDITOR))
    answer = browse().sign_in("apeas.editor@example.org")
    assert answer["Location"] == "/admin/"


def test_a_wrong_password_is_told_in_the_form(browse: Browse, member: User) -> None:
    browser = browse()
    page = browser.sign_in(member.email, WRONG)
    assert page.status_code == 200
    assert "flash--error" in page.text
    assert not browser.is_signed_in
