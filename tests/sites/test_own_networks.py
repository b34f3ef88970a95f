"""« Mes réseaux »: one account for all sites, joining and leaving, a charter that changes."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.core.registry import Duty
from cms.users.models import User
from exchanges.models import Notice
from home.models import ContentPage
from sites.members import charter_version, home_of, join, memberships_of
from sites.models import Membership, NetworkSettings
from tests.members import browser, make_member
from tests.networks import Networks

OWN = reverse("own_networks")
SPACE = reverse("space")


@pytest.fixture
def charter(networks: Networks) -> Page:
    """The charter of Alliance Provence."""
    page = ContentPage(title="Notre charte", slug="charte")
    networks.alliance.root_page.add_child(instance=page)
    page.save_revision().publish()
    NetworkSettings.objects.filter(site=networks.alliance).update(charter_page=page)
    return page


def change(page: Page) -> None:
    page.title += ", revue"
    page.save_revision().publish()


def leaving(site: Site) -> str:
    return reverse("leave_network", args=[site.pk])


def mine(person: User, site: Site) -> Membership | None:
    return Membership.objects.filter(person=person, network=site).first()


def test_one_account_on_every_site(networks: Networks, charter: Page) -> None:
    marie = make_member(networks.apeas, "Marie")
    client = browser(networks.alliance, marie)
    home = client.get(SPACE)
    assert home.status_code == 200
    assert "Alliance Provence" in home.text
    assert f'href="{OWN}"' in home.text
    page = client.get(OWN)
    assert 'href="/charte/"' in page.text
    assert mine(marie, networks.alliance) is None
    refused = client.post(OWN, {})
    assert "accepts_charter" in refused.context["offer"]["form"].errors
    assert mine(marie, networks.alliance) is None
    assert client.post(OWN, {"accepts_charter": "on"})["Location"] == OWN
    joined = mine(marie, networks.alliance)
    assert joined is not None
    network = NetworkSettings.objects.get(site=networks.alliance)
    assert joined.charter_version == charter_version(network) != ""
    assert memberships_of(marie) == {networks.apeas.pk, networks.alliance.pk}
    assert home_of(marie) == networks.apeas
    text = client.get(OWN).text
    assert "APEAS" in text
    assert f'href="{leaving(networks.apeas)}"' in text
    assert f'href="{OWN}"' not in client.get(SPACE).text.split("space__main")[1]


def test_joining_twice_is_joining_once(networks: Networks) -> None:
    marie = make_member(networks.apeas, "Marie")
    since = mine(marie, networks.apeas)
    client = browser(networks.apeas, marie)
    assert client.post(OWN, {"accepts_charter": "on"}).status_code == 302
    again = mine(marie, networks.apeas)
    assert since is not None
    assert again is not None
    assert (again.pk, again.joined_at) == (since.pk, since.joined_at)


def test_a_network_that_takes_nobody(networks: Networks) -> None:
    NetworkSettings.objects.filter(site=networks.alliance).update(takes_members=False)
    marie = make_member(networks.apeas, "Marie")
    client = browser(networks.alliance, marie)
    assert client.get(OWN).context["offer"] is None
    assert f'href="{OWN}"' not in client.get(SPACE).text
    client.post(OWN, {"accepts_charter": "on"})
    assert mine(marie, networks.alliance) is None


def test_leaving_says_what_it_means_and_can_be_undone(networks: Networks) -> None:
    marie = make_member(networks.apeas, "Marie")
    client = browser(networks.apeas, marie)
    assert "<li>" in client.get(leaving(networks.apeas)).text
    assert memberships_of(marie) == {networks.apeas.pk}, "looking changes nothing"
    assert client.post(leaving(networks.apeas))["Location"] == OWN
    assert memberships_of(marie) == frozenset()
    assert home_of(marie) is None
    assert client.post(leaving(networks.apeas)).status_code == 404
    assert client.get(SPACE).status_code == 200
    client.post(OWN, {"accepts_charter": "on"})
    assert memberships_of(marie) == {networks.apeas.pk}


def test_nobody_leaves_for_somebody_else(networks: Networks) -> None:
    marie, paul = make_member(networks.apeas, "Marie"), make_member(networks.alliance, "Paul")
    assert browser(networks.apeas, paul).post(leaving(networks.apeas)).status_code == 404
    assert browser(networks.apeas).post(leaving(networks.apeas))["Location"].startswith("/compte/connexion/")
    assert browser(networks.apeas).get(OWN)["Location"].startswith("/compte/connexion/")
    assert memberships_of(marie) == {networks.apeas.pk}


def test_a_charter_that_changed_is_accepted_again(networks: Networks, charter: Page) -> None:
    marie = make_member(networks.alliance, "Marie")
    client = browser(networks.alliance, marie)
    before = mine(marie, networks.alliance)
    assert before is not None
    assert "waiting__item" not in client.get(SPACE).text
    assert client.get(OWN).context["offer"] is None
    Membership.objects.update(charter_accepted_at="2025-03-09T12:00Z")
    change(charter)
    home = client.get(SPACE).text
    assert "9 mars 2025" in home
    assert f'href="{OWN}"' in home
    page = client.get(OWN)
    assert page.context["offer"]["again"]
    assert "9 mars 2025" in page.text
    client.post(OWN, {"accepts_charter": "on"})
    after = mine(marie, networks.alliance)
    assert after is not None
    assert after.charter_version != before.charter_version
    assert after.charter_accepted_at is not None
    assert after.charter_accepted_at.year > 2025
    assert "waiting__item" not in client.get(SPACE).text


def test_who_joined_before_there_was_a_charter_is_asked(networks: Networks) -> None:
    marie = make_member(networks.alliance, "Marie")
    page = ContentPage(title="Notre charte", slug="charte")
    networks.alliance.root_page.add_child(instance=page)
    page.save_revision().publish()
    NetworkSettings.objects.filter(site=networks.alliance).update(charter_page=page)
    assert f'href="{OWN}"' in browser(networks.alliance, marie).get(SPACE).text


def test_who_was_excluded_is_told_why_and_kept_out(networks: Networks) -> None:
    marie = make_member(networks.apeas, "Marie")
    Membership.objects.update(excluded_at=timezone.now(), excluded_why="Trois fausses annonces.")
    client = browser(networks.apeas, marie)
    page = client.get(OWN)
    assert "Trois fausses annonces." in page.text
    assert page.context["offer"] is None
    client.post(OWN, {"accepts_charter": "on"})
    join(network=NetworkSettings.objects.get(site=networks.apeas), person=marie, accepts_charter=True)
    assert memberships_of(marie) == frozenset()
    assert client.get(SPACE).status_code == 200
    assert client.post(leaving(networks.apeas)).status_code == 404


def way_in(client: Client, path: str = "/") -> str:
    """What stands at the end of the menu."""
    return client.get(path).text.split("nav__way-in")[1].split("</li>")[0]


def test_the_way_in_at_the_top_of_every_page(networks: Networks) -> None:
    marie = make_member(networks.apeas, "Marie")
    for path in ("/", "/compte/connexion/", "/rien-ici/"):
        assert 'href="/compte/connexion/"' in way_in(browser(networks.apeas), path)
    client = browser(networks.apeas, marie)
    for path in ("/", "/compte/", "/rien-ici/"):
        assert 'href="/mon-espace/"' in way_in(client, path)
    assert 'class="count"' not in way_in(client)
    for number in range(3):
        Notice.objects.create(
            person=marie, network=networks.apeas, kind="page", event="x", subject=f"page:{number}",
            read_at=timezone.now() if number == 2 else None,
        )  # fmt: skip
    assert ">2<" in way_in(client)
    assert ">2<" in client.get("/").text.split("nav__toggle")[1].split("</button>")[0]


def test_the_way_in_costs_visitors_nothing_and_members_one_query(networks: Networks) -> None:
    def asked(client: Client) -> list[str]:
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            answer = client.get("/")
        assert "Cookie" in answer["Vary"]
        return [query["sql"] for query in captured]

    assert not [sql for sql in asked(browser(networks.apeas)) if "notice" in sql or "users_user" in sql]
    marie = make_member(networks.apeas, "Marie")
    assert len([sql for sql in asked(browser(networks.apeas, marie)) if "notice" in sql]) == 1


def test_the_account_stands_in_the_menu_of_the_space(networks: Networks) -> None:
    marie = make_member(networks.apeas, "Marie")
    client = browser(networks.apeas, marie)
    for path in ("/compte/", "/compte/informations/", OWN, "/compte/donnees/", "/compte/mot-de-passe/"):
        text = client.get(path).text
        menu = text.split('class="space-menu"')[1].split("</nav>")[0]
        assert 'href="/compte/" aria-current="page"' in menu
    assert "space-menu" not in browser(networks.apeas).get("/compte/connexion/").text


def test_editors_have_an_account_too(networks: Networks) -> None:
    client: Any = networks.client(("apeas", Duty.EDITOR))
    assert client.get(OWN, headers={"host": networks.apeas.hostname}).status_code == 200
