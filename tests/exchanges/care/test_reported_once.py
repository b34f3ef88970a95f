"""A report is made once, however fast somebody clicks; what stood twice before stays, and troubles nobody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cms.core.registry import personal_data
from cms.users.strangers import stamp
from exchanges.models import Complaint, Notice, Report, Verdict
from tests.exchanges.care.world import announce
from tests.exchanges.conversations.talks import Talk
from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db
MIGRATION = import_module("exchanges.migrations.0007_report_once")


@pytest.fixture
def talk(networks: Networks) -> Talk:
    """Paul answered Marie's announcement."""
    return Talk.make(networks)


@contextmanager
def meanwhile(work: Callable[[], Any]) -> Iterator[None]:
    """Somebody else does that just after it was looked whether there is a report already."""
    waiting = [work]

    def interrupt(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        found = execute(sql, *arguments)
        if waiting and sql.startswith("SELECT") and 'FROM "exchanges_report"' in sql:
            waiting.pop()()
        return found

    with connection.execute_wrapper(interrupt):
        yield
    assert not waiting, "nobody looked"


def said(**fields: str) -> dict[str, str]:
    """What is sent from the page of an announcement."""
    shown = stamp(timezone.now().timestamp() - 60)
    return {"complaint": "closed", "text": "Fini", "email": "", "website": "", "shown_at": shown, **fields}


def test_a_message_reported_by_two_clicks_at_once_is_reported_once(talk: Talk) -> None:
    message = talk.answered("Vilain mot")
    address = reverse("conversations_report", args=[message.conversation_id, message.pk])
    client, other = talk.browser(talk.marie), talk.browser(talk.marie)
    with meanwhile(lambda: other.post(address, {"text": "Insulte"})):
        assert client.post(address, {"text": "Insulte"}).status_code == 302
    assert client.post(address, {"text": "Encore"}).status_code == 302
    report = Report.objects.get()
    assert (report.message, report.person, report.text) == (message, talk.marie, "Insulte")


def test_a_message_is_reported_by_each_who_reads_it(talk: Talk) -> None:
    message = talk.by_visitor()
    address = reverse("conversations_report", args=[message.conversation_id, message.pk])
    talk.browser(talk.marie).post(address, {"text": "Insulte"})
    ana = make_member(talk.networks.alliance, "Ana")
    conversation = message.conversation
    conversation.parties.create(side="author", person=ana, name="Ana")
    talk.browser(ana).post(address, {"text": "Insulte"})
    assert {report.person for report in Report.objects.all()} == {talk.marie, ana}
    # Decided or not: whoever reported it has said so.
    Report.objects.update(verdict=Verdict.KEPT)
    assert talk.browser(ana).post(address, {"text": "Insulte"}).status_code == 302
    assert Report.objects.count() == 2


@pytest.mark.parametrize("email", ["", "zoe@example.org"])
def test_a_page_reported_by_two_clicks_at_once_is_reported_once(networks: Networks, email: str) -> None:
    cache.clear()
    need = announce(networks.alliance, "Cherche un local", owner=make_member(networks.alliance))
    address, client = f"/signaler/{need.pk}/", browser(networks.alliance)
    other = browser(networks.alliance)
    with meanwhile(lambda: other.post(address, said(email=email))):
        assert client.post(address, said(email=email)).status_code == 200
    assert client.post(address, said(email=email)).status_code == 200
    assert Report.objects.count() == 1
    assert Notice.objects.filter(event="reported").count() == 1
    # With the committee it still waits; decided, it may be said again.
    Report.objects.update(verdict=Verdict.PASSED_ON)
    client.post(address, said(email=email))
    assert Report.objects.count() == 1
    Report.objects.update(verdict=Verdict.MENDED)
    client.post(address, said(email=email))
    assert Report.objects.count() == 2


def test_the_database_keeps_no_second_one(talk: Talk) -> None:
    message = talk.answered("Vilain mot")
    address = reverse("conversations_report", args=[message.conversation_id, message.pk])
    talk.browser(talk.marie).post(address, {"text": "Insulte"})
    made = Report.objects.get()
    for verdict in (Verdict.OPEN, Verdict.KEPT):
        again = Report(message=message, network=made.network, title="x", once=made.once, verdict=verdict)
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()
    personal_data["care"].erase(talk.marie)
    made.refresh_from_db()
    assert (made.person, made.once) == (None, None)


def test_what_stood_twice_before_stays_and_the_next_click_adds_nothing(talk: Talk) -> None:
    """The rows that two clicks made before there was a rule: nothing of what moderators decided is lost."""
    message = talk.answered("Vilain mot")
    mine = {"network": talk.networks.alliance, "message": message, "person": talk.marie}
    page = {"network": talk.networks.alliance, "page": talk.page, "complaint": "closed", "text": "Fini"}
    for verdict in (Verdict.OPEN, Verdict.KEPT, Verdict.OPEN):
        Report.objects.create(title="x", complaint=Complaint.ABUSE, verdict=verdict, **mine)
        Report.objects.create(title="x", verdict=verdict, **page)
    for _twice in range(2):
        MIGRATION.mark_first(apps, None)
    assert Report.objects.filter(message=message, once__isnull=False).count() == 1
    assert Report.objects.filter(page=talk.page, once__isnull=False).count() == 1
    client = talk.browser(talk.marie)
    for _twice in range(2):
        address = reverse("conversations_report", args=[message.conversation_id, message.pk])
        assert client.post(address, {"text": "Encore"}).status_code == 302
        assert browser(talk.networks.alliance).post(f"/signaler/{talk.page.pk}/", said()).status_code == 200
    assert Report.objects.count() == 6
