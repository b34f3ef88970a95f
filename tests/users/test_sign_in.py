"""Signing in and out, and where it leads."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.core.registry import Duty
from cms.users.models import SignUp, User
from sites.models import NetworkSettings
from tests.networks import PASSWORD, Networks
from tests.users.conftest import WRONG, Browser

Browse = Callable[..., Browser]
EVIL = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    # Another network of ours is another site too.
    "http://pes.allianceprovence.org.localhost/",
)


def test_the_page_has_the_look_of_each_network(browse: Browse) -> None:
    for key, name in (("apeas", "APEAS"), ("alliance", "Alliance Provence")):
        page = browse(key).get("account_login")
        assert page.status_code == 200
        assert f"· {name}</title>" in page.text
        assert "noindex" in page.text
        for inline in ("<style", "style=", "<script>", "onclick"):
            assert inline not in page.text
        assert "'unsafe-inline'" not in page["Content-Security-Policy"]
        assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("typed", ["membre@example.org", "Membre@Example.ORG", " membre@example.org "])
def test_the_address_is_the_login_whatever_its_case(browse: Browse, member: User, typed: str) -> None:
    browser = browse()
    assert browser.sign_in(typed)["Location"] == "/mon-espace/"
    assert browser.is_signed_in


def test_who_works_for_a_network_comes_to_the_administration(networks: Networks, browse: Browse) -> None:
    networks.user(("apeas", Duty.EDITOR))
    assert browse().sign_in("apeas.editor@example.org")["Location"] == "/admin/"


def test_a_wrong_password_is_told_in_the_form(browse: Browse, member: User) -> None:
    browser = browse()
    page = browser.sign_in(member.email, WRONG)
    assert page.status_code == 200
    assert "flash--error" in page.text
    assert not browser.is_signed_in


def test_signing_in_leads_on_to_the_page_that_was_asked_for(browse: Browse, member: User) -> None:
    answer = browse().sign_in(member.email, next="/annuaire/?page=2")
    assert answer["Location"] == "/annuaire/?page=2"


@pytest.mark.parametrize("target", EVIL)
def test_signing_in_never_leads_to_another_site(
    browse: Browse, member: User, settings: Any, target: str
) -> None:
    settings.ALLOWED_HOSTS = [".localhost"]
    assert browse().sign_in(member.email, next=target)["Location"] == "/mon-espace/"
    signed_in = browse()
    signed_in.client.force_login(member)
    assert signed_in.get("account_login", next=target)["Location"] == "/mon-espace/"
    assert signed_in.post("account_logout", {"next": target})["Location"] == "/"


@pytest.mark.parametrize("target", EVIL)
def test_nor_does_the_way_round_by_the_administration(browse: Browse, member: User, target: str) -> None:
    browser = browse()
    way: str = browser.get("/admin/login/", next=target)["Location"]
    assert way.startswith("/compte/connexion/?")
    answer = browser.post(way, {"login": member.email, "password": PASSWORD})
    assert answer["Location"] == "/mon-espace/"


def test_the_session_has_another_key_once_signed_in(browse: Browse, member: User) -> None:
    """Session fixation: a key that somebody planted in the browser opens nothing."""
    browser = browse()
    browser.client.session.save()
    session = browser.client.session
    session["planted"] = True
    session.save()
    planted = str(session.session_key)
    browser.client.cookies["sessionid"] = planted
    browser.sign_in(member.email)
    assert browser.client.cookies["sessionid"].value != planted
    thief = browse()
    thief.client.cookies["sessionid"] = planted
    assert not thief.is_signed_in


def test_signing_out_takes_a_form(browse: Browse, member: User) -> None:
    browser = browse()
    browser.client.force_login(member)
    assert browser.get("account_logout").status_code == 200
    assert browser.is_signed_in
    browser.post("account_logout", {})
    assert not browser.is_signed_in


def test_a_form_of_before_signing_in_is_told_to_be_old(networks: Networks, member: User) -> None:
    """Two tabs: the second form was made before the first one signed in."""
    client = Client(enforce_csrf_checks=True, headers={"host": networks.apeas.hostname})
    token = client.get("/compte/connexion/").context["csrf_token"]
    data = {"login": member.email, "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    assert client.post("/compte/connexion/", data).status_code == 302
    late = client.post("/compte/connexion/", data)
    assert late.status_code == 403
    assert 'href="/compte/connexion/"' in late.text
    assert client.get("/compte/connexion/")["Location"] == "/mon-espace/"


def test_where_the_network_takes_no_members_accounts_come_by_invitation(
    networks: Networks, browse: Browse
) -> None:
    NetworkSettings.objects.filter(site=networks.apeas).update(takes_members=False)
    browser = browse()
    assert "inscription" not in browser.get("account_login").text
    assert browser.get("account_signup").status_code == 200
    answer = browser.post("account_signup", {"email": "nouveau@example.org", "password1": PASSWORD})
    assert "<form" not in answer.text
    assert not SignUp.objects.exists()
    assert "inscription" in browse("alliance").get("account_login").text


def test_people_of_the_administration_sign_in_each_day(
    networks: Networks, browse: Browse, member: User
) -> None:
    networks.user(("apeas", Duty.EDITOR))
    editor, other = browse(), browse()
    editor.sign_in("apeas.editor@example.org", remember="on")
    other.sign_in(member.email, remember="on")
    assert editor.client.session.get_expiry_age() == 12 * 3600
    assert other.client.session.get_expiry_age() == 14 * 24 * 3600
    forgetful = browse()
    forgetful.sign_in(member.email)
    assert forgetful.client.session.get_expire_at_browser_close()
