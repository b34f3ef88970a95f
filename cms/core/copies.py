"""What may not be done to a copy in the admin, by anybody: it follows its origin."""

from typing import Any

from django.db.models import Exists, Q
from wagtail.models import Page, PagePermissionTester

from cms.core.registry import shared_kinds


class CopyPermissionTester(PagePermissionTester):
    """Lets people open a copy, which is locked, and nothing else: superusers included.

    Wagtail asks it before every button, view and bulk action. What a network does not want on its
    site it refuses among what it received, so that the ledger knows.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002 - Wagtail's signature
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_publish(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_lock(self) -> bool:
        return False

    def can_unlock(self) -> bool:
        return False


def holds_copies(page: Page) -> bool:
    """Whether the page is a copy or has copies below it: one query for all kinds."""
    copies = Q(pk__in=[])
    for kind in shared_kinds():
        copies |= Q(Exists(kind.objects.filter(is_copy=True, path__startswith=page.path)))
    return Page.objects.filter(copies, pk=page.pk).exists()


def titles_of_holders(pages: Any) -> list[str]:
    """Of these pages, the titles of those that are copies or hold some."""
    return [page.get_admin_display_title() for page in pages if holds_copies(page)]
