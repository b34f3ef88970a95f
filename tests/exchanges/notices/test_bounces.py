"""Mails that come back, and how mails start again."""

from collections.abc import Callable
from email import message_from_string
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.users.models import Letter, User
from exchanges.models import Mailbox, Notice
from exchanges.notices import mailboxes
from exchanges.notices.bounces import take_bounce
from exchanges.notices.mailboxes import box_of, note_refusal, ticket
from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Notice]]
REPORT = """\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

It did not arrive.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; marie@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--cut
Content-Type: {kind}

Message-ID: {message_id}
Subject: Nouvelle demande

--cut--
"""


def report(**fields: str) -> Any:
    given = {"to": "pes@example.org", "action": "failed", "status": "5.1.1", "message_id": "<x@example.org>"}
    return message_from_string(REPORT.format(**{"kind": "text/rfc822-headers", **given, **fields}))


@pytest.fixture
def returned(settings: Any) -> str:
    """Mails come back to an address of their own."""
    settings.BOUNCE_ADDRESS = "retours@pes.example"
    return "retours+{}@pes.example"


def test_mails_are_sent_from_the_address_to_which_they_come_back(
    told: Told, marie: User, letters: list[Any], returned: str
) -> None:
    told(marie)
    assert letters[0].from_email == returned.format(ticket(marie.mailbox))
    assert letters[0].message()["From"] == "Alliance Provence <pes@example.org>"


@pytest.mark.parametrize("by", ["address", "headers", "whole mail"])
def test_a_report_stops_mails(by: str, told: Told, marie: User, letters: list[Any], returned: str) -> None:
    told(marie)
    sent = letters[0].message()
    box = box_of(marie)
    given = {"to": returned.format(ticket(box))} if by == "address" else {"message_id": sent["Message-ID"]}
    kind = "message/rfc822" if by == "whole mail" else "text/rfc822-headers"
    assert take_bounce(report(kind=kind, **given))
    box.refresh_from_db()
    assert box.stopped_at
    assert "no such user" in box.stopped_why


def test_what_is_no_report_or_not_ours_is_left_alone(told: Told, marie: User, returned: str) -> None:
    told(marie)
    box = box_of(marie)
    forged = f"{box.pk}-{'0' * 16}"
    for message in (
        report(),
        report(to=returned.format(forged)),
        report(message_id=f"<{'a' * 32}.{forged}@example.org>"),
        message_from_string(f"To: {returned.format(ticket(box))}\nSubject: Bonjour\n\nMerci !"),
    ):
        assert not take_bounce(message)
    assert take_bounce(report(to=returned.format(ticket(box)), action="delayed", status="4.4.1"))
    box.refresh_from_db()
    assert (box.refusals, box.stopped_at) == (0, None)


def test_a_report_for_now_counts_as_one_refusal(marie: User, returned: str) -> None:
    box = box_of(marie)
    for number in range(1, 4):
        assert take_bounce(report(to=returned.format(ticket(box)), status="4.2.2"))
        box.refresh_from_db()
        assert box.refusals == number
        assert bool(box.stopped_at) == (number == 3)


def test_mails_start_again_once_the_address_is_confirmed(
    networks: Networks, marie: User, letters: list[Any]
) -> None:
    box = box_of(marie)
    note_refusal(box=box, hard=True, why="550 no such user")
    client = browser(networks.alliance, marie)
    home, page = client.get(reverse("space")).text, client.get(reverse("notices_preferences")).text
    assert "Nos mails ne vous arrivent plus" in home
    assert "550 no such user" in page
    client.post(reverse("notices_restart"))
    text = Letter.objects.latest("pk").content["text"]
    path = "/mon-espace" + text.split("/mon-espace")[1].split()[0]
    stranger = browser(networks.alliance)
    assert stranger.get(path).status_code == 200
    box.refresh_from_db()
    assert box.stopped_at
    for _twice in range(2):
        assert stranger.post(path).status_code == 200
    box.refresh_from_db()
    assert (box.stopped_at, box.refusals) == (None, 0)
    assert stranger.post(reverse("notices_confirm", args=["x:y"])).status_code == 404


def test_another_address_has_nothing_against_it(marie: User) -> None:
    box = box_of(marie)
    note_refusal(box=box, hard=True, why="550")
    Mailbox.objects.create(email="neuve@example.org")
    marie.email = "neuve@example.org"
    marie.save()
    assert mailboxes.box_of(marie).stopped_at is None
    assert Mailbox.objects.get(email="neuve@example.org").person == marie


def test_what_waits_is_not_sent_the_day_mails_start_again(
    told: Told, marie: User, letters: list[Any]
) -> None:
    soon = timezone.now() + timezone.timedelta(hours=1)
    (notice,) = told(marie)
    Notice.objects.update(mailed_at=None, mail_due_at=soon)
    note_refusal(box=box_of(marie), hard=True, why="550")
    notice.refresh_from_db()
    assert notice.mail_due_at is None


def test_mailboxes_of_many_people_are_made_and_found(networks: Networks, marie: User) -> None:
    jean = make_member(networks.apeas, "Jean")
    Mailbox.objects.create(email=jean.email)
    boxes = mailboxes.boxes_of([marie, jean])
    assert {pk: box.email for pk, box in boxes.items()} == {marie.pk: marie.email, jean.pk: jean.email}
    assert mailboxes.boxes_of([marie, jean]) == boxes
