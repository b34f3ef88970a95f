"""Rules in the admin: whose they are, what is refused, what a preview tells and does not tell."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from taggit.models import Tag
from wagtail.models import Site

from cms.core.models import Area, Theme
from cms.core.registry import Duty
from cms.core.tenancy.actor import acting
from exchanges.models import ExchangePage
from syndication.engine import sync
from syndication.forms import NetworkField
from syndication.models import Mode, SyndicationRule
from syndication.previews import RulePreview, preview
from tests.networks import Networks
from tests.syndication.admin_world import make_rule, need, organisation

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_syndication_syndicationrule:{name}", args=args)


@pytest.fixture
def editor(networks: Networks) -> Client:
    return networks.client(("apeas", Duty.EDITOR))


def form(networks: Networks, sources: str, targets: str, **fields: Any) -> dict[str, Any]:
    """What the form of a rule posts; `sources` and `targets` are keys split by spaces."""
    return {
        "name": "Ma règle",
        "network": networks.apeas.pk,
        "sources": [getattr(networks, key).pk for key in sources.split()],
        "targets": [getattr(networks, key).pk for key in targets.split()],
        "theme_match": "any",
        "tag_match": "any",
        "mode": Mode.REVIEWED,
        "active": "on",
        "tags": "",
        **fields,
    }


def errors(client: Client, data: dict[str, Any]) -> dict[str, list[str]]:
    """The messages beside the fields after posting a new rule."""
    answer = client.post(url("add"), data)
    assert answer.status_code == 200
    assert not SyndicationRule.objects.exists()
    return dict(answer.context["form"].errors)


def test_an_editor_writes_a_rule_that_sends_their_pages(networks: Networks, editor: Client) -> None:
    root = Theme.add_root(code="pain", label="Pain")
    tagged(networks.apeas, networks, "Région")
    data = form(
        networks,
        "apeas",
        "hub mesclun",
        kinds=["exchanges.ExchangePage"],
        themes=[root.pk],
        tags="Région",
    )
    assert editor.post(url("add"), data).status_code == 302
    rule = SyndicationRule.objects.get()
    assert rule.network == networks.apeas
    assert set(rule.targets.all()) == {networks.hub, networks.mesclun}
    assert (rule.kinds, [tag.name for tag in rule.tags.all()]) == (["exchanges.ExchangePage"], ["Région"])
    assert list(rule.themes.all()) == [root]


def tagged(site: Site, networks: Networks, keyword: str) -> ExchangePage:
    """A published page with the keyword."""
    page = networks.exchange(site, f"Avec {keyword}")
    page.tags.add(keyword)
    page.save_revision().publish()
    return page


def test_keywords_of_what_others_keep_to_themselves_are_not_told(networks: Networks, editor: Client) -> None:
    page = tagged(networks.alliance, networks, "motsecret")
    page.unpublish()
    (hidden,) = errors(editor, form(networks, "apeas", "hub", tags="motsecret"))["tags"]
    (unknown,) = errors(editor, form(networks, "apeas", "hub", tags="inconnu"))["tags"]
    assert hidden.replace("motsecret", "inconnu") == unknown
    page.save_revision().publish()
    assert editor.post(url("add"), form(networks, "apeas", "hub", tags="motsecret")).status_code == 302


def test_a_rule_keeps_the_keywords_that_it_has(networks: Networks, editor: Client) -> None:
    rule = make_rule(networks, "hub", "apeas")
    rule.tags.set([Tag.objects.create(name="ancien", slug="ancien")])
    rule.save()
    data = form(networks, "hub", "apeas", tags="ancien", name="Nouvelle")
    assert editor.post(url("edit", rule.pk), data).status_code == 302
    rule.refresh_from_db()
    assert rule.name == "Nouvelle"


def test_the_keeper_of_a_rule_is_a_network_of_ones_own(networks: Networks) -> None:
    with acting(networks.user(("apeas", Duty.MODERATOR))):
        assert list(NetworkField(queryset=Site.objects.all()).queryset) == [networks.apeas]


def test_an_editor_writes_a_rule_that_receives(networks: Networks, editor: Client) -> None:
    data = form(networks, "hub alliance", "apeas", name="")
    assert editor.post(url("add"), data).status_code == 302
    assert SyndicationRule.objects.get().name == "Alliance, PES PACA → APEAS"


@pytest.mark.parametrize(
    ("sources", "targets", "fields", "where"),
    [
        ("apeas", "", {}, "targets"),
        ("", "apeas", {}, "sources"),
        ("apeas", "apeas", {}, "targets"),
        ("alliance", "hub", {}, "network"),
        ("alliance", "apeas hub", {}, "sources"),
        ("apeas", "hub", {"kinds": ["exchanges.Nothing"]}, "kinds"),
        ("apeas", "hub", {"tags": "inconnu"}, "tags"),
        ("apeas", "hub", {"mode": "whenever"}, "mode"),
        ("apeas", "hub", {"themes": ["99999"]}, "themes"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(
    networks: Networks, editor: Client, sources: str, targets: str, fields: dict[str, Any], where: str
) -> None:
    found = errors(editor, form(networks, sources, targets, **fields))
    assert where in found
    assert found[where][0]


def test_a_rule_is_kept_by_a_network_of_its_writer(networks: Networks, editor: Client) -> None:
    assert "network" in errors(editor, form(networks, "apeas", "hub", network=networks.hub.pk))


def test_an_editor_sees_the_rules_of_their_network_only(networks: Networks, editor: Client) -> None:
    make_rule(networks, "hub", "apeas", name="La nôtre")
    make_rule(networks, "hub", "alliance", name="Secret des autres")
    page = editor.get(url("list")).content.decode()
    assert "La nôtre" in page
    assert "Secret des autres" not in page


def test_every_screen_of_a_rule_opens_for_its_keeper(networks: Networks, editor: Client) -> None:
    rule = make_rule(networks, "hub", "apeas")
    for name in ("edit", "delete", "copy", "usage", "history"):
        assert editor.get(url(name, rule.pk)).status_code == 200, name
    assert editor.get(url("add")).status_code == 200
    assert editor.post(url("delete", rule.pk)).status_code == 302
    assert not SyndicationRule.objects.exists()


def test_a_rule_can_be_changed_by_its_keeper(networks: Networks, editor: Client) -> None:
    rule = make_rule(networks, "hub", "apeas")
    assert editor.get(url("edit", rule.pk)).status_code == 200
    data = form(networks, "hub", "apeas", name="Nouvelle", mode=Mode.AUTOMATIC, active="")
    assert editor.post(url("edit", rule.pk), data).status_code == 302
    rule.refresh_from_db()
    assert (rule.name, rule.mode, rule.active) == ("Nouvelle", Mode.AUTOMATIC, False)


def previewed(client: Client, data: dict[str, Any], *args: object) -> RulePreview | None:
    answer = client.post(url("preview_saved" if args else "preview", *args), data)
    assert answer.status_code == 200
    assert not SyndicationRule.objects.filter(name="Ma règle").exists()
    found: RulePreview | None = answer.context["preview"]
    return found


def test_a_preview_counts_what_matches_and_what_is_held_back(networks: Networks, editor: Client) -> None:
    for number in range(3):
        need(networks, f"Besoin {number}", key="apeas")
    need(networks, "Entre nous", key="apeas", sharing="network")
    need(networks, "Ailleurs")
    found = previewed(editor, form(networks, "apeas", "hub"))
    assert found
    assert (found.matching, found.held, found.unnamed) == (4, 1, 0)
    first = found.lines[0]
    assert (first.title, first.kept_from, first.goes_to) == ("Entre nous", ["PES PACA"], [])


def test_a_preview_says_in_words(networks: Networks, editor: Client) -> None:
    need(networks, "Un local à Nice", key="apeas")
    page = editor.post(url("preview"), form(networks, "apeas", "hub")).content.decode()
    assert "Un local à Nice" in page
    fragment = editor.post(
        url("preview"), form(networks, "apeas", "hub"), headers={"X-Requested-With": "fetch"}
    ).content.decode()
    assert "Un local à Nice" in fragment
    assert "<html" not in fragment


def test_a_preview_does_not_name_what_others_hold_back(networks: Networks, editor: Client) -> None:
    need(networks, "Au grand jour")
    need(networks, "Secret de famille", sharing="network")
    need(networks, "Entre eux et la région", sharing="hub")
    answer = editor.post(url("preview"), form(networks, "alliance", "apeas"))
    found = answer.context["preview"]
    assert (found.matching, found.held, found.unnamed) == (3, 2, 2)
    assert [line.title for line in found.lines] == ["Au grand jour"]
    assert "Secret de famille" not in answer.content.decode()
    assert "Entre eux et la région" not in answer.content.decode()


def test_the_hub_s_preview_names_what_it_shows_already(networks: Networks) -> None:
    make_rule(networks, "alliance", "hub", mode=Mode.AUTOMATIC)
    need(networks, "Pour la région seulement", sharing="hub")
    need(networks, "Pour tous")
    sync()
    coordinator = networks.client(("hub", Duty.COORDINATOR))
    found = previewed(coordinator, form(networks, "hub", "mesclun alliance", network=networks.hub.pk))
    assert found
    assert (found.matching, found.held) == (2, 1)
    assert {line.title: line.kept_from for line in found.lines} == {
        "Pour la région seulement": ["MESCLUN"],
        "Pour tous": [],
    }


def test_a_preview_of_a_senseless_rule_says_why(networks: Networks, editor: Client) -> None:
    answer = editor.post(url("preview"), form(networks, "apeas", ""))
    assert answer.context["preview"] is None
    assert answer.context["errors"]


def test_a_saved_rule_shows_its_preview(networks: Networks, editor: Client) -> None:
    need(networks, "Un local à Nice")
    rule = make_rule(networks, "alliance", "apeas")
    assert "Un local à Nice" in editor.get(url("edit", rule.pk)).content.decode()
    found = previewed(editor, form(networks, "alliance", "apeas"), rule.pk)
    assert found
    assert found.matching == 1


def test_a_preview_leaves_out_what_is_not_current(networks: Networks) -> None:
    need(networks, "Brouillon", key="apeas").unpublish()
    need(networks, "Passé", key="apeas", expires_on="2020-01-01")
    area = Area.objects.create(level="region", code="93", name="Provence-Alpes-Côte d’Azur")
    need(networks, "Ici", key="apeas", area=area)
    rule = make_rule(networks, "apeas", "hub", area=area)
    user = networks.user(("apeas", Duty.EDITOR))
    assert [line.title for line in preview(rule=rule, user=user).lines] == ["Ici"]


def test_a_preview_asks_as_much_of_30_pages_as_of_one(
    networks: Networks, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rule = make_rule(networks, "apeas", "hub")
    need(networks, "Besoin", key="apeas")
    organisation(networks, "Fiche", key="apeas")
    user = networks.user(("apeas", Duty.EDITOR))
    with django_assert_max_num_queries(20) as one:
        preview(rule=SyndicationRule.objects.get(pk=rule.pk), user=user)
    for number in range(14):
        need(networks, f"Besoin {number}", key="apeas", sharing="network" if number % 2 else "open")
        organisation(networks, f"Fiche {number}", key="apeas")
    with django_assert_max_num_queries(len(one) + 2):  # One list more for those held back.
        assert preview(rule=SyndicationRule.objects.get(pk=rule.pk), user=user).matching == 30


def test_the_list_asks_as_much_of_30_rules_as_of_one(
    networks: Networks, editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_rule(networks, "hub", "apeas")
    editor.get(url("list"))
    with django_assert_max_num_queries(40) as one:
        editor.get(url("list"))
    for _number in range(29):
        make_rule(networks, "hub", "apeas")
    with django_assert_max_num_queries(len(one)):
        editor.get(url("list"))
