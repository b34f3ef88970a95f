"""Every address of our viewsets, asked by people of another network, by members and by nobody."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.viewsets import viewsets

from cms.core.registry import Duty
from exchanges.models import ExchangePage
from syndication.engine import sync
from syndication.inbox import fingerprint
from syndication.models import Delivery, SyndicationRule
from tests.networks import Networks
from tests.syndication.admin_world import make_rule, need

pytestmark = pytest.mark.django_db
SECRET = "Secret7391"
OURS = {
    "syndication_received",
    "syndication_report",
    "wagtailsnippets_syndication_syndicationrule",
}


def addresses(pk: int) -> Iterator[str]:
    """Each address of our viewsets, with that id wherever one is taken."""
    found = set()
    for viewset in viewsets.viewsets:
        if not viewset.name or viewset.url_namespace not in OURS:
            continue  # Listings of pages have no name.
        found.add(viewset.url_namespace)
        for pattern in viewset.get_urlpatterns():
            asked = dict.fromkeys(pattern.pattern.converters, pk)
            yield reverse(f"{viewset.url_namespace}:{pattern.name}", kwargs=asked)
    assert found == OURS


def every_address(rule: SyndicationRule, delivery: Delivery) -> set[str]:
    """The addresses with the ids of the victim's rule and delivery."""
    bulk = reverse("wagtail_bulk_action", args=["syndication", "syndicationrule", "delete"])
    return {
        *addresses(rule.pk),
        *addresses(delivery.pk),
        f"{bulk}?id={rule.pk}",
        f"{bulk}?id=all",
    }


@pytest.fixture
def victim(networks: Networks) -> tuple[SyndicationRule, Delivery]:
    """A rule of Alliance Provence's and what it brought to the hub, full of secrets."""
    # An id of its own: a rule's must not be taken for a delivery's.
    make_rule(networks, "apeas", "hub", keeper="apeas", active=False)
    rule = make_rule(networks, "alliance", "hub", keeper="alliance", name=f"Règle {SECRET}")
    page = need(networks, f"Besoin {SECRET}", summary=SECRET)
    sync()
    delivery = Delivery.objects.get(page=page)
    Delivery.objects.filter(pk=delivery.pk).update(reason=SECRET, error=SECRET, editor_note=SECRET)
    return rule, delivery


def state(rule: SyndicationRule, delivery: Delivery) -> list[object]:
    """All that could be changed of the victim's."""
    rules = SyndicationRule.objects.filter(pk=rule.pk).values()
    rows = Delivery.objects.filter(pk=delivery.pk).values()
    return [*rules, *rows, ExchangePage.objects.count()]


def test_another_network_s_people_find_nothing(
    networks: Networks, victim: tuple[SyndicationRule, Delivery]
) -> None:
    before = state(*victim)
    asked = every_address(*victim)
    assert len(asked) > 25
    for duty in (Duty.EDITOR, Duty.MODERATOR):
        client = networks.client(("mesclun", duty))
        for address in sorted(asked):
            posted = {
                "reason": "Non",
                "seen": fingerprint([victim[1].pk]),
                "name": "Pris",
                "id": victim[0].pk,
            }
            for answer in (client.get(address), client.post(address, posted)):
                assert answer.status_code in (200, 302, 400, 403, 404, 405), address
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                assert SECRET not in body.decode(), address
        assert state(*victim) == before


def test_an_id_of_another_network_is_not_found(
    networks: Networks, victim: tuple[SyndicationRule, Delivery]
) -> None:
    client = networks.client(("mesclun", Duty.MODERATOR))
    rule, delivery = victim
    for name in ("edit", "delete", "copy", "usage", "history", "history_results"):
        address = reverse(f"wagtailsnippets_syndication_syndicationrule:{name}", args=[rule.pk])
        assert client.get(address).status_code == 404, name
    preview = reverse("wagtailsnippets_syndication_syndicationrule:preview_saved", args=[rule.pk])
    assert client.post(preview, {}).status_code == 404
    for name in ("detail", "refuse", "local"):
        assert client.get(reverse(f"syndication_received:{name}", args=[delivery.pk])).status_code == 404, (
            name
        )


def test_nobody_is_asked_to_sign_in(networks: Networks, victim: tuple[SyndicationRule, Delivery]) -> None:
    for address in sorted(every_address(*victim)):
        answer = Client().get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith(reverse("account_login")), address


def test_a_member_without_the_admin_reads_nothing(
    networks: Networks, victim: tuple[SyndicationRule, Delivery]
) -> None:
    member = networks.client()
    for address in sorted(every_address(*victim)):
        answer = member.get(address)
        assert answer.status_code in (302, 403), address
        assert SECRET not in answer.content.decode()


def test_the_ethics_committee_decides_and_writes_no_rule(
    networks: Networks, victim: tuple[SyndicationRule, Delivery]
) -> None:
    committee = networks.client(("hub", Duty.ETHICS))
    rule = make_rule(networks, "apeas", "hub")
    assert committee.get(reverse("syndication_received:index")).status_code == 200
    edit = reverse("wagtailsnippets_syndication_syndicationrule:edit", args=[rule.pk])
    answer = committee.post(edit, {"name": "Prise"})
    assert answer.status_code in (302, 403)
    rule.refresh_from_db()
    assert rule.name == "À relire"
