"""Invitations: by mail, for one network, for seven days, once."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.core.registry import Duty
from cms.users import mails
from cms.users.models import Letter, User
from sites import invitations
from sites.models import Invitation
from sites.people import duties_of, people_of
from tests.networks import PASSWORD, Networks
from tests.sites.people_world import GOOD, at, invite, link, logged, url

pytestmark = pytest.mark.django_db

NEW = "nouvelle@example.org"
ACCOUNT = {"first_name": "Ana", "last_name": "Lys", "password": GOOD}


@pytest.fixture
def manager(networks: Networks) -> Client:
    return networks.client(("apeas", Duty.MANAGER))


@pytest.fixture(autouse=True)
def mails_leave_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is committed in these tests, for which mails would wait."""
    monkeypatch.setattr(mails, "transaction", SimpleNamespace(on_commit=lambda work: work()))


def duties(email: str, site: Site) -> list[Duty]:
    found = people_of(site).filter(email=email).first()
    return duties_of(found) if found else []


def test_a_mail_leaves_in_the_name_of_the_network(networks: Networks, manager: Client) -> None:
    answer = invite(
        manager, networks.apeas, "Nouvelle@Example.org", Duty.MODERATOR, name="Ana", message="Viens !"
    )
    assert answer.headers["Location"] == url("of", networks.apeas)
    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert sent.to == [NEW]
    assert "APEAS" in sent.from_email
    assert "Viens !" in str(sent.body)
    assert f"http://{networks.apeas.hostname}" in str(sent.body)
    assert logged(networks.apeas) == [(invitations.INVITED, "apeas.manager@example.org")]


def test_the_link_is_kept_nowhere(networks: Networks, manager: Client) -> None:
    invite(manager, networks.apeas, NEW)
    token = link().strip("/").rpartition("/")[2]
    assert Invitation.objects.get().digest == invitations.digest_of(token)
    assert token not in str(Invitation.objects.values().get())
    assert token not in str(list(Letter.objects.values()))


def test_somebody_new_opens_an_account_and_is_in(networks: Networks, manager: Client) -> None:
    invite(manager, networks.apeas, NEW, Duty.EDITOR, Duty.MODERATOR, name="Ana Lys")
    client, path = Client(headers=at(networks.apeas)), link()
    page = client.get(path)
    assert page.status_code == 200
    assert page.context["form"].initial == {"first_name": "Ana", "last_name": "Lys"}
    assert page.headers["Cache-Control"] == "private, no-store"
    assert not User.objects.filter(email=NEW).exists()
    answer = client.post(path, ACCOUNT)
    assert answer.headers["Location"] == reverse("wagtailadmin_home")
    person = User.objects.get(email=NEW)
    assert get_user(client) == person
    assert person.check_password(GOOD)
    assert duties(NEW, networks.apeas) == [Duty.EDITOR, Duty.MODERATOR]
    assert not people_of(networks.alliance).filter(pk=person.pk).exists()
    assert "<strong>APEAS</strong>" in client.get("/admin/").content.decode()
    assert logged(networks.apeas)[-1] == (invitations.ACCEPTED, NEW)
    assert Invitation.objects.get().accepted_by == person


@pytest.mark.parametrize("password", ["court", "123456789012", "nouvelle@example.org", "motdepasse"])
def test_a_weak_password_opens_nothing(networks: Networks, manager: Client, password: str) -> None:
    invite(manager, networks.apeas, NEW)
    answer = Client(headers=at(networks.apeas)).post(link(), {**ACCOUNT, "password": password})
    assert "password" in answer.context["form"].errors
    assert not User.objects.filter(email=NEW).exists()


def test_somebody_known_signs_in_first_and_accepts_with_one_click(
    networks: Networks, manager: Client
) -> None:
    person = networks.user(("alliance", Duty.EDITOR))
    invite(manager, networks.apeas, person.email, Duty.MODERATOR)
    client, path = Client(headers=at(networks.apeas)), link()
    page = client.get(path)
    assert page.context["state"] == "sign_in"
    assert client.post(path, ACCOUNT).context["state"] == "sign_in"
    answer = client.post(page.context["sign_in_url"], {"login": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == path
    assert client.get(path).context["state"] == "accept"
    assert duties(person.email, networks.apeas) == []
    client.post(path)
    assert duties(person.email, networks.apeas) == [Duty.MODERATOR]
    assert duties(person.email, networks.alliance) == [Duty.EDITOR]
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_it_is_for_nobody_else(networks: Networks, manager: Client) -> None:
    invite(manager, networks.apeas, NEW)
    path = link()
    client = networks.client(("mesclun", Duty.MANAGER))
    for answer in (
        client.get(path, headers=at(networks.apeas)),
        client.post(path, ACCOUNT, headers=at(networks.apeas)),
    ):
        assert answer.context["state"] == "somebody_else"
    with pytest.raises(invitations.NotOpenError):
        invitations.accept(
            invitation=Invitation.objects.get(), person=User.objects.get(email="mesclun.manager@example.org")
        )
    assert Invitation.objects.get().accepted_at is None
    assert duties("mesclun.manager@example.org", networks.apeas) == []


def closed_page(networks: Networks, path: str) -> str:
    """What a link says that leads nowhere, without the token of the form."""
    answer = Client(headers=at(networks.apeas)).get(path)
    assert answer.status_code == 404
    return answer.content.decode()


def test_what_is_over_looks_like_what_never_was(networks: Networks, manager: Client) -> None:
    never = closed_page(networks, "/compte/invitation/jamais-vue/")
    for known in (NEW, networks.user(("alliance", Duty.EDITOR)).email):
        invite(manager, networks.apeas, known)
        path, made = link(), Invitation.objects.latest("pk")
        for over in (
            {"expires_at": timezone.now() - timedelta(seconds=1)},
            {"withdrawn_at": timezone.now()},
            {"accepted_at": timezone.now()},
        ):
            before = {name: getattr(made, name) for name in over}
            Invitation.objects.filter(pk=made.pk).update(**over)
            assert closed_page(networks, path) == never
            assert Client(headers=at(networks.apeas)).post(path, ACCOUNT).status_code == 404
            Invitation.objects.filter(pk=made.pk).update(**before)
    assert not User.objects.filter(email=NEW).exists()


def test_it_opens_on_the_site_of_its_network_only(networks: Networks, manager: Client) -> None:
    invite(manager, networks.apeas, NEW)
    assert Client(headers=at(networks.alliance)).get(link()).status_code == 404


def test_it_lives_for_seven_days(networks: Networks, manager: Client) -> None:
    invite(manager, networks.apeas, NEW)
    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


def test_posted_twice_it_counts_once(networks: Networks, manager: Client) -> None:
    person = networks.user(("alliance", Duty.EDITOR))
    invite(manager, networks.apeas, person.email)
    made = Invitation.objects.get()
    assert invitations.accept(invitation=made, person=person)
    assert not invitations.accept(invitation=made, person=person)
    assert [action for action, _who in logged(networks.apeas)].count(invitations.ACCEPTED) == 1
    other = networks.user(("mesclun", Duty.EDITOR))
    with pytest.raises(invitations.NotOpenError):
        invitations.accept(invitation=made, person=other)


def test_looking_changes_nothing(networks: Networks, manager: Client) -> None:
    invite(manager, networks.apeas, NEW)
    before = (list(Invitation.objects.values()), User.objects.count(), Letter.objects.count())
    client, path = Client(headers=at(networks.apeas)), link()
    for _again in range(3):
        client.get(path)
        client.head(path)
    assert (list(Invitation.objects.values()), User.objects.count(), Letter.objects.count()) == before


def test_the_inviter_reads_the_same_whether_or_not_there_is_an_account(
    networks: Networks, manager: Client
) -> None:
    known = networks.user(("alliance", Duty.EDITOR)).email
    said = []
    for email in (NEW, known):
        answer = invite(manager, networks.apeas, email)
        content = manager.get(answer.headers["Location"]).content.decode()
        said.append(content.partition('class="success"')[2].partition("</li>")[0].replace(email, "X"))
    assert said[0] == said[1] != ""


def test_one_open_invitation_for_an_address(networks: Networks, manager: Client) -> None:
    invite(manager, networks.apeas, NEW)
    answer = invite(manager, networks.apeas, NEW.upper())
    assert "email" in answer.context["form"].errors
    assert Invitation.objects.count() == len(mail.outbox) == 1
    invite(networks.client(("alliance", Duty.MANAGER)), networks.alliance, NEW)
    assert Invitation.objects.count() == 2


def test_whoever_works_here_is_not_invited(networks: Networks, manager: Client) -> None:
    person = networks.user(("apeas", Duty.EDITOR))
    answer = invite(manager, networks.apeas, person.email, Duty.MODERATOR)
    assert "email" in answer.context["form"].errors
    assert not mail.outbox


@pytest.mark.parametrize("wanted", ["coordinator", "ethics", "superuser", "autre"])
def test_roles_of_another_network_can_not_be_offered(
    networks: Networks, manager: Client, wanted: str
) -> None:
    answer = manager.post(url("invite", networks.apeas), {"email": NEW, "duties": [wanted]})
    assert "duties" in answer.context["form"].errors
    assert not Invitation.objects.exists()


def test_sent_again_the_first_link_is_void(networks: Networks, manager: Client) -> None:
    invite(manager, networks.apeas, NEW, Duty.MODERATOR, message="Un mot")
    first, made = link(), Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    manager.post(url("send_again", networks.apeas, made.pk))
    assert len(mail.outbox) == 2
    assert link() != first
    assert "Un mot" in str(mail.outbox[-1].body)
    client = Client(headers=at(networks.apeas))
    assert client.get(first).status_code == 404
    assert client.get(link()).status_code == 200
    # From a list that was open in another tab.
    manager.post(url("send_again", networks.apeas, made.pk))
    assert len(mail.outbox) == 2


def test_withdrawn_it_leads_nowhere(networks: Networks, manager: Client) -> None:
    invite(manager, networks.apeas, NEW)
    made = Invitation.objects.get()
    manager.post(url("withdraw", networks.apeas, made.pk))
    assert Client(headers=at(networks.apeas)).get(link()).status_code == 404
    assert logged(networks.apeas)[-1][0] == invitations.WITHDRAWN
    answer = manager.post(url("withdraw", networks.apeas, made.pk), follow=True)
    assert "warning" in {message.level_tag for message in answer.context["messages"]}
    assert invite(manager, networks.apeas, NEW).status_code == 302


@pytest.mark.parametrize("name", ["send_again", "withdraw"])
def test_buttons_are_no_links(networks: Networks, manager: Client, name: str) -> None:
    invite(manager, networks.apeas, NEW)
    assert manager.get(url(name, networks.apeas, Invitation.objects.get().pk)).status_code == 405


def test_an_expired_one_makes_room(networks: Networks, manager: Client) -> None:
    invite(manager, networks.apeas, NEW)
    Invitation.objects.update(expires_at=timezone.now())
    assert invite(manager, networks.apeas, NEW).status_code == 302
    assert Invitation.objects.open().count() == 1


def test_nobody_sends_more_than_so_many_a_day(
    networks: Networks, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "A_DAY", 2)
    for number in range(2):
        assert invite(manager, networks.apeas, f"p{number}@example.org").status_code == 302
    assert invite(manager, networks.apeas, NEW).status_code == 200
    manager.post(url("send_again", networks.apeas, Invitation.objects.latest("pk").pk))
    assert len(mail.outbox) == 2
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert invite(manager, networks.apeas, NEW).status_code == 302


def test_links_can_not_be_guessed_for_long(networks: Networks, manager: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "invitation": "3/h/ip"}
    invite(manager, networks.apeas, NEW)
    client = Client(headers=at(networks.apeas))
    for _good in range(4):
        assert client.get(link()).status_code == 200
    codes = [
        client.get(
            f"/compte/invitation/x{number}/", headers={"x-forwarded-for": f"192.0.2.{number}"}
        ).status_code
        for number in range(5)
    ]
    assert codes == [404, 404, 404, 429, 429]
    # Whoever tries must not keep out those who were invited.
    assert client.get(link()).status_code == 200


def test_a_closed_account_is_not_opened_by_an_invitation(networks: Networks, manager: Client) -> None:
    person = networks.user(("alliance", Duty.EDITOR))
    User.objects.filter(pk=person.pk).update(is_active=False)
    invite(manager, networks.apeas, person.email)
    client = Client(headers=at(networks.apeas))
    assert client.post(link(), ACCOUNT).context["state"] == "sign_in"
    assert duties(person.email, networks.apeas) == []
