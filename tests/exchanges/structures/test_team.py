"""The people of a structure: invited, changed, leaving, taken out."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.core.models import Term
from cms.core.registry import personal_data
from cms.users.models import User
from exchanges.models import Involvement, Notice, Standing, StructureInvitation, Way
from exchanges.notices.events import path_of
from exchanges.structures import claims, invitations, team
from sites.models import Membership
from tests.exchanges.structures.world import World, letters, path_in
from tests.members import browser, make_member, speak_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def luc(world: World) -> User:
    """Somebody who acts for the structure."""
    person = make_member(world.networks.apeas, "Luc")
    speak_for(person, world.page)
    return person


def people_path(world: World) -> str:
    return reverse("structures_people", args=[world.page.pk])


def test_an_invitation_says_the_same_whoever_has_the_address(world: World, luc: User) -> None:
    client = world.browser(luc)
    for email in ("marie@example.org", "inconnue@example.org"):
        answer = client.post(people_path(world), {"email": email, "message": "Viens !"}, follow=True)
        assert email in answer.content.decode().partition("</main>")[0].partition("flash")[2]
    texts = [letter["text"].partition("/invitation/")[0] for letter in letters()]
    assert texts[0] == texts[1]
    assert {letter["to"] for letter in letters()} == {"marie@example.org", "inconnue@example.org"}


def test_somebody_without_account_is_led_through_the_sign_up(world: World, luc: User) -> None:
    invitations.invite(organisation=world.page, email="nouvelle@example.org", by=luc)
    path = path_in(letters()[0])
    text = world.browser().get(path).content.decode()
    assert f"{reverse('account_signup')}?next={path.replace('/', '%2F')}" in text
    assert world.browser().post(path).status_code == 200
    assert StructureInvitation.objects.valid().exists()


def test_it_is_accepted_once_by_whoever_reads_the_mail(world: World, luc: User) -> None:
    role = Term.objects.get(code="benevole")
    invitations.invite(organisation=world.page, email="contact@example.org", by=luc, role=role)
    path, client = path_in(letters()[0]), world.browser(world.marie)
    assert client.get(path).status_code == 200
    assert not Involvement.objects.filter(person=world.marie).exists(), "looking changes nothing"
    assert client.post(path)["Location"] == people_path(world)
    mine = Involvement.objects.get(person=world.marie)
    assert (mine.standing, mine.way, mine.role, mine.decided_by) == (
        Standing.CONFIRMED,
        Way.INVITED,
        role,
        luc,
    )
    zoe = make_member(world.networks.apeas, "Zoé")
    assert world.browser(zoe).post(path).status_code == 404
    assert not Involvement.objects.filter(person=zoe).exists()


def test_an_invitation_confirms_somebody_who_was_refused(world: World, luc: User) -> None:
    row = claims.ask(person=world.marie, organisation=world.page)
    claims.decide(involvement=row, by=luc, accepts=False, reason="Qui ?")
    made = invitations.invite(organisation=world.page, email="marie@example.org", by=luc)
    invitations.accept(invitation=made, person=world.marie)
    row.refresh_from_db()
    assert (row.standing, row.reason) == (Standing.CONFIRMED, "")


def test_it_ends_with_its_time_its_maker_or_by_being_withdrawn(world: World, luc: User) -> None:
    made = [
        invitations.invite(organisation=world.page, email=f"{name}@example.org", by=luc)
        for name in ("a", "b", "c")
    ]
    paths = [path_in(letter) for letter in reversed(letters())]
    StructureInvitation.objects.filter(pk=made[0].pk).update(expires_at=timezone.now() - timedelta(days=1))
    world.browser(luc).post(reverse("structures_invitation_withdraw", args=[world.page.pk, made[1].pk]))
    client = world.browser(world.marie)
    assert [client.get(path).status_code for path in paths] == [404, 404, 200]
    team.leave(involvement=Involvement.objects.get(person=luc), by=luc)
    assert client.post(paths[2]).status_code == 404
    with pytest.raises(invitations.NotOpenError):
        invitations.accept(invitation=made[2], person=world.marie)


def test_one_waits_at_an_address_and_a_person_sends_so_many_a_day(world: World, luc: User) -> None:
    invitations.invite(organisation=world.page, email="a@example.org", by=luc)
    for email in ("A@example.org", luc.email):
        with pytest.raises(ValidationError):
            invitations.invite(organisation=world.page, email=email, by=luc)
    for number in range(invitations.A_DAY - 1):
        invitations.invite(organisation=world.page, email=f"p{number}@example.org", by=luc)
    with pytest.raises(ValidationError):
        invitations.invite(organisation=world.page, email="trop@example.org", by=luc)
    assert len(letters()) == invitations.A_DAY


def test_others_neither_invite_nor_change_anybody(world: World, luc: User) -> None:
    mine = Involvement.objects.get(person=luc)
    made = invitations.invite(organisation=world.page, email="a@example.org", by=luc)
    zoe = make_member(world.networks.mesclun, "Zoé")
    own = world.networks.organisation(world.networks.mesclun, "La Fabrique")
    speak_for(zoe, own)
    args = [world.page.pk, mine.pk]
    paths = [
        people_path(world),
        reverse("structures_role", args=args),
        reverse("structures_remove", args=args),
        reverse("structures_remove", args=[own.pk, mine.pk]),
        reverse("structures_invitation_withdraw", args=[world.page.pk, made.pk]),
        reverse("structures_invitation_withdraw", args=[own.pk, made.pk]),
    ]
    for path in paths:
        for person in (world.marie, zoe):
            if str(own.pk) in path and person == world.marie:
                continue
            assert world.browser(person).post(path, {"email": "x@example.org"}).status_code == 404
        assert world.browser().post(path, {"email": "x@example.org"}).status_code == 302
    mine.refresh_from_db()
    assert mine.standing == Standing.CONFIRMED
    assert StructureInvitation.objects.valid().count() == 1
    for verb in (
        lambda: team.change_role(involvement=mine, role=None, by=zoe),
        lambda: team.remove(involvement=mine, by=zoe),
        lambda: team.leave(involvement=mine, by=world.marie),
        lambda: invitations.invite(organisation=world.page, email="x@example.org", by=zoe),
        lambda: invitations.withdraw(invitation=made, by=zoe),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_a_role_is_changed(world: World, luc: User) -> None:
    role, row = Term.objects.get(code="benevole"), speak_for(world.marie, world.page)
    path = reverse("structures_role", args=[world.page.pk, row.pk])
    assert world.browser(luc).get(path).status_code == 405
    world.browser(luc).post(path, {"role": role.pk})
    row.refresh_from_db()
    assert row.role == role


def test_whoever_is_taken_out_is_told_by_whom(world: World, luc: User) -> None:
    row = speak_for(world.marie, world.page)
    path = reverse("structures_remove", args=[world.page.pk, row.pk])
    assert "Marie" in world.browser(luc).get(path).content.decode()
    row.refresh_from_db()
    assert row.standing == Standing.CONFIRMED, "looking changes nothing"
    world.browser(luc).post(path)
    row.refresh_from_db()
    assert (row.standing, row.decided_by) == (Standing.ENDED, luc)
    notice = Notice.objects.get(person=world.marie)
    assert (notice.event, notice.facts["name"]) == ("structure_left", "Luc")
    assert path_of(notice) == reverse("structures_mine")
    assert world.browser(world.marie).get(people_path(world)).status_code == 404


def test_the_last_one_may_leave_and_is_told_what_that_means(world: World, luc: User) -> None:
    row = Involvement.objects.get(person=luc)
    path = reverse("structures_remove", args=[world.page.pk, row.pk])
    client = world.browser(luc)
    assert "plus personne ne représente" in client.get(path).content.decode()
    answer = client.post(path, follow=True).content.decode()
    assert "Plus personne ne la représente" in answer
    row.refresh_from_db()
    assert row.standing == Standing.ENDED
    world.page.refresh_from_db()
    assert world.page.live


def test_a_person_may_act_for_several_structures(world: World) -> None:
    speak_for(world.marie, world.page)
    other = world.networks.organisation(world.networks.apeas, "Ressourcerie du Port")
    speak_for(world.marie, other)
    world.networks.exchange(world.networks.apeas, "Cherche local", organisation=other)
    text = world.browser(world.marie).get(reverse("structures_mine")).content.decode()
    assert "Jardin des Lônes" in text
    assert "Ressourcerie du Port" in text
    assert "1 annonce" in text


def count(world: World, name: str) -> int:
    client = world.browser(world.marie)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name)).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["structures_mine", "space"])
def test_thirty_structures_cost_the_queries_of_one(world: World, name: str) -> None:
    speak_for(world.marie, world.page)
    one = count(world, name)
    for number in range(29):
        page = world.networks.organisation(world.networks.apeas, f"Structure {number}")
        if number % 3:
            speak_for(world.marie, page)
        else:
            Involvement.objects.create(person=world.marie, organisation=page)
    assert count(world, name) <= one


def test_thirty_people_cost_the_queries_of_one(world: World, luc: User) -> None:
    speak_for(world.marie, world.page)

    def asked() -> int:
        client = world.browser(world.marie)
        client.get(people_path(world))
        with CaptureQueriesContext(connection) as found:
            client.get(people_path(world))
        return len(found)

    few = asked()
    for number in range(29):
        speak_for(User.objects.create_user(f"p{number}@example.org"), world.page)
    # Each role is chosen from the same list, which each form reads.
    assert asked() <= few


def test_what_is_held_of_somebody_is_given_and_forgotten(world: World, luc: User) -> None:
    data = personal_data["structures"]
    invitations.invite(organisation=world.page, email=world.marie.email, by=luc)
    speak_for(world.marie, world.page)
    [told] = data.export(world.marie)
    assert (told["structure"], told["standing"]) == ("Jardin des Lônes", "confirmed")
    data.erase(world.marie)
    assert not Involvement.objects.filter(person=world.marie).exists()
    assert not StructureInvitation.objects.exists()
    world.page.refresh_from_db()
    assert world.page.live


def test_where_notices_lead(world: World, luc: User) -> None:
    row = claims.ask(person=world.marie, organisation=world.page)
    assert path_of(Notice.objects.get(person=luc)) == reverse("structures_answer", args=[row.pk])
    claims.decide(involvement=row, by=luc, accepts=True)
    told = Notice.objects.get(person=world.marie)
    assert browser(world.networks.apeas, world.marie).get(path_of(told)).status_code == 200


def test_whom_the_network_excluded_writes_nothing_for_its_structure(world: World, luc: User) -> None:
    client = world.browser(luc)
    asked = claims.ask(person=world.marie, organisation=world.page)
    sent = client.post(people_path(world), {"email": "anna@example.org"})
    assert sent.status_code == 302
    link = path_in(letters()[0])
    Membership.objects.filter(person=luc).update(excluded_at=timezone.now())
    assert client.get(reverse("structures_edit", args=[world.page.pk])).status_code == 403
    assert client.post(people_path(world), {"email": "zoe@example.org"}).status_code == 403
    client.post(reverse("structures_answer", args=[asked.pk]), {"accepts": "on"})
    asked.refresh_from_db()
    assert asked.standing == Standing.ASKED
    assert world.browser(world.marie).get(link).status_code == 404
    mine = Involvement.objects.get(person=luc)
    client.post(reverse("structures_remove", args=[world.page.pk, mine.pk]))
    assert not Involvement.objects.confirmed().filter(person=luc).exists()
