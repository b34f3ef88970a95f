"""Laying out a network: whole, twice, or not at all."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.models import Model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
)

from cms.core import registry
from cms.core.registry import Duty
from exchanges.models import ExchangeIndexPage, OrganisationIndexPage
from home.models import HomePage
from sites.models import NetworkSettings, Role
from sites.provisioning import create_network
from sites.roles import COMMON_COLLECTION, group_for, permissions_named
from tests.networks import Networks

pytestmark = pytest.mark.django_db

LAID_OUT: tuple[type[Model], ...] = (
    Site,
    Page,
    NetworkSettings,
    Group,
    Collection,
    GroupPagePermission,
    GroupCollectionPermission,
    GroupSitePermission,
    GroupApprovalTask,
    Workflow,
    WorkflowPage,
)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    rows = {model.__name__: sorted(model._default_manager.values_list("pk")) for model in LAID_OUT}
    rows["permissions"] = sorted(Group.permissions.through.objects.values_list("group_id", "permission_id"))
    return rows


def make(**changes: Any) -> Site:
    return create_network(
        **{"hostname": "pes.essai.fr", "name": "Réseau d’essai", "short_name": "Essai", **changes}
    )


def test_a_network_is_whole() -> None:
    site = make(tagline="Pour essayer", primary="#0B6B63")

    assert site.hostname == "pes.essai.fr.localhost"
    assert isinstance(site.root_page.specific, HomePage)
    assert site.root_page.locale.language_code == "fr"
    for model in (ExchangeIndexPage, OrganisationIndexPage):
        assert model.objects.child_of(site.root_page).live().count() == 1
    network = NetworkSettings.objects.get(site=site)
    assert (network.name, network.tagline, network.primary) == ("Réseau d’essai", "Pour essayer", "#0B6B63")
    assert WorkflowPage.objects.get(page=site.root_page).workflow.tasks.count() == 1
    assert Collection.objects.filter(name__in=["Essai", COMMON_COLLECTION]).count() == 2


def test_groups_of_a_network_and_of_the_hub() -> None:
    make()
    make(hostname="hub.essai.fr", name="Plateforme", short_name="Hub", role="hub")
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Essai - éditeurs",
        "Essai - modérateurs",
        "Essai - gestionnaires",
        "Hub - coordinateurs",
        "Hub - gestionnaires",
        "Hub - comité d’éthique",
    }


def test_twice_changes_nothing() -> None:
    make()
    once = everything()
    make()
    assert everything() == once


def test_twice_keeps_what_people_changed() -> None:
    site = make(primary="#0B6B63")
    NetworkSettings.objects.filter(site=site).update(primary="#4A6B1F", tagline="À nous")
    site.root_page.specific.get_children().first().delete()
    make(primary="#0B6B63")
    network = NetworkSettings.objects.get(site=site)
    assert (network.primary, network.tagline) == ("#4A6B1F", "À nous")
    assert site.root_page.get_children().count() == 2


def test_second_run_follows_the_port(settings: Any) -> None:
    make()
    settings.SITE_PORT = 8123
    assert make().root_url == "http://pes.essai.fr.localhost:8123"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hostname": "http://pes.essai.fr/"}, "hostname"),
        ({"hostname": "pes.essai.fr:80"}, "hostname"),
        ({"hostname": ""}, "hostname"),
        ({"name": ""}, "name"),
        ({"role": "boss"}, "role"),
        ({"primary": "teal"}, "primary"),
        ({"primary": "#12345"}, "primary"),
        ({"on_primary": "#1D4E80"}, "on_primary"),
        ({"heading_font": "comic"}, "heading_font"),
        ({"contact_email": "not-an-address"}, "contact_email"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(changes: dict[str, str], field: str) -> None:
    before = everything()
    with pytest.raises(ValidationError) as caught:
        make(**changes)
    assert field in caught.value.message_dict
    assert everything() == before


@pytest.mark.parametrize("hostname", ["pes.essai.fr", "PES.essai.fr.", "pes.essai.fr.localhost"])
def test_two_networks_can_not_have_one_hostname(hostname: str) -> None:
    make()
    before = everything()
    with pytest.raises(ValidationError) as caught:
        make(hostname=hostname, name="Un autre", short_name="Autre")
    assert "Réseau d’essai" in caught.value.message_dict["hostname"][0]
    assert everything() == before


def test_two_networks_can_not_share_groups() -> None:
    make()
    with pytest.raises(ValidationError) as caught:
        make(hostname="pes.autre.fr", name="Un autre", short_name="essai")
    assert "short_name" in caught.value.message_dict


def test_members_of_a_forgotten_group_are_not_let_in() -> None:
    Group.objects.create(name="Essai - éditeurs")
    with pytest.raises(ValidationError) as caught:
        make()
    assert "short_name" in caught.value.message_dict


def test_a_network_can_not_become_a_hub_by_provisioning() -> None:
    make()
    with pytest.raises(ValidationError) as caught:
        make(role="hub")
    assert "role" in caught.value.message_dict


def test_a_failing_part_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(site: Site) -> None:
        raise RuntimeError("the last part fails")

    before = everything()
    monkeypatch.setattr(registry, "network_parts", [*registry.network_parts, fail])
    with pytest.raises(RuntimeError):
        make()
    assert everything() == before


def test_stock_groups_site_and_workflow_go() -> None:
    assert Site.objects.filter(hostname="localhost").exists()
    make()
    assert not Site.objects.filter(hostname="localhost").exists()
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not WorkflowPage.objects.filter(page__depth=1).exists()


def test_stock_groups_that_somebody_uses_stay(django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("quelquun@example.org", "x")
    user.groups.add(Group.objects.get(name="Editors"))
    make()
    assert Group.objects.filter(name="Editors").exists()


def test_unknown_addresses_are_answered_by_the_hub(networks: Networks) -> None:
    assert Site.objects.get(is_default_site=True) == networks.hub


def test_apps_give_permissions_by_duty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.duty_permissions, Duty.MODERATOR, {"core.view_theme"})
    site = make()
    moderators, editors = group_for(site, Duty.MODERATOR), group_for(site, Duty.EDITOR)
    assert moderators
    assert moderators.permissions.filter(codename="view_theme").exists()
    assert editors
    assert not editors.permissions.filter(codename="view_theme").exists()


def test_unknown_permission_is_named() -> None:
    with pytest.raises(LookupError, match=r"core\.fly_theme"):
        permissions_named(["core.fly_theme", "core.view_theme"])


def test_command_says_where_the_network_is() -> None:
    out = StringIO()
    call_command("create_network", "pes.essai.fr", "Essai", "--accent", "#E9A23B", stdout=out)
    assert "http://pes.essai.fr.localhost/" in out.getvalue()


def test_command_names_the_wrong_argument() -> None:
    before = everything()
    with pytest.raises(
        CommandError, match=r"--primary: .*teal.*\n.*--role: .*boss|--role: .*boss.*\n.*--primary: .*teal"
    ):
        call_command("create_network", "pes.essai.fr", "Essai", "--primary", "teal", "--role", "boss")
    assert everything() == before


def test_roles_of_the_demo(networks: Networks) -> None:
    assert NetworkSettings.objects.get(site=networks.hub).role == Role.HUB
