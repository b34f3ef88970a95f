"""Hears of what may change who could answer whom, and queues the pages concerned."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django_q.tasks import async_task
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from cms.core import registry
from cms.core.models import SharedPage

EVERY_MINUTES = 60


@receiver([page_published, page_unpublished], dispatch_uid="exchanges.match")
def page_changed(instance: Page, **kwargs: Any) -> None:
    """An offer, a need or a structure came, changed or left."""
    if isinstance(instance, SharedPage):
        queue_matching([instance.origin_page_id or instance.pk])


@registry.hears_of_places
def queue_matching(origins: Iterable[int]) -> None:
    """Have these origin pages matched, once what brought them where they are is committed."""
    ids = sorted(set(origins))
    if ids:
        transaction.on_commit(lambda: async_task("exchanges.tasks.match_pages", ids))


@receiver(post_migrate, dispatch_uid="exchanges.schedules")
def create_schedule(sender: Any, **kwargs: Any) -> None:
    """Have all matches looked at each hour: last days pass without anybody saying so."""
    if sender.name != "exchanges":
        return
    from django_q.models import Schedule

    Schedule.objects.update_or_create(
        name="Match everything",
        defaults={
            "func": "exchanges.tasks.match_everything",
            "schedule_type": Schedule.MINUTES,
            "minutes": EVERY_MINUTES,
        },
    )
