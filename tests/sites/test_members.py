"""« Membres » in the administration: seen, excluded and let back in by those who keep them, and nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.core.registry import Duty
from cms.users.models import Letter, User
from sites import excluding
from sites.members import join, memberships_of
from sites.models import Membership, NetworkSettings
from tests.members import browser, make_member
from tests.networks import PASSWORD, Networks
from tests.sites.people_world import logged, network_of

Commit = Callable[..., Any]
KEEPERS = [("apeas", Duty.MODERATOR), ("apeas", Duty.MANAGER)]
OTHERS = [("apeas", Duty.EDITOR), ("alliance", Duty.MANAGER), ("hub", Duty.COORDINATOR), ("hub", Duty.ETHICS)]


def url(name: str, site: Site, *args: Any) -> str:
    return reverse(f"members:{name}", args=[site.pk, *args])


@pytest.fixture
def marie(networks: Networks) -> Membership:
    """A member of APEAS."""
    return Membership.objects.get(person=make_member(networks.apeas, "Marie", last_name="Dupont"))


@pytest.mark.parametrize("duty", KEEPERS)
def test_keepers_see_their_members(networks: Networks, marie: Membership, duty: Any) -> None:
    make_member(networks.alliance, "Paul", last_name="Voisin")
    client = networks.client(duty)
    page = client.get(url("of", networks.apeas)).text
    assert "Marie Dupont" in page
    assert "Voisin" not in page
    assert client.get(reverse("members:index")).status_code == 200
    assert f'href="{reverse("members:index")}"' in menu_of(client)


def menu_of(client: Client) -> str:
    """The sidebar, in which addresses stand as JSON."""
    return client.get("/admin/").text.replace('"url": "', 'href="')


@pytest.mark.parametrize("duty", OTHERS)
def test_nobody_else_finds_them(networks: Networks, marie: Membership, duty: Any) -> None:
    client = networks.client(duty)
    for name in ("of", "results", "history"):
        assert client.get(url(name, networks.apeas)).status_code == 404
    for name in ("exclude", "readmit"):
        assert client.get(url(name, networks.apeas, marie.pk)).status_code == 404
        assert client.post(url(name, networks.apeas, marie.pk), {"why": "x"}).status_code == 404
    marie.refresh_from_db()
    assert marie.excluded_at is None


def test_an_editor_has_no_way_to_them(networks: Networks) -> None:
    client = networks.client(("apeas", Duty.EDITOR))
    assert reverse("members:index") not in client.get("/admin/").text
    assert client.get(reverse("members:index")).status_code in (302, 403)


def test_a_membership_of_another_network_is_not_found(networks: Networks, marie: Membership) -> None:
    """By an address that names the keeper's own network."""
    client = networks.client(("alliance", Duty.MANAGER))
    assert client.post(url("exclude", networks.alliance, marie.pk), {"why": "x"}).status_code == 404
    marie.refresh_from_db()
    assert marie.excluded_at is None


def test_a_keeper_elsewhere_is_no_keeper_here(networks: Networks, marie: Membership) -> None:
    """Moderates Alliance, edits APEAS."""
    client = networks.client(("apeas", Duty.EDITOR), ("alliance", Duty.MODERATOR))
    assert client.get(url("of", networks.apeas)).status_code == 404
    assert client.get(url("of", networks.alliance)).status_code == 200


def test_excluding_and_letting_back_in(
    networks: Networks,
    marie: Membership,
    django_capture_on_commit_callbacks: Commit,
    mailoutbox: list[Any],
) -> None:
    client = networks.client(("apeas", Duty.MODERATOR))
    by = "apeas.moderator@example.org"
    assert client.post(url("exclude", networks.apeas, marie.pk), {"why": ""}).status_code == 200
    marie.refresh_from_db()
    assert marie.excluded_at is None
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("exclude", networks.apeas, marie.pk), {"why": "Trois fausses annonces."})
    assert answer["Location"] == url("of", networks.apeas)
    assert memberships_of(marie.person) == frozenset()
    assert [(letter.to, "Trois fausses annonces." in letter.body) for letter in mailoutbox] == [
        ([marie.person.email], True)
    ]
    join(network=network_of(networks.apeas), person=marie.person, accepts_charter=True)
    assert memberships_of(marie.person) == frozenset()
    member = browser(networks.apeas)
    signed = member.post("/compte/connexion/", {"login": marie.person.email, "password": PASSWORD})
    assert signed["Location"] == "/mon-espace/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("exclude", networks.apeas, marie.pk), {"why": "Encore."})
    assert len(mailoutbox) == 1, "told once"
    assert client.get(url("readmit", networks.apeas, marie.pk)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("readmit", networks.apeas, marie.pk))
        client.post(url("readmit", networks.apeas, marie.pk))
    assert memberships_of(marie.person) == {networks.apeas.pk}
    assert len(mailoutbox) == 2
    assert logged(networks.apeas) == [("sites.member_exclude", by), ("sites.member_readmit", by)]
    history = client.get(url("history", networks.apeas)).text
    assert "Trois fausses annonces." in history
    assert "{" not in history.split("people-history")[1].split("</ol>")[0]


def test_excluded_again_is_told_again(networks: Networks, marie: Membership) -> None:
    network, by = network_of(networks.apeas), networks.user(("apeas", Duty.MANAGER))
    for _time in range(2):
        assert excluding.exclude(membership=marie, network=network, by=by, why="x")
        assert not excluding.exclude(membership=marie, network=network, by=by, why="y")
        assert excluding.readmit(membership=marie, network=network, by=by)
        assert not excluding.readmit(membership=marie, network=network, by=by)
    assert Letter.objects.count() == 4


def test_the_verbs_ask_who_acts(networks: Networks, marie: Membership) -> None:
    network, by = network_of(networks.apeas), networks.user(("alliance", Duty.MANAGER))
    with pytest.raises(PermissionDenied):
        excluding.exclude(membership=marie, network=network, by=by, why="x")
    with pytest.raises(PermissionDenied):
        excluding.readmit(membership=marie, network=network, by=by)


def test_trust_is_lost_with_an_exclusion(networks: Networks, marie: Membership) -> None:
    Membership.objects.update(trusted_at="2026-01-01T00:00Z")
    by = networks.user(("apeas", Duty.MANAGER))
    excluding.exclude(membership=marie, network=network_of(networks.apeas), by=by, why="x")
    marie.refresh_from_db()
    assert marie.trusted_at is None


def test_they_are_looked_for_by_name(networks: Networks, marie: Membership) -> None:
    make_member(networks.apeas, "Paul", last_name="Voisin")
    client = networks.client(("apeas", Duty.MODERATOR))
    page = client.get(url("results", networks.apeas), {"q": "voisin"}).text
    assert "Voisin" in page
    assert "Dupont" not in page
    assert "Dupont" not in client.get(url("of", networks.apeas), {"q": "personne de ce nom"}).text


def test_who_left_is_not_listed(networks: Networks, marie: Membership) -> None:
    Membership.objects.update(left_at="2026-01-01T00:00Z")
    assert "Dupont" not in networks.client(("apeas", Duty.MANAGER)).get(url("of", networks.apeas)).text


def test_superusers_say_of_which_network(networks: Networks, marie: Membership) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("racine@example.org", PASSWORD))
    page = client.get(reverse("members:index"))
    assert f'href="{url("of", networks.apeas)}"' in page.text
    assert "Dupont" in client.get(url("of", networks.apeas)).text


def test_the_list_costs_the_same_whatever_its_length(networks: Networks, marie: Membership) -> None:
    client = networks.client(("apeas", Duty.MODERATOR))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("of", networks.apeas)).status_code == 200
        return len(captured)

    queries()
    one = queries()
    network = NetworkSettings.objects.get(site=networks.apeas)
    for number in range(29):
        person = User.objects.create_user(f"membre{number}@example.org", PASSWORD, first_name=f"M{number}")
        join(network=network, person=person, accepts_charter=True)
    assert queries() == one


def test_which_charter_was_accepted_is_told_by_its_day(networks: Networks, marie: Membership) -> None:
    """The number of a revision means nothing to who keeps them."""
    marie.charter_version, marie.charter_accepted_at = "158 (2026-03-09)", timezone.now()
    marie.save()
    listed = networks.client(("apeas", Duty.MANAGER)).get(url("of", networks.apeas)).text
    assert "texte du 9 mars 2026" in listed
    assert "158" not in listed
    assert Membership(charter_version="7").charter_day is None
