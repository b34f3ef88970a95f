import pytest
from django.core.exceptions import ValidationError

from exchanges.models import ExchangePage
from syndication import engine, queries
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    return World.create()


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["exchanges.ExchangePage:need"], {"need"}),
        (["exchanges.ExchangePage:offer"], {"offer"}),
        (["exchanges.ExchangePage:offer", "exchanges.ExchangePage:need"], {"need", "offer"}),
        (["exchanges.ExchangePage", "exchanges.ExchangePage:need"], {"need", "offer"}),
        (["exchanges.OrganisationPage"], set()),
        ([], {"need", "offer"}),
    ],
)
def test_a_rule_may_take_the_needs_only(world: World, kinds: list[str], expected: set[str]) -> None:
    for sense in ("need", "offer"):
        world.page("apeas", sense, sense=sense)
    world.rule("apeas", "hub", kinds=kinds)
    engine.sync()
    assert world.shown("hub", ExchangePage) == expected


def test_a_change_of_sense_is_followed(world: World) -> None:
    page = world.page("apeas", "x", sense="need")
    world.rule("apeas", "hub", kinds=["exchanges.ExchangePage:need"])
    engine.sync()
    page.sense = "offer"
    world.publish(page)
    engine.sync(page_ids=[page.pk])
    assert world.shown("hub", ExchangePage) == set()


def test_an_unknown_variant_is_refused(world: World) -> None:
    rule = world.rule("apeas", "hub")
    rule.kinds = ["exchanges.ExchangePage:gift"]
    with pytest.raises(ValidationError, match="gift"):
        rule.full_clean()


@pytest.mark.django_db
def test_the_form_offers_variants_below_their_kind() -> None:
    labels = [value for value, _ in queries.rule_kind_choices()]
    at = labels.index("exchanges.ExchangePage")
    assert labels[at + 1 : at + 3] == ["exchanges.ExchangePage:offer", "exchanges.ExchangePage:need"]
