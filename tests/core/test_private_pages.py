"""Pages behind a password, or for people who are signed in."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.core.registry import Duty
from exchanges.models import ExchangePage
from tests.factories import make_page
from tests.market import visit
from tests.networks import PASSWORD, Networks


@pytest.fixture
def secret(networks: Networks) -> ExchangePage:
    """A need of APEAS that not everybody may read."""
    page: ExchangePage = make_page(
        networks.apeas, ExchangePage, "Affaire privée", slug="interne", summary="Entre nous."
    )
    return page


def test_a_password_is_asked_for_in_the_look_of_the_network(networks: Networks, secret: ExchangePage) -> None:
    PageViewRestriction.objects.create(page=secret, restriction_type="password", password="sésame")
    client = Client(headers={"host": networks.apeas.hostname})
    closed: Any = client.get("/echanges/interne/")
    assert "core/password_required.html" in [template.name for template in closed.templates]
    assert "no-store" in closed["Cache-Control"]
    for told in ("Affaire privée", "Entre nous.", "ld+json"):
        assert told not in closed.text
    wrong: Any = client.post(
        closed.context["action_url"], {"password": "non", "return_url": "/echanges/interne/"}
    )
    assert "field__error" in wrong.text
    assert "Affaire privée" not in wrong.text
    data = {"password": "sésame", "return_url": "/echanges/interne/"}
    opened: Any = client.post(closed.context["action_url"], data, follow=True)
    assert "Affaire privée" in opened.text


def test_signing_in_leads_back_to_the_page(networks: Networks, secret: ExchangePage) -> None:
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    networks.user(("alliance", Duty.EDITOR))
    client = Client(headers={"host": networks.apeas.hostname})
    form: Any = client.get("/echanges/interne/", follow=True)
    assert form.redirect_chain[-1][0] == "/compte/connexion/?next=/echanges/interne/"
    data = {"login": "alliance.editor@example.org", "password": PASSWORD, "next": "/echanges/interne/"}
    page: Any = client.post("/compte/connexion/", data, follow=True)
    assert "Affaire privée" in page.text


def test_who_is_signed_in_and_may_not_read_it_is_told_so(networks: Networks, secret: ExchangePage) -> None:
    restriction = PageViewRestriction.objects.create(page=secret, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Bureau"))
    user = networks.user(("alliance", Duty.EDITOR))
    client = Client(headers={"host": networks.apeas.hostname})
    client.force_login(user)
    answer: Any = client.get("/echanges/interne/", follow=True)
    assert answer.status_code == 403
    assert "Affaire privée" not in answer.text
    assert visit(networks.apeas, "/_util/login/")["Location"] == "/compte/connexion/?next=/"
