"""A keyword is a keyword however it is written."""

import pytest
from django.urls import reverse
from taggit.models import Tag

from cms.core.registry import Duty
from exchanges.models import ExchangePage
from syndication.models import Match, SyndicationRule
from tests.networks import Networks
from tests.syndication.test_admin_rules import form

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(networks: Networks) -> dict[str, ExchangePage]:
    """A page for each spelling, and one without keywords; both spellings exist, as imports make them."""
    Tag.objects.bulk_create(
        Tag(name=name, slug=f"k{n}") for n, name in enumerate(("Bio", "bio", "ÉCO", "éco"))
    )
    found = {}
    for spelling in ("Bio", "bio", "ÉCO", "éco", ""):
        page = networks.exchange(networks.apeas, f"Avec {spelling}")
        if spelling:
            page.tags.set([Tag.objects.get(name=spelling)])
            page.save()
        found[spelling] = page
    return found


@pytest.mark.parametrize(
    ("asked", "match", "expected"),
    [
        ("Bio", Match.ALL, {"Bio", "bio"}),
        ("bio", Match.ANY, {"Bio", "bio"}),
        ("BIO", Match.NONE, {"ÉCO", "éco", ""}),
        ("éco", Match.ALL, {"ÉCO", "éco"}),
        ("Éco, bio", Match.ANY, {"Bio", "bio", "ÉCO", "éco"}),
    ],
)
def test_a_rule_takes_every_spelling(
    networks: Networks, pages: dict[str, ExchangePage], asked: str, match: Match, expected: set[str]
) -> None:
    client = networks.client(("apeas", Duty.EDITOR))
    data = form(networks, "apeas", "hub", tags=asked, tag_match=match)
    assert client.post(reverse("wagtailsnippets_syndication_syndicationrule:add"), data).status_code == 302
    rule = SyndicationRule.objects.get()
    assert rule.tags.count() == len(asked.split(","))
    chosen = set(rule.matching(ExchangePage).values_list("pk", flat=True))
    assert chosen == {pages[spelling].pk for spelling in expected}
