"""How the announcements of a network ended: its own people read it line by line, others as numbers."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.registry import Duty
from exchanges.models import ExchangePage, Method, Outcome, Result
from tests.networks import Networks

pytestmark = pytest.mark.django_db
PATH = "care_follow:ended"


def ended(networks: Networks, title: str, **fields: Any) -> ExchangePage:
    """An announcement of APEAS of which its author said how it ended."""
    page = networks.exchange(networks.apeas, title)
    Outcome.objects.create(
        exchange=page,
        network=networks.apeas,
        told_at=timezone.now(),
        **{"result": Result.CONCLUDED, **fields},
    )
    return page


@pytest.fixture
def concluded(networks: Networks) -> ExchangePage:
    rental = Method.objects.create(code="rental", label="Location", types=["premises"])
    return ended(
        networks,
        "Local à Nice",
        method=rental,
        value=Decimal(300),
        confirmed_at=timezone.now(),
        note="Entre nous",
    )


def test_the_network_reads_how_it_ended(networks: Networks, concluded: ExchangePage) -> None:
    ended(networks, "Four à pain", result=Result.TOO_FAR)
    body = networks.client(("apeas", Duty.EDITOR)).get(reverse(PATH)).content.decode()
    for said in ("Local à Nice", "Location", "300", "Four à pain", "Trop loin"):
        assert said in body
    assert "Entre nous" not in body


@pytest.mark.parametrize(
    "who", [("alliance", Duty.MANAGER), ("mesclun", Duty.EDITOR), ("hub", Duty.COORDINATOR)]
)
def test_others_read_no_line_of_it(
    networks: Networks, concluded: ExchangePage, who: tuple[str, Duty]
) -> None:
    client = networks.client(who)
    for path in (reverse(PATH), f"{reverse(PATH)}?export=csv"):
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
        assert response.status_code == 200
        assert "Local à Nice" not in body.decode()


def test_the_regional_platform_reads_what_it_adds_up_to(networks: Networks, concluded: ExchangePage) -> None:
    body = networks.client(("hub", Duty.COORDINATOR)).get(reverse(PATH)).content.decode()
    assert "APEAS" in body
    assert "1\u00a0× Location" in body
    assert "APEAS" not in networks.client(("alliance", Duty.EDITOR)).get(reverse(PATH)).content.decode()


def test_the_committee_and_strangers_read_nothing(
    networks: Networks, concluded: ExchangePage, client: Any
) -> None:
    assert networks.client(("hub", Duty.ETHICS)).get(reverse(PATH)).status_code == 302
    assert client.get(reverse(PATH)).status_code == 302


def test_it_leaves_as_a_table(networks: Networks, concluded: ExchangePage) -> None:
    response = networks.client(("apeas", Duty.EDITOR)).get(f"{reverse(PATH)}?export=csv")
    lines = b"".join(response).decode().splitlines()
    assert lines[1].startswith("Local à Nice,")
    assert "300" in lines[1]


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_for_one_and_for_thirty(
    networks: Networks, django_assert_num_queries: Any, number: int
) -> None:
    for at in range(number):
        ended(networks, f"Annonce {at}")
    client = networks.client(("apeas", Duty.EDITOR))
    client.get(reverse(PATH))
    with django_assert_num_queries(QUERIES):
        client.get(reverse(PATH))


QUERIES = 24
