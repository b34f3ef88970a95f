"""What each duty in a network may do, and the groups, collections and workflow that make it so."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps as installed
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
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
    WorkflowTask,
)

from cms.core.registry import Duty, duty_permissions, permit
from sites.models import NetworkSettings, Role

logger = logging.getLogger(__name__)
COMMON_COLLECTION = "PES - commun"
ACCESS = "wagtailadmin.access_admin"
SETTINGS = "sites.change_networksettings"
PEOPLE = "sites.manage_people"
USE = ("choose_image", "choose_document")
KEEP = ("add_image", "change_image", "add_document", "change_document", *USE)


@dataclass(frozen=True, slots=True)
class Rights:
    """What people on a duty may do on their own site; `label` ends the name of their group.

    `collection` is the network's own, `common` the one that all networks share.
    """

    label: str
    pages: tuple[str, ...]
    collection: tuple[str, ...] = KEEP
    common: tuple[str, ...] = USE
    settings: bool = False
    people: bool = False


EVERY_PAGE_RIGHT = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")

RIGHTS: dict[Duty, Rights] = {
    Duty.EDITOR: Rights("éditeurs", ("add_page", "change_page", "publish_page")),
    Duty.MODERATOR: Rights("modérateurs", EVERY_PAGE_RIGHT, settings=True),
    # Beside these, what those who review in the same network may do: see `rights_of`.
    Duty.MANAGER: Rights("gestionnaires", EVERY_PAGE_RIGHT, settings=True, people=True),
    Duty.COORDINATOR: Rights("coordinateurs", EVERY_PAGE_RIGHT, common=KEEP, settings=True),
    # They read, decide on what arrives, and can freeze a contested page while they talk about it.
    Duty.ETHICS: Rights("comité d’éthique", ("lock_page", "unlock_page"), collection=USE),
}
DUTIES: dict[str, tuple[Duty, ...]] = {
    Role.NETWORK: (Duty.EDITOR, Duty.MODERATOR, Duty.MANAGER),
    Role.HUB: (Duty.COORDINATOR, Duty.ETHICS, Duty.MANAGER),
}
# Old addresses lead to new ones on the site of those who keep its pages in order.
permit(
    *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete")),
    to=(Duty.MODERATOR, Duty.COORDINATOR),
)
REVIEWERS: dict[str, Duty] = {Role.NETWORK: Duty.MODERATOR, Role.HUB: Duty.COORDINATOR}

# Who is in these groups could let others in, or publish for the region. By what the groups may do: a
# group can be renamed.
WATCHED = Q(site_permissions__permission__codename=PEOPLE.partition(".")[2]) | Q(
    page_permissions__permission__codename="publish_page",
    page_permissions__page__sites_rooted_here__networksettings__role=Role.HUB,
)


def rights_of(duty: Duty, role: str) -> Rights:
    """What a duty gives in a network of that role: a manager lacks nothing that its reviewers have."""
    rights = RIGHTS[duty]
    if duty != Duty.MANAGER:
        return rights
    return replace(RIGHTS[REVIEWERS[role]], label=rights.label, people=rights.people)


def _model_permissions(duty: Duty, role: str) -> set[str]:
    """The permissions that the apps give to a duty in a network of that role."""
    more = duty_permissions[REVIEWERS[role]] if duty == Duty.MANAGER else set()
    return {ACCESS, *duty_permissions[duty], *more}


def needs_second_factor(user: Any) -> bool:
    """Whether the user is on a duty, in any network, for which a password is not enough."""
    return Group.objects.filter(WATCHED, user=user).exists()


def group_for(site: Site, duty: Duty) -> Group | None:
    """The group of those on that duty in the network, whatever the network was called when it was made."""
    return (
        Group.objects.filter(
            page_permissions__page_id=site.root_page_id, name__endswith=f" - {RIGHTS[duty].label}"
        )
        .distinct()
        .first()
    )


def lay_out_roles(site: Site, network: NetworkSettings) -> None:
    """Give the network its groups, collection, permissions and workflow; add what is missing."""
    groups = {duty: _group(site, network, duty) for duty in DUTIES[network.role]}
    common = _collection(COMMON_COLLECTION)
    own = _own_collection(network, groups.values())
    for duty, group in groups.items():
        rights = rights_of(duty, network.role)
        group.permissions.add(*permissions_named(_model_permissions(duty, network.role)))
        _permit_pages(group, site.root_page, rights.pages)
        _permit_collection(group, own, rights.collection)
        _permit_collection(group, common, rights.common)
        for permission in permissions_named([SETTINGS] * rights.settings + [PEOPLE] * rights.people):
            GroupSitePermission.objects.get_or_create(group=group, site=site, permission=permission)
    _workflow(site.root_page, network, (groups[REVIEWERS[network.role]], groups[Duty.MANAGER]))


def complete_roles(apps: Any = installed, **kwargs: Any) -> None:
    """After an upgrade, lay out the roles of the networks that lack one: a duty may be new."""
    try:
        apps.get_model("sites", "NetworkSettings")
    except LookupError:  # Migrated without this app: there is no table to ask.
        return
    laid_out = NetworkSettings.objects.exclude(name="").values_list("site_id", "role")
    for site_id, role in laid_out:
        site = Site.objects.select_related("root_page").get(pk=site_id)
        if any(group_for(site, duty) is None for duty in DUTIES[role]):
            _complete(site)
    _give_what_is_new(laid_out)


def _give_what_is_new(laid_out: Iterable[tuple[int, str]]) -> None:
    """Give the groups of each duty what an app has come to permit since they were made.

    What no group holds at all is new; what only some lack was taken from them.
    """
    held = set(Permission.objects.filter(group__isnull=False).values_list("pk", flat=True))
    for site_id, role in laid_out:
        site = Site.objects.get(pk=site_id)
        for duty in DUTIES[role]:
            wanted = permissions_named(_model_permissions(duty, role))
            new = [permission for permission in wanted if permission.pk not in held]
            group = group_for(site, duty) if new else None
            if group:
                group.permissions.add(*new)


def _complete(site: Site) -> None:
    """An upgrade must not stop at a network whose new group can't be made: `create_network` says why."""
    try:
        with transaction.atomic():
            lay_out_roles(site, NetworkSettings.objects.get(site=site))
    except ValidationError as error:
        logger.warning("The roles of %s are incomplete: %s", site, "; ".join(error.messages))


def permissions_named(names: Iterable[str]) -> list[Permission]:
    """The permissions with these names ("app.codename"); raises LookupError, naming it, for any other."""
    wanted = set(names)
    codenames = [name.partition(".")[2] for name in wanted]
    found = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    by_name = {f"{each.content_type.app_label}.{each.codename}": each for each in found}
    missing = wanted - set(by_name)
    if missing:
        raise LookupError(f"No such permission: {', '.join(sorted(missing))}")
    return [by_name[name] for name in wanted]


def _group(site: Site, network: NetworkSettings, duty: Duty) -> Group:
    found = group_for(site, duty)
    if found:
        return found
    name = f"{network.short_name} - {RIGHTS[duty].label}"
    group, created = Group.objects.get_or_create(name=name)
    if not created:
        # Its members would be let in with nobody having said so.
        raise ValidationError(
            {
                "short_name": _("There is a group “%(name)s” already: rename or delete it first.")
                % {"name": name}
            }
        )
    return group


def _collection(name: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _own_collection(network: NetworkSettings, groups: Iterable[Group]) -> Collection:
    kept = Collection.objects.filter(
        group_permissions__group__in=list(groups), group_permissions__permission__codename="add_image"
    )
    return kept.exclude(name=COMMON_COLLECTION).first() or _collection(network.short_name)


def _permit_pages(group: Group, page: Page, codenames: Iterable[str]) -> None:
    names = [f"wagtailcore.{codename}" for codename in codenames]
    GroupPagePermission.objects.bulk_create(
        [GroupPagePermission(group=group, page=page, permission=each) for each in permissions_named(names)],
        ignore_conflicts=True,
    )


def _permit_collection(group: Group, collection: Collection, codenames: Iterable[str]) -> None:
    apps = {"image": "wagtailimages", "document": "wagtaildocs"}
    names = [f"{apps[codename.partition('_')[2]]}.{codename}" for codename in codenames]
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=group, collection=collection, permission=each)
            for each in permissions_named(names)
        ],
        ignore_conflicts=True,
    )


def _workflow(page: Page, network: NetworkSettings, reviewers: tuple[Group, ...]) -> None:
    kept = WorkflowPage.objects.filter(page=page).first()
    if kept:
        # The tasks of the network's first reviewers are for those who may do as much.
        for task in GroupApprovalTask.objects.filter(
            workflow_tasks__workflow=kept.workflow_id, groups=reviewers[0]
        ):
            task.groups.add(*reviewers)
        return
    name = f"{network.short_name} - modération"
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.add(*reviewers)
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
