"""Hears of what may change the plan, and queues the pages concerned."""

from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    pre_page_move,
)

from cms.core.models import Area, SharedPage, Theme
from cms.core.registry import shared_kinds
from cms.core.thesaurus import thesaurus_changed
from sites.models import NetworkSettings
from syndication.copies import path_of
from syndication.facts import home_finder
from syndication.models import Delivery, SyndicationRule
from syndication.moving import make_room
from syndication.queue import queue_everything, queue_pages


@receiver(page_slug_changed, dispatch_uid="syndication.slug")
def address_changed(instance: Page, **kwargs: Any) -> None:
    """A page has another address, with all below it: copies and the ledger say where things are."""
    queue_pages(_shared_below(instance))
    rows = Delivery.objects.filter(copy__path__startswith=instance.path)
    moved = list(rows.select_related("copy", "target__root_page"))
    for row in moved:
        row.path = path_of(cast("Page", row.copy), row.target)
    Delivery.objects.bulk_update(moved, ["path"], batch_size=500)


@receiver(post_save, sender=Site, dispatch_uid="syndication.site")
@receiver([post_save, post_delete], sender=NetworkSettings, dispatch_uid="syndication.network")
def network_changed(*, raw: bool = False, **kwargs: Any) -> None:
    """A network has another address or role: what its copies say and may hold can change."""
    if not raw:
        queue_everything(thorough=True)


@receiver([page_published, page_unpublished], dispatch_uid="syndication.page")
def page_changed(instance: Page, **kwargs: Any) -> None:
    """A page changed: it, if it is shared, and the pages that name it."""
    queue_pages([instance.pk, *_mentioning(instance)])


@receiver(post_delete, dispatch_uid="syndication.deleted")
def page_deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    """An origin was deleted: its copies have to go."""
    if isinstance(instance, SharedPage) and not instance.is_copy:
        queue_pages([instance.pk, *_mentioning(instance)])


@receiver(pre_page_move, dispatch_uid="syndication.moving")
def page_moves(instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Where an origin moves to, its copy must not hold its slug: it is about to go anyway."""
    make_room(page=instance, parent=parent_page_after)


@receiver(post_page_move, dispatch_uid="syndication.moved")
def page_moved(instance: Page, **kwargs: Any) -> None:
    """A page moved, with all below it: perhaps to another network, which alone now knows all of it."""
    ids = _shared_below(instance)
    home_of = home_finder()
    home = home_of(Page.objects.values_list("path", flat=True).get(pk=instance.pk))
    Delivery.objects.filter(page__in=ids).update(network=home)
    queue_pages(ids)


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="syndication.restricted")
def page_restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page got or lost a password, with all below it."""
    queue_pages([*_shared_below(instance.page), *_mentioning(instance.page)])


@receiver([post_save, post_delete], sender=SyndicationRule, dispatch_uid="syndication.rule")
@receiver([post_save, post_delete], sender=Theme, dispatch_uid="syndication.theme")
@receiver(thesaurus_changed, dispatch_uid="syndication.thesaurus")
def rules_changed(*, raw: bool = False, **kwargs: Any) -> None:
    """A rule or the thesaurus changed: everything may have to move."""
    if not raw:
        queue_everything()


@receiver(post_delete, sender=Area, dispatch_uid="syndication.area")
def area_deleted(**kwargs: Any) -> None:
    """An area on which rules may go is gone."""
    queue_everything()


def _shared_below(page: Page) -> list[int]:
    found: list[int] = []
    for kind in shared_kinds():
        found += kind.objects.origins().descendant_of(page, inclusive=True).values_list("pk", flat=True)
    return found


def _mentioning(page: Page) -> list[int]:
    """Ids of the shared pages that refer to this one, by a field or in their text."""
    base = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(Page(pk=page.pk)).filter(base_content_type=base)
    return [int(pk) for pk in references.values_list("object_id", flat=True)]


@receiver(post_migrate, dispatch_uid="syndication.schedules")
def create_schedules(sender: Any, **kwargs: Any) -> None:
    """Have the reconciliations run: every ten minutes, and each night comparing every copy."""
    if sender.name != "syndication":
        return
    from django_q.models import Schedule

    Schedule.objects.update_or_create(
        name="Reconcile every site",
        defaults={
            "func": "syndication.tasks.sync_everything",
            "schedule_type": Schedule.MINUTES,
            "minutes": 10,
        },
    )
    Schedule.objects.update_or_create(
        name="Compare every copy",
        defaults={
            "func": "syndication.tasks.sync_everything",
            "kwargs": "thorough=True",
            "schedule_type": Schedule.CRON,
            "cron": "30 3 * * *",
        },
    )
