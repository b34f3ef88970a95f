"""Mails name no page whose author has kept it nearer since: not to a network that may show it no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.users.models import Letter, User
from exchanges.models import AlertHit, ExchangePage, Kind, Notice, Pace
from exchanges.notices import alert_digests, alerts, tasks
from exchanges.notices.telling import tell
from tests.exchanges.notices.conftest import FACTS
from tests.factories import make_page
from tests.members import make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db
# What its author, or time, does to an original; its copies leave by a task, a little later.
NEARER = [{"sharing": "network"}, {"sharing": "hub"}, {"live": False}, {"expires_on": "2020-01-01"}]


def change(page: ExchangePage, **columns: Any) -> None:
    ExchangePage.objects.filter(pk=page.pk).update(**columns)


def of_mesclun(networks: Networks, title: str) -> ExchangePage:
    """A page of MESCLUN, with its copy on the site of Alliance Provence."""
    page = make_page(networks.mesclun, ExchangePage, title)
    make_page(networks.alliance, ExchangePage, title, origin=page)
    return page


def told(networks: Networks, marie: User, page: ExchangePage, pace: Pace) -> None:
    """Marie is told of it in the name of Alliance Provence; the time of the mail comes."""
    subject = f"exchange:{page.pk}"
    tell(
        people=[marie], kind=Kind.MATCH, event="alert_hit", subject=subject, page=page,
        facts={**FACTS, "title": page.title}, network=networks.alliance, paces={marie.pk: pace},
    )  # fmt: skip
    Notice.objects.update(mail_due_at=timezone.now() - timedelta(minutes=1))


def sent() -> str:
    """What all mails say."""
    tasks.deliver_due()
    tasks.send_digests()
    return "\n".join(letter.content["text"] for letter in Letter.objects.exclude(content={}))


@pytest.fixture(autouse=True)
def unsent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters stay where they can be read."""
    monkeypatch.setattr("exchanges.notices.posting.async_task", lambda *args, **kwargs: None)


@pytest.mark.parametrize("pace", [Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY])
@pytest.mark.parametrize("nearer", NEARER)
def test_a_mail_leaves_it_out(networks: Networks, marie: User, pace: Pace, nearer: dict[str, Any]) -> None:
    gone, stays = of_mesclun(networks, "Parti"), of_mesclun(networks, "Montré")
    for page in (gone, stays):
        told(networks, marie, page, pace)
    change(gone, **nearer)
    said = sent()
    assert "Montré" in said
    assert "Parti" not in said
    given_up = Notice.objects.get(page=gone)
    assert (given_up.mailed_at, given_up.mail_due_at) == (None, None)


def test_its_own_network_is_told_however_near_it_is(networks: Networks, marie: User) -> None:
    page = make_page(networks.alliance, ExchangePage, "Entre nous")
    told(networks, marie, page, Pace.DAILY)
    change(page, sharing="network")
    assert "Entre nous" in sent()


@pytest.mark.parametrize("pace", [Pace.AT_ONCE, Pace.DAILY])
def test_of_several_only_those_that_left_are_left_out(networks: Networks, marie: User, pace: Pace) -> None:
    pages = [of_mesclun(networks, title) for title in ("Parti", "Montré")]
    items = [{"page": page.pk, "title": page.title, "said": {"fr": ["miel"]}} for page in pages]
    for subject, among in (("welcome:1", items), ("welcome:2", items[:1])):
        tell(
            people=[marie], kind=Kind.MATCH, event="match_digest", subject=subject,
            facts={"items": among, "for": "La ferme"}, network=networks.alliance,
        )  # fmt: skip
    Notice.objects.update(pace=pace, mail_due_at=timezone.now() - timedelta(minutes=1))
    change(pages[0], sharing="network")
    said = sent()
    assert "Montré" in said
    assert "Parti" not in said
    assert list(Notice.objects.filter(mailed_at=None).values_list("subject", flat=True)) == ["welcome:2"]


@pytest.mark.parametrize("nearer", NEARER)
def test_a_digest_without_an_account_leaves_it_out(networks: Networks, nearer: dict[str, Any]) -> None:
    alerts.ask(network=networks.alliance, kind="exchanges", query="", email="anne@example.org")
    alerts.confirm(alerts.Alert.objects.get())
    pages = [of_mesclun(networks, "Parti"), of_mesclun(networks, "Montré")]
    pages.append(make_page(networks.alliance, ExchangePage, "Entre nous"))
    tasks.watch([page.pk for page in pages])
    AlertHit.objects.update(found_at=timezone.now() - timedelta(days=1))
    change(pages[0], **nearer)
    change(pages[2], sharing="network")
    Letter.objects.all().delete()
    assert alert_digests.send_alert_digests() == 1
    said = Letter.objects.get().content["text"]
    assert "Montré" in said
    assert "Entre nous" in said
    assert "Parti" not in said
    assert not AlertHit.objects.filter(mailed_at=None).exists()


@pytest.mark.parametrize("pace", [Pace.AT_ONCE, Pace.DAILY])
def test_as_many_queries_for_thirty_as_for_one(networks: Networks, pace: Pace) -> None:
    people = [make_member(networks.alliance, f"Membre {number}") for number in range(30)]
    pages = [of_mesclun(networks, f"Annonce {number}") for number in range(31)]

    def cost(those: list[tuple[User, ExchangePage]]) -> int:
        for person, page in those:
            told(networks, person, page, pace)
        with CaptureQueriesContext(connection) as queries:
            assert tasks.deliver_due() + tasks.send_digests() == len(those)
        return len(queries)

    cost([(person, pages[30]) for person in people])
    one = cost([(people[0], pages[0])])
    assert cost(list(zip(people[1:], pages[1:30], strict=True))) == one
