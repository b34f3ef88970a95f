"""« Personnes »: who keeps them, and what they may change."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Site

from cms.core.registry import Duty
from cms.users.models import User
from sites.models import Invitation
from sites.people import CHANGED, REMOVED, duties_of, people_of
from sites.roles import group_for
from tests.networks import Networks
from tests.sites.people_world import invite, logged, network_of, url

pytestmark = pytest.mark.django_db

OTHERS: list[tuple[tuple[str, Duty], ...]] = [
    (("apeas", Duty.EDITOR),),
    (("apeas", Duty.MODERATOR),),
    (("alliance", Duty.MANAGER),),
    (("hub", Duty.MANAGER),),
    (("hub", Duty.COORDINATOR),),
    (("hub", Duty.ETHICS),),
    # A manager elsewhere, who only edits here.
    (("alliance", Duty.MANAGER), ("apeas", Duty.EDITOR)),
]


@pytest.fixture
def manager(networks: Networks) -> Client:
    return networks.client(("apeas", Duty.MANAGER))


@pytest.fixture
def editor(networks: Networks) -> User:
    """Somebody who edits APEAS, and moderates Alliance Provence."""
    return networks.user(("apeas", Duty.EDITOR), ("alliance", Duty.MODERATOR))


def duties(person: User, site: Site) -> list[Duty]:
    found = people_of(site).filter(pk=person.pk).first()
    return duties_of(found) if found else []


def addresses(site: Site, person: User, invitation: Invitation) -> list[str]:
    """Every address about the people of a network."""
    return [
        *(url(name, site) for name in ("of", "results", "history", "invite")),
        *(url(name, site, person.pk) for name in ("duties", "remove")),
        *(url(name, site, invitation.pk) for name in ("send_again", "withdraw")),
    ]


def test_a_manager_sees_who_works_for_the_network(networks: Networks, manager: Client, editor: User) -> None:
    networks.user(("mesclun", Duty.EDITOR))
    content = manager.get(reverse("people:index")).content.decode()
    assert editor.email in content
    assert "mesclun.editor" not in content
    people = {each.email for each in people_of(networks.apeas)}
    assert people == {editor.email, "apeas.manager@example.org"}
    assert reverse("people:index") in manager.get("/admin/").content.decode()


@pytest.mark.parametrize("others", OTHERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_finds_anything(
    networks: Networks, manager: Client, editor: User, others: tuple[tuple[str, Duty], ...], method: str
) -> None:
    invite(manager, networks.apeas, "secret@example.org")
    invitation = Invitation.objects.get()
    client = networks.client(*others)
    data = {"duties": ["editor", "manager"], "email": "intrus@example.org"}
    for address in addresses(networks.apeas, editor, invitation):
        answer = getattr(client, method)(address, data)
        assert answer.status_code == 404, address
        assert "secret@" not in answer.content.decode()
    assert duties(editor, networks.apeas) == [Duty.EDITOR]
    assert Invitation.objects.get() == invitation
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None


def test_nobody_signed_in_is_sent_to_sign_in(networks: Networks, manager: Client, editor: User) -> None:
    invite(manager, networks.apeas, "secret@example.org")
    for address in addresses(networks.apeas, editor, Invitation.objects.get()):
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code in (302, 405), address
            assert "secret@" not in answer.content.decode()


@pytest.mark.parametrize("elsewhere", [(), (("mesclun", Duty.MANAGER),)], ids=["here", "there too"])
def test_people_of_another_network_are_not_found_under_ones_own(
    networks: Networks, elsewhere: tuple[tuple[str, Duty], ...]
) -> None:
    manager = networks.client(("apeas", Duty.MANAGER), *elsewhere)
    other = networks.user(("mesclun", Duty.EDITOR))
    root = User.objects.create_superuser("root@example.org", "x")
    invite(networks.client(("mesclun", Duty.MANAGER)), networks.mesclun, "secret@example.org")
    foreign = Invitation.objects.get()
    for person in (other, root):
        for name in ("duties", "remove"):
            assert manager.get(url(name, networks.apeas, person.pk)).status_code == 404
            answer = manager.post(url(name, networks.apeas, person.pk), {"duties": ["editor"]})
            assert answer.status_code == 404
    for name in ("send_again", "withdraw"):
        assert manager.post(url(name, networks.apeas, foreign.pk)).status_code == 404
    assert duties(other, networks.mesclun) == [Duty.EDITOR]
    assert not root.groups.exists()


def test_editors_have_no_such_entry_in_their_menu(networks: Networks) -> None:
    client = networks.client(("alliance", Duty.MANAGER), ("apeas", Duty.EDITOR))
    for site, shown in ((networks.alliance, True), (networks.apeas, False)):
        client.post(reverse("network_switch"), {"network": site.pk})
        assert (f'"{reverse("people:index")}"' in client.get("/admin/").content.decode()) == shown
    assert client.get(reverse("people:index")).status_code in (302, 403)


def test_roles_change_here_and_nowhere_else(networks: Networks, manager: Client, editor: User) -> None:
    answer = manager.post(
        url("duties", networks.apeas, editor.pk), {"duties": ["moderator", "manager"]}, follow=True
    )
    assert answer.status_code == 200
    assert duties(editor, networks.apeas) == [Duty.MODERATOR, Duty.MANAGER]
    assert duties(editor, networks.alliance) == [Duty.MODERATOR]
    assert logged(networks.apeas) == [(CHANGED, "apeas.manager@example.org")]


def test_roles_of_another_network_can_not_be_given(networks: Networks, manager: Client, editor: User) -> None:
    for wanted in ("coordinator", "ethics", "superuser", ""):
        answer = manager.post(url("duties", networks.apeas, editor.pk), {"duties": [wanted]})
        assert answer.status_code == 200
        assert "duties" in answer.context["form"].errors
    assert duties(editor, networks.apeas) == [Duty.EDITOR]


def test_nothing_changed_is_nothing_logged(networks: Networks, manager: Client, editor: User) -> None:
    manager.post(url("duties", networks.apeas, editor.pk), {"duties": ["editor"]})
    assert logged(networks.apeas) == []


def test_taken_out_of_one_network_they_stay_in_the_other(
    networks: Networks, manager: Client, editor: User
) -> None:
    address = url("remove", networks.apeas, editor.pk)
    assert manager.get(address).status_code == 200
    assert duties(editor, networks.apeas) == [Duty.EDITOR]
    manager.post(address)
    assert duties(editor, networks.apeas) == []
    assert duties(editor, networks.alliance) == [Duty.MODERATOR]
    editor.refresh_from_db()
    assert editor.is_active
    assert logged(networks.apeas) == [(REMOVED, "apeas.manager@example.org")]
    assert manager.post(address).status_code == 404


def test_groups_that_a_superuser_made_are_named_and_left_on_the_way_out(
    networks: Networks, manager: Client, editor: User
) -> None:
    group = Group.objects.create(name="APEAS - stagiaires")
    editors = group_for(networks.apeas, Duty.EDITOR)
    assert editors is not None
    for right in editors.page_permissions.all():
        GroupPagePermission.objects.create(group=group, page=right.page, permission=right.permission)
    editor.groups.add(group)
    assert "APEAS - stagiaires" in manager.get(url("of", networks.apeas)).content.decode()
    manager.post(url("remove", networks.apeas, editor.pk))
    assert not people_of(networks.apeas).filter(pk=editor.pk).exists()


def test_the_last_manager_can_not_go(networks: Networks, admin_client: Client) -> None:
    only = networks.user(("apeas", Duty.MANAGER))
    own = Client()
    own.force_login(only)
    for client in (own, admin_client):
        answer = client.post(url("duties", networks.apeas, only.pk), {"duties": ["editor"]})
        assert "duties" in answer.context["form"].errors
        answer = client.post(url("remove", networks.apeas, only.pk), follow=True)
        assert "error" in {message.level_tag for message in answer.context["messages"]}
        assert duties(only, networks.apeas) == [Duty.MANAGER]


def test_a_closed_account_is_no_manager_to_count_on(networks: Networks, admin_client: Client) -> None:
    only = networks.user(("apeas", Duty.MANAGER))
    gone = networks.user(("apeas", Duty.MANAGER), ("apeas", Duty.EDITOR))
    User.objects.filter(pk=gone.pk).update(is_active=False)
    admin_client.post(url("remove", networks.apeas, only.pk))
    assert duties(only, networks.apeas) == [Duty.MANAGER]
    admin_client.post(url("remove", networks.apeas, gone.pk))
    assert duties(gone, networks.apeas) == []


def test_a_manager_does_not_lock_themselves_out_but_another_one_may(
    networks: Networks, manager: Client
) -> None:
    other = networks.user(("apeas", Duty.MANAGER), ("apeas", Duty.EDITOR))
    own = Client()
    own.force_login(other)
    answer = own.post(url("duties", networks.apeas, other.pk), {"duties": ["editor"]})
    assert "duties" in answer.context["form"].errors
    own.post(url("duties", networks.apeas, other.pk), {"duties": ["manager"]})
    assert duties(other, networks.apeas) == [Duty.MANAGER]
    manager.post(url("remove", networks.apeas, other.pk))
    assert duties(other, networks.apeas) == []


def test_a_superuser_says_of_which_network(networks: Networks, admin_client: Client) -> None:
    content = admin_client.get(reverse("people:index")).content.decode()
    for site in (networks.apeas, networks.hub):
        assert url("of", site) in content
    assert admin_client.get(url("of", networks.hub)).status_code == 200


def test_what_was_done_can_be_read(networks: Networks, manager: Client, editor: User) -> None:
    invite(manager, networks.apeas, "nouvelle@example.org")
    manager.post(url("remove", networks.apeas, editor.pk))
    content = manager.get(url("history", networks.apeas)).content.decode()
    assert "nouvelle@example.org" in content
    assert editor.email in content


def test_search(networks: Networks, manager: Client, editor: User) -> None:
    answer = manager.get(url("of", networks.apeas), {"q": "alliance.moder"})
    assert [row["person"] for row in answer.context["rows"]] == [editor]


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_the_people(
    networks: Networks, manager: Client, django_assert_num_queries: Any, count: int
) -> None:
    group = group_for(networks.apeas, Duty.EDITOR)
    inviter = User.objects.get(email="apeas.manager@example.org")
    for at in range(count):
        person = User.objects.create_user(f"p{at}@example.org", "x")
        person.groups.add(group)
        invite(manager, networks.apeas, f"i{at}@example.org")
    assert Invitation.objects.filter(invited_by=inviter).count() == count
    address = url("of", networks.apeas)
    manager.get(address)
    with django_assert_num_queries(17):
        answer = manager.get(address)
    assert len(answer.context["rows"]) == count + 1
    assert network_of(networks.apeas).name in answer.content.decode()
