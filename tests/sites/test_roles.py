"""What managers may do, and how a live install comes to have them."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.migrations.state import ProjectState
from wagtail.models import GroupApprovalTask, Site

from cms.core.registry import Duty
from sites.roles import complete_roles, group_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db

ABOVE = [("apeas", Duty.MODERATOR), ("hub", Duty.COORDINATOR)]


def rights(site: Site, duty: Duty) -> set[tuple[str, int, int]]:
    """Everything that a group may do, and where."""
    group = group_for(site, duty)
    assert group is not None
    return {
        *(("model", 0, pk) for pk in group.permissions.values_list("pk", flat=True)),
        *(("page", *row) for row in group.page_permissions.values_list("page_id", "permission_id")),
        *(
            ("collection", *row)
            for row in group.collection_permissions.values_list("collection_id", "permission_id")
        ),
        *(("site", *row) for row in group.site_permissions.values_list("site_id", "permission_id")),
        *(
            ("task", 0, pk)
            for pk in GroupApprovalTask.objects.filter(groups=group).values_list("pk", flat=True)
        ),
    }


@pytest.mark.parametrize(("key", "duty"), ABOVE)
def test_a_manager_may_do_all_that_reviewers_may_and_keeps_the_people(
    networks: Networks, key: str, duty: Duty
) -> None:
    site = getattr(networks, key)
    more = rights(site, Duty.MANAGER) - rights(site, duty)
    assert rights(site, duty) < rights(site, Duty.MANAGER)
    assert [kind for kind, *_where in more] == ["site"]


def test_an_upgrade_gives_managers_to_the_networks_that_are_there(networks: Networks) -> None:
    before = {site: rights(site, Duty.MANAGER) for site in (networks.apeas, networks.hub)}
    Group.objects.filter(name__endswith=" - gestionnaires").delete()
    call_command("migrate", verbosity=0)
    assert {site: rights(site, Duty.MANAGER) for site in before} == before


def test_an_upgrade_leaves_alone_the_networks_that_lack_nothing(networks: Networks) -> None:
    moderators = group_for(networks.apeas, Duty.MODERATOR)
    assert moderators is not None
    moderators.permissions.clear()
    complete_roles()
    assert not moderators.permissions.exists()


def test_an_upgrade_gives_the_groups_that_are_there_what_is_new(networks: Networks) -> None:
    judging = Permission.objects.get(codename="judge_report")
    before = set(Group.objects.filter(permissions=judging))
    assert before
    for group in before:
        group.permissions.remove(judging)
    complete_roles()
    assert set(Group.objects.filter(permissions=judging)) == before


def test_an_upgrade_gives_back_nothing_that_was_taken_away(networks: Networks) -> None:
    judging = Permission.objects.get(codename="judge_report")
    moderators = group_for(networks.apeas, Duty.MODERATOR)
    assert moderators is not None
    moderators.permissions.remove(judging)
    complete_roles()
    assert not moderators.permissions.filter(pk=judging.pk).exists()


def test_an_upgrade_does_not_stop_at_a_group_of_the_same_name(
    networks: Networks, caplog: pytest.LogCaptureFixture
) -> None:
    Group.objects.filter(name__endswith=" - gestionnaires").delete()
    Group.objects.create(name="APEAS - gestionnaires")
    complete_roles()
    assert group_for(networks.apeas, Duty.MANAGER) is None
    assert "APEAS - gestionnaires" in caplog.text
    assert group_for(networks.hub, Duty.MANAGER) is not None


def test_a_database_without_networks_is_left_alone(networks: Networks) -> None:
    Group.objects.filter(name__endswith=" - gestionnaires").delete()
    complete_roles(apps=ProjectState().apps)
    assert group_for(networks.apeas, Duty.MANAGER) is None
    complete_roles(apps=apps)
    assert group_for(networks.apeas, Duty.MANAGER) is not None
