"""Mails of notices by a real mail server that takes, refuses, delays and hangs up; and workers that die."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ

from cms.users import tasks as mail_tasks
from cms.users.models import Letter, User
from exchanges.models import Kind, Mailbox, Notice, Pace
from exchanges.notices import tasks
from exchanges.notices.telling import tell
from tests.exchanges.notices.conftest import FACTS
from tests.members import make_member
from tests.networks import Networks
from tests.processes import finish, spawn, wait_for, worker
from tests.smtp_sink import Sink

Told = Callable[..., list[Notice]]
LATER = timedelta(minutes=16)


@pytest.mark.django_db
class TestServer:
    """What the server does, and what becomes of the letter."""

    def test_it_takes_them(self, told: Told, networks: Networks, marie: User, sink: Sink) -> None:
        people = [marie, *(make_member(networks.alliance, f"Membre {n}") for n in range(5))]
        told(*people)
        assert sorted(mail.to for mail in sink.mails) == sorted(person.email for person in people)
        assert sink.connections == 1
        assert not Letter.objects.exclude(content={}).exists()
        assert not Notice.objects.filter(mailed_at=None).exists()
        message = sink.to(marie.email)[0].message
        assert "Bonjour Marie," in message.get_body(("plain",)).get_content()
        assert len({mail.message["Message-ID"] for mail in sink.mails}) == len(people)

    def test_it_refuses_for_good(self, told: Told, networks: Networks, marie: User, sink: Sink) -> None:
        sink.ways[marie.email] = "refuse550"
        jean = make_member(networks.alliance, "Jean")
        told(marie, jean)
        assert [mail.to for mail in sink.mails] == [jean.email]
        box = Mailbox.objects.get(person=marie)
        assert box.stopped_at
        assert "no such user" in box.stopped_why
        told(marie, jean, subject="exchange:2")
        mail_tasks.deliver_waiting()
        assert [mail.to for mail in sink.mails] == [jean.email] * 2
        assert Notice.objects.get(person=marie, subject="exchange:2").mail_due_at is None

    def test_it_refuses_for_now(self, told: Told, marie: User, sink: Sink) -> None:
        """One letter that has to wait counts once, however often it is tried."""
        sink.ways[marie.email] = "refuse450"
        told(marie)
        for _round in range(4):
            mail_tasks.deliver_waiting()
        assert Mailbox.objects.get(person=marie).refusals == 1
        sink.ways.clear()
        mail_tasks.deliver_waiting()
        assert len(sink.mails) == 1
        assert Mailbox.objects.get(person=marie).refusals == 0

    def test_three_letters_refused_for_now_stop_an_address(self, told: Told, marie: User, sink: Sink) -> None:
        sink.ways[marie.email] = "refuse450"
        for number in range(3):
            assert Mailbox.objects.filter(stopped_at__isnull=False).count() == 0
            told(marie, subject=f"exchange:{number}")
        assert Mailbox.objects.get(person=marie).stopped_at

    def test_it_is_slow(self, told: Told, marie: User, sink: Sink, settings: Any) -> None:
        """Slower than we wait, with the mail in hand: it may have it, so it does not get it again."""
        sink.ways[marie.email], sink.slowness, settings.EMAIL_TIMEOUT = "slow", 2, 0.3
        with pytest.raises(Exception, match="timed out"):
            told(marie)
        mail_tasks.deliver_waiting()
        Letter.objects.update(taken_at=timezone.now() - LATER, handed_at=timezone.now() - LATER)
        mail_tasks.deliver_waiting()
        assert len(sink.mails) == 1
        assert not Letter.objects.exclude(content={}).exists()

    def test_it_hangs_up_before_it_has_the_mail(self, told: Told, marie: User, sink: Sink) -> None:
        sink.ways[marie.email] = "drop"
        with pytest.raises(Exception, match="closed"):
            told(marie)
        sink.ways.clear()
        mail_tasks.deliver_waiting()
        assert len(sink.mails) == 1

    def test_it_hangs_up_with_the_mail_in_hand(
        self, told: Told, networks: Networks, marie: User, sink: Sink
    ) -> None:
        """Nobody knows whether it arrives; the others of the batch leave all the same."""
        sink.ways[marie.email] = "dropdata"
        jean = make_member(networks.alliance, "Jean")
        with pytest.raises(Exception, match="closed"):
            told(marie, jean)
        sink.ways.clear()
        mail_tasks.deliver_waiting()
        assert sorted(mail.to for mail in sink.mails) == sorted([marie.email, jean.email])

    def test_nobody_is_there(self, told: Told, marie: User, sink: Sink, settings: Any) -> None:
        settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
        with pytest.raises(OSError, match="refused"):
            told(marie)
        settings.EMAIL_PORT = port
        mail_tasks.deliver_waiting()
        assert len(sink.mails) == 1


@pytest.mark.django_db
class TestDue:
    """What leaves, and what does not any more."""

    def test_quiet_hours_are_waited_for(self, told: Told, marie: User, letters: list[Any]) -> None:
        now = timezone.localtime()
        quiet = {
            "quiet_from": (now - timedelta(hours=1)).time(),
            "quiet_until": (now + timedelta(hours=1)).time(),
        }
        Mailbox.objects.create(email=marie.email, person=marie, **quiet)
        (notice,) = told(marie)
        tasks.deliver_due()
        assert not letters
        # Also what was due before and was left behind.
        Notice.objects.update(mail_due_at=now - timedelta(hours=2))
        tasks.deliver_due()
        notice.refresh_from_db()
        assert not letters
        assert notice.mail_due_at
        assert notice.mail_due_at > now
        Mailbox.objects.update(quiet_from=None, quiet_until=None)
        Notice.objects.update(mail_due_at=now)
        assert tasks.deliver_due() == 1

    def test_what_was_read_or_is_gone_is_not_mailed(
        self, networks: Networks, marie: User, letters: list[Any]
    ) -> None:
        gone, shown = (networks.exchange(networks.alliance, title) for title in ("Parti", "Montré"))
        common = {"people": [marie], "kind": Kind.MATCH, "event": "alert_hit", "facts": FACTS}
        tell(subject="gone", page=gone, **common)
        tell(subject="shown", page=shown, **common)
        tell(subject="read", **common)
        gone.unpublish()
        Notice.objects.filter(subject="read").update(read_at=timezone.now())
        assert tasks.deliver_due() == 1
        assert Notice.objects.get(mailed_at__isnull=False).subject == "shown"

    def test_an_event_without_words_holds_nobody_up(
        self, told: Told, marie: User, letters: list[Any]
    ) -> None:
        told(marie, subject="a", event="no_such_event")
        told(marie, subject="b")
        assert len(letters) == 1
        assert Notice.objects.get(subject="a").mailed_at is None

    def test_as_many_queries_for_thirty_as_for_one(self, networks: Networks, marie: User) -> None:
        people = [make_member(networks.alliance, f"Membre {number}") for number in range(31)]
        for person in people:
            Mailbox.objects.create(email=person.email, person=person)

        def cost(those: list[User], subject: str) -> int:
            tell(people=those, kind=Kind.MATCH, event="alert_hit", subject=subject, facts=FACTS)
            with CaptureQueriesContext(connection) as queries:
                assert tasks.deliver_due() == len(those)
            return len(queries)

        cost(people[:1], "first")
        assert cost(people[:1], "one") == cost(people[1:], "thirty")


@pytest.mark.django_db(transaction=True)
class TestKilled:
    """Workers killed between any two statements, and several at once: one mail each, and none is lost."""

    @pytest.fixture(autouse=True)
    def queued(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Tasks go to the queue instead of running where they are made."""
        monkeypatch.setattr(Conf, "SYNC", False)

    @pytest.fixture
    def people(self, networks: Networks) -> list[User]:
        """Three members."""
        return [make_member(networks.alliance, name) for name in ("Marie", "Jean", "Anne")]

    def tell(self, people: list[User], subject: str, pace: Pace = Pace.AT_ONCE) -> None:
        tell(
            people=people, kind=Kind.MATCH, event="alert_hit", subject=subject, facts=FACTS,
            paces={person.pk: pace for person in people},
        )  # fmt: skip
        if pace != Pace.AT_ONCE:
            Notice.objects.filter(subject=subject).update(mail_due_at=timezone.now())

    @pytest.mark.parametrize(("work", "pace"), [("deliver_due", Pace.AT_ONCE), ("send_digests", Pace.DAILY)])
    def test_writing(self, people: list[User], work: str, pace: Pace, sink: Sink) -> None:
        run = getattr(tasks, work)
        killed = 0
        for number in range(1, 40):
            self.tell(people, f"exchange:{number}", pace)
            alive = finish(spawn(run, die_at=number))
            killed += not alive
            finish(spawn(run))
            assert not Notice.objects.filter(mailed_at=None).exists()
            assert Letter.objects.count() == 3 * number
            if alive:
                break
        assert killed > 5
        mail_tasks.deliver_waiting()
        assert len(sink.mails) == 3 * killed + 3

    def test_sending(self, people: list[User], sink: Sink) -> None:
        """Killed before it hands a letter over: it leaves later. Killed after: it does not leave twice."""
        killed = 0
        for number in range(1, 40):
            OrmQ.objects.all().delete()
            self.tell(people, f"exchange:{number}")
            tasks.deliver_due()
            alive = finish(spawn(mail_tasks.deliver_waiting, die_at=number))
            killed += not alive
            mail_tasks.deliver_waiting()
            Letter.objects.filter(sent_at=None, handed_at=None).update(taken_at=timezone.now() - LATER)
            mail_tasks.deliver_waiting()
            if alive:
                break
        assert killed > 5
        got = [mail.message["Message-ID"] for mail in sink.mails]
        assert len(got) == len(set(got))
        lost = 3 * number - len(got)
        # In the moment between the mark and the server's answer; nowhere else.
        assert lost == Letter.objects.filter(sent_at=None).exclude(handed_at=None).count() - self.arrived(
            sink
        )
        assert Notice.objects.count() == 3 * number

    def arrived(self, sink: Sink) -> int:
        """Letters of which nobody noted that they left, though they did."""
        from cms.users.mails import message_id
        from exchanges.notices.mailboxes import ticket

        got = {mail.message["Message-ID"] for mail in sink.mails}
        count = 0
        for letter in Letter.objects.filter(sent_at=None).exclude(handed_at=None):
            notice = Notice.objects.select_related("person__mailbox").get(pk=letter.key.split(":")[1])
            count += message_id(letter.key, "pes@example.org", ticket(notice.person.mailbox)) in got
        return count

    def test_several_at_once(self, people: list[User], sink: Sink) -> None:
        self.tell(people, "exchange:1")
        assert all(finish(pid) for pid in [spawn(tasks.deliver_due) for _n in range(4)])
        assert all(finish(pid) for pid in [spawn(mail_tasks.deliver_waiting) for _n in range(4)])
        assert sorted(mail.to for mail in sink.mails) == sorted(person.email for person in people)

    @pytest.fixture
    def hanging(self, sink: Sink) -> Sink:
        """A server that waits long before it answers for a mail."""
        sink.slowness = 30
        return sink

    def test_a_worker_process_killed_while_it_sends(self, people: list[User], hanging: Sink) -> None:
        """A real queue worker dies with a mail on its way; the next one does the rest, and that one not again."""
        hanging.ways[people[0].email] = "slow"
        environment = {
            "TEST_EMAIL_PORT": str(hanging.port),
        }
        self.tell(people, "exchange:1")
        with worker(**environment):
            wait_for(lambda: bool(hanging.mails))
        assert [mail.to for mail in hanging.mails] == [people[0].email]
        # What it had taken comes back when its time is over.
        Letter.objects.filter(handed_at=None).update(taken_at=timezone.now() - LATER)
        OrmQ.objects.update(lock=timezone.now() - timedelta(hours=1))
        with worker(**environment):
            wait_for(lambda: len(hanging.mails) == 3)
            wait_for(lambda: Letter.objects.filter(sent_at__isnull=False).count() == 2)
        assert sorted(mail.to for mail in hanging.mails) == sorted(person.email for person in people)
        assert Notice.objects.count() == 3
