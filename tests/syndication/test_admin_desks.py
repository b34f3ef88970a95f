"""What arrives is listed for the network that is worked for; nothing else goes out of reach."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.core.registry import Duty
from syndication.engine import sync
from syndication.models import Delivery, State
from tests.networks import Networks
from tests.syndication.admin_world import make_rule, need

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrived(networks: Networks) -> dict[str, Delivery]:
    """A need of Alliance Provence that waits on the hub, and one that waits on MESCLUN."""
    found = {}
    for key, title in (("hub", "Pour la région"), ("mesclun", "Pour les mêlés")):
        kind = "exchanges.ExchangePage" if key == "hub" else "exchanges.OrganisationPage"
        make_rule(networks, "alliance", key, kinds=[kind])
        page = need(networks, title) if key == "hub" else networks.organisation(networks.alliance, title)
        sync()
        found[key] = Delivery.objects.get(page=page, target=getattr(networks, key))
    return found


@pytest.fixture
def both(networks: Networks) -> Client:
    return networks.client(("hub", Duty.COORDINATOR), ("mesclun", Duty.MODERATOR))


def work_for(client: Client, site: Any) -> None:
    client.post(reverse("network_switch"), {"network": site.pk})


def url(name: str, *args: object) -> str:
    return reverse(f"syndication_received:{name}", args=args)


def test_the_inbox_is_that_of_the_network_worked_for(
    networks: Networks, arrived: dict[str, Delivery], both: Client
) -> None:
    for key, other in (("hub", "mesclun"), ("mesclun", "hub")):
        work_for(both, getattr(networks, key))
        answer = both.get(url("index"))
        assert list(answer.context["object_list"]) == [arrived[key]]
        assert arrived[other].title not in answer.content.decode()
        assert "1 fiche attend" in both.get("/admin/").content.decode()


def test_a_sheet_of_the_other_network_opens_and_moves_one_there(
    networks: Networks, arrived: dict[str, Delivery], both: Client
) -> None:
    work_for(both, networks.hub)
    assert "<strong>MESCLUN</strong>" in both.get(url("detail", arrived["mesclun"].pk)).content.decode()
    assert "<strong>MESCLUN</strong>" in both.get("/admin/").content.decode()


def test_a_list_of_one_network_is_not_accepted_for_the_other(
    networks: Networks, arrived: dict[str, Delivery], both: Client
) -> None:
    work_for(both, networks.hub)
    seen = both.get(url("index")).context["seen"]
    work_for(both, networks.mesclun)
    both.post(url("accept_all"), {"seen": seen})
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.PENDING}


def test_one_decides_for_either_network_whichever_one_works_for(
    networks: Networks, arrived: dict[str, Delivery], both: Client
) -> None:
    work_for(both, networks.mesclun)
    both.post(url("accept", arrived["hub"].pk))
    arrived["hub"].refresh_from_db()
    assert arrived["hub"].decision == "accepted"


def test_the_report_is_about_the_network_worked_for(
    networks: Networks, arrived: dict[str, Delivery], both: Client
) -> None:
    for key in ("hub", "mesclun"):
        work_for(both, getattr(networks, key))
        answer = both.get(reverse("syndication_report:index"))
        assert list(answer.context["object_list"]) == [arrived[key]]
