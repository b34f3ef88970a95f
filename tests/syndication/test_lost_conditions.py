"""A rule that loses a condition is suspended: it must not take more than its keepers asked for."""

from typing import Any

import pytest
from django.db.models import ProtectedError
from taggit.models import Tag
from wagtail.models import Site
from wagtail.models.audit_log import ModelLogEntry

from cms.core.models import Area, Theme
from syndication.models import Match, Mode, SyndicationRule
from tests.networks import Networks
from tests.syndication.admin_world import make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def bread() -> Theme:
    return Theme.add_root(code="pain", label="Pain")


@pytest.fixture
def wool() -> Theme:
    return Theme.add_root(code="laine", label="Laine")


def rule(networks: Networks, **fields: Any) -> SyndicationRule:
    """An automatic rule: nobody would look at what it takes too much."""
    return make_rule(networks, "alliance", "hub", mode=Mode.AUTOMATIC, **fields)


def in_force(rule: SyndicationRule) -> bool:
    rule.refresh_from_db()
    return rule.active


def test_the_only_theme_is_deleted(networks: Networks, bread: Theme) -> None:
    concerned, other = rule(networks, themes=[bread]), rule(networks)
    bread.delete()
    assert not in_force(concerned)
    assert in_force(other)


def test_the_only_theme_goes_with_its_branch(networks: Networks, bread: Theme) -> None:
    concerned = rule(networks, themes=[bread.add_child(code="levain", label="Levain")])
    Theme.objects.get(pk=bread.pk).delete()
    assert not in_force(concerned)


def test_the_only_keyword_is_deleted(networks: Networks) -> None:
    tag = Tag.objects.create(name="Région", slug="region")
    concerned = rule(networks, tags=[tag])
    tag.delete()
    assert not in_force(concerned)


def test_all_the_keywords_are_deleted_at_once(networks: Networks) -> None:
    tags = [Tag.objects.create(name=name, slug=name) for name in ("a", "b")]
    concerned = rule(networks, tags=tags)
    Tag.objects.filter(pk__in=[tag.pk for tag in tags]).delete()
    assert not in_force(concerned)


@pytest.mark.parametrize(("match", "stays"), [(Match.ANY, True), (Match.ALL, False), (Match.NONE, False)])
def test_one_of_two_themes_is_deleted(
    networks: Networks, bread: Theme, wool: Theme, match: Match, stays: bool
) -> None:
    """Without it, "at least one of them" takes less; "all" and "none" would take more."""
    concerned = rule(networks, themes=[bread, wool], theme_match=match)
    bread.delete()
    assert in_force(concerned) is stays


def test_an_area_on_which_a_rule_goes_stays(networks: Networks) -> None:
    area = Area.objects.create(level="region", code="zz", name="Ailleurs")
    concerned = rule(networks, area=area)
    with pytest.raises(ProtectedError):
        area.delete()
    assert in_force(concerned)


@pytest.mark.parametrize("key", ["alliance", "hub"])
def test_the_last_network_of_a_side_leaves(networks: Networks, key: str) -> None:
    concerned = make_rule(networks, "alliance", "hub", keeper="apeas")
    wider = make_rule(networks, "alliance", "hub", keeper="apeas")
    wider.sources, wider.targets = [networks.alliance, networks.mesclun], [networks.hub, networks.apeas]
    wider.save()
    Site.objects.get(pk=getattr(networks, key).pk).delete()
    assert not in_force(concerned)
    assert in_force(wider)


def test_a_rule_leaves_with_its_keeper(networks: Networks) -> None:
    concerned = rule(networks)
    Site.objects.get(pk=networks.hub.pk).delete()
    assert not SyndicationRule.objects.filter(pk=concerned.pk).exists()


def test_its_history_says_why(networks: Networks, bread: Theme) -> None:
    concerned = rule(networks, themes=[bread])
    bread.delete()
    entry = ModelLogEntry.objects.get(object_id=str(concerned.pk), action="syndication.suspend")
    assert "Pain" in str(entry.message)
    assert str(entry.action) == "syndication.suspend"


def test_a_suspended_rule_is_left_alone(networks: Networks, bread: Theme) -> None:
    concerned = rule(networks, themes=[bread], active=False)
    bread.delete()
    assert not ModelLogEntry.objects.filter(object_id=str(concerned.pk)).exists()
