"""The pages under which a network stands: home pages and lists are not taken away by anybody."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester, Site

from cms.core.copies import holds_copies

CACHED = "_kept_sites"


class KeptPermissionTester(PagePermissionTester):
    """Refuses to superusers too what would take away a network or copies.

    Wagtail's actions ask it whichever way they are called: views, bulk actions, the admin's API.
    """

    page: "KeptPage"

    @cached_property
    def why_kept(self) -> str:
        """Why the page stays where it is and is shown; empty when it need not be."""
        return why_kept(self.page, sites_at_hand(self.user))

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002 - Wagtail's signature
        allowed = super().can_delete(ignore_bulk)
        return allowed and not (why_not_deleted(self.page, sites_at_hand(self.user)) or self.why_kept)

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish()) and not self.why_kept

    def can_move_to(self, destination: Page) -> bool:
        # Wagtail asks this too when pages are put in order; superusers are not asked `can_move`.
        if self.page.is_child_of(destination):
            return bool(destination.permissions_for_user(self.user).can_reorder_children())
        return self.can_move() and super().can_move_to(destination)

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:  # noqa: FBT001, FBT002
        # Copies below would become pages typed here.
        return super().can_copy_to(destination, recursive) and not (recursive and holds_copies(self.page))


class KeptPage(Page):
    """A home page or a list of a network; abstract."""

    # Each network has one, whether or not anything stands below it.
    stays_even_empty = False

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """What the user may do to it."""
        return KeptPermissionTester(user, self)

    def clean(self) -> None:
        """Raise ValidationError for a day on which it would be unpublished all the same."""
        super().clean()
        why = why_kept(self, all_sites()) if self.expire_at and self.pk else ""
        if why:
            raise ValidationError(_("It can't expire. %(why)s") % {"why": why})


def all_sites() -> list[Site]:
    """Every site with its home page."""
    return list(Site.objects.select_related("root_page"))


def sites_at_hand(user: Any) -> list[Site]:
    """The same, read once for the life of the user object: listings ask several times for each row."""
    found = getattr(user, CACHED, None)
    if found is None:
        found = all_sites()
        setattr(user, CACHED, found)
    return cast("list[Site]", found)


def why_kept(page: Page, sites: list[Site]) -> str:
    """Why a page is neither deleted, moved nor unpublished, by anybody; empty when it may be."""
    rooted = next((site for site in sites if site.root_page.path.startswith(page.path)), None)
    if rooted:
        words = _("This is the home page of %(network)s: everything of the network stands below it.")
        return words % {"network": rooted.site_name or rooted.hostname}
    return why_copies_are_kept([page.get_admin_display_title()]) if holds_copies(page) else ""


def why_not_deleted(page: Page, sites: list[Site]) -> str:
    """Why a page is neither deleted nor moved, though it may be unpublished; empty when it may be."""
    above = page.path[: -Page.steplen]
    if getattr(page, "stays_even_empty", False) and any(site.root_page.path == above for site in sites):
        words = _("“%(title)s” is a list of this network: what is typed or received stands in it.")
        return words % {"title": page.get_admin_display_title()}
    return ""


def why_copies_are_kept(titles: list[str]) -> str:
    """The words for pages that are copies or hold some."""
    return _(
        "%(titles)s: received from another network, or holding such pages. They follow their "
        "original; to have one no more on this site, refuse it in “Received”, tab “Shown”."
    ) % {"titles": ", ".join(titles)}


def why_not_unpublished(page: Page) -> str:
    """What is said before a page is unpublished."""
    return why_kept(page, all_sites())


def why_not_taken_away(page: Page) -> str:
    """What is said before a page is deleted or moved."""
    sites = all_sites()
    return why_kept(page, sites) or why_not_deleted(page, sites)


def why_not_translated(page: Page) -> str:
    """What is said before a page is translated: a copy is what its origin is, in its languages."""
    return why_copies_are_kept([page.get_admin_display_title()]) if getattr(page, "is_copy", False) else ""


def why_not_translated_with_children(page: Page) -> str:
    """What is said before a page is translated with those below it."""
    return why_copies_are_kept([page.get_admin_display_title()]) if holds_copies(page) else ""


# What is asked before each view of a page, by the name of its address.
REASONS = {
    "delete": why_not_taken_away,
    "unpublish": why_not_unpublished,
    "move": why_not_taken_away,
    "move_confirm": why_not_taken_away,
}
