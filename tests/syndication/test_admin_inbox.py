"""The inbox: who sees what, and what each answer does."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.core.registry import Duty
from syndication.engine import sync
from syndication.models import Delivery, Mode, SyndicationRule
from tests.networks import Networks

pytestmark = pytest.mark.django_db
CONTACTS = ("publique@example.org", "reseau@example.org", "secrete@example.org")


def make_rule(
    networks: Networks, *, source: str = "alliance", target: str = "hub", **fields: object
) -> SyndicationRule:
    """A reviewed rule of the target between two networks."""
    rule = SyndicationRule(
        name="À relire", network=getattr(networks, target), **{"mode": Mode.REVIEWED, **fields}
    )
    rule.sources, rule.targets = [getattr(networks, source)], [getattr(networks, target)]
    rule.save()
    return rule


@pytest.fixture
def pending(networks: Networks) -> Delivery:
    """An organisation of Alliance Provence that waits on the hub."""
    make_rule(networks)
    page = networks.organisation(networks.alliance, "La ferme aux loups", summary="Des légumes à Pertuis")
    for value, audience in zip(CONTACTS, ("public", "network", "private"), strict=True):
        page.contacts.create(medium="email", value=value, audience=audience)
    sync()
    return Delivery.objects.get()


@pytest.fixture
def coordinator(networks: Networks) -> Client:
    return networks.client(("hub", Duty.COORDINATOR))


def url(name: str, *args: object) -> str:
    return reverse(f"syndication_received:{name}", args=args)


def test_a_coordinator_reads_what_waits(pending: Delivery, coordinator: Client) -> None:
    page = coordinator.get(url("index")).content.decode()
    assert "La ferme aux loups" in page
    assert "Des légumes à Pertuis" in page
    assert "Alliance Provence" in page


def test_the_sheet_shows_what_would_be_shown_and_no_more(pending: Delivery, coordinator: Client) -> None:
    page = coordinator.get(url("detail", pending.pk)).content.decode()
    assert "publique@example.org" in page
    assert "reseau@example.org" not in page
    assert "secrete@example.org" not in page
