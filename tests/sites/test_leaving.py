"""What ends for somebody together with their roles in a network: what they offered, and their mails."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client
from wagtail.models import GroupPagePermission, PageSubscription, Site

from cms.core.registry import Duty
from cms.users.models import User
from sites import invitations
from sites.models import Invitation
from sites.people import REMOVED, change_duties, people_of, remove
from sites.roles import group_for
from tests.networks import Networks
from tests.sites.people_world import invite, logged, network_of, url

pytestmark = pytest.mark.django_db

NEW = "nouvelle@example.org"


@pytest.fixture
def stays(networks: Networks) -> User:
    """A manager of APEAS who takes others out."""
    return networks.user(("apeas", Duty.MANAGER))


@pytest.fixture
def goes(networks: Networks) -> User:
    """Another one, of Alliance Provence too."""
    return networks.user(("apeas", Duty.MANAGER), ("alliance", Duty.MANAGER))


def offer(site: Site, by: User, email: str = NEW) -> Invitation:
    return invitations.invite(network=network_of(site), email=email, duties=[Duty.MANAGER], by=by)


def lead_nowhere(*offered: Invitation) -> bool:
    """Whether none can be accepted by whoever opens an account for it."""
    for each in offered:
        with pytest.raises(invitations.NotOpenError):
            invitations.accept_with_new_account(invitation=each, password="x", first_name="", last_name="")
    return not User.objects.filter(email__in=[each.email for each in offered]).exists()


def taken_out(networks: Networks, person: User, by: User) -> None:
    remove(network=network_of(networks.apeas), person=person, by=by)


def made_editor(networks: Networks, person: User, by: User) -> None:
    change_duties(network=network_of(networks.apeas), person=person, duties=[Duty.EDITOR], by=by)


@pytest.mark.parametrize("end", [taken_out, made_editor])
def test_what_a_manager_offered_ends_with_the_duty(
    networks: Networks, stays: User, goes: User, end: Any
) -> None:
    here, kept = offer(networks.apeas, goes), offer(networks.apeas, stays, "autre@example.org")
    there = offer(networks.alliance, goes)
    end(networks, goes, stays)
    here.refresh_from_db()
    assert here.withdrawn_at is not None
    assert (invitations.WITHDRAWN, stays.email) in logged(networks.apeas)
    assert lead_nowhere(here)
    assert set(Invitation.objects.open()) == {kept, there}


def test_a_role_that_does_not_keep_people_takes_nothing_along(
    networks: Networks, stays: User, goes: User
) -> None:
    here = offer(networks.apeas, goes)
    both = [Duty.MANAGER, Duty.EDITOR]
    for duties in (both, [Duty.MANAGER]):
        change_duties(network=network_of(networks.apeas), person=goes, duties=duties, by=stays)
    assert Invitation.objects.open().get() == here


def test_what_was_offered_to_whoever_is_taken_out_ends(networks: Networks, stays: User, goes: User) -> None:
    group = group_for(networks.apeas, Duty.MANAGER)
    assert group is not None
    goes.groups.remove(group)
    here = offer(networks.apeas, stays, goes.email)
    there = offer(networks.mesclun, networks.user(("mesclun", Duty.MANAGER)), goes.email)
    goes.groups.add(group)
    taken_out(networks, goes, stays)
    with pytest.raises(invitations.NotOpenError):
        invitations.accept(invitation=here, person=goes)
    assert Invitation.objects.open().get() == there


def out_of_the_group(person: User) -> None:
    person.groups.clear()


def closed(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def deleted(person: User) -> None:
    person.delete()


@pytest.mark.parametrize("lose", [out_of_the_group, closed, deleted])
def test_what_a_superuser_takes_in_other_screens_ends_it_as_well(
    networks: Networks, goes: User, lose: Any
) -> None:
    invite(client_of(goes), networks.apeas, NEW)
    here = Invitation.objects.get()
    lose(goes)
    assert invitations.find(token="", site_id=networks.apeas.pk) is None
    assert lead_nowhere(here)


def test_a_superuser_of_old_offers_nothing_more(networks: Networks) -> None:
    root = User.objects.create_superuser("root@example.org", "x")
    first, second = offer(networks.apeas, root), offer(networks.apeas, root, "autre@example.org")
    person = User.objects.create_user(NEW, "x")
    assert invitations.accept(invitation=first, person=person)
    User.objects.filter(pk=root.pk).update(is_superuser=False)
    assert lead_nowhere(second)


def test_its_link_is_as_if_it_never_was(networks: Networks, goes: User) -> None:
    here = offer(networks.apeas, goes)
    Invitation.objects.filter(pk=here.pk).update(digest=invitations.digest_of("lien"))
    assert invitations.find(token="lien", site_id=networks.apeas.pk) == here
    closed(goes)
    assert invitations.find(token="lien", site_id=networks.apeas.pk) is None


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_pages_are_followed_no_more(networks: Networks, stays: User, goes: User) -> None:
    here = networks.exchange(networks.apeas, "Ici")
    there = networks.exchange(networks.alliance, "Ailleurs")
    for person in (stays, goes):
        for page in (here, there):
            PageSubscription.objects.create(user=person, page=page, comment_notifications=True)
    taken_out(networks, goes, stays)
    assert [each.page_id for each in PageSubscription.objects.filter(user=goes)] == [there.pk]
    assert PageSubscription.objects.filter(user=stays).count() == 2


@pytest.fixture
def wide(networks: Networks, goes: User) -> Group:
    """A superuser's group, with rights in two networks."""
    group = Group.objects.create(name="Relecture")
    editors = group_for(networks.apeas, Duty.EDITOR)
    assert editors is not None
    for page in (networks.apeas.root_page, networks.mesclun.root_page):
        for right in editors.page_permissions.all():
            GroupPagePermission.objects.create(group=group, page=page, permission=right.permission)
    goes.groups.add(group)
    return group


def test_a_group_of_two_networks_is_left_alone_and_named(
    networks: Networks, stays: User, goes: User, wide: Group
) -> None:
    answer = client_of(stays).post(url("remove", networks.apeas, goes.pk))
    assert people_of(networks.mesclun).filter(pk=goes.pk).exists()
    assert not goes.groups.filter(pk=group_pk(networks, Duty.MANAGER)).exists()
    said = {each.level_tag: str(each) for each in get_messages(answer.wsgi_request)}
    assert set(said) == {"warning"}
    assert wide.name in said["warning"]
    assert logged(networks.apeas) == [(REMOVED, stays.email)]


def group_pk(networks: Networks, duty: Duty) -> int:
    group = group_for(networks.apeas, duty)
    assert group is not None
    return group.pk
