"""Hears of what may change who could answer whom, and queues the pages concerned."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django_q.tasks import async_task
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from cms.core import registry
from cms.core.models import SharedPage


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
