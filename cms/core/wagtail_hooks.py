"""Keeps copies as their origins are, whatever is asked of the pages around them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page

from cms.core import reference_hooks, together  # noqa: F401 - Wagtail looks for this module only
from cms.core.bulk_actions import ScopedDelete
from cms.core.copies import holds_copies, titles_of_holders
from cms.core.kept import why_copies_are_kept

REFUSED_IN_BULK = {"delete", "move", "unpublish", "publish"}

# After Wagtail's own action of the same name, which it replaces for these models.
hooks.register("register_bulk_action", ScopedDelete, order=100)


class ReadOnlyPagesAPI(PagesAdminAPIViewSet):
    """The pages of the admin's API, which Wagtail's own screens only read.

    Its actions run no hook and ask none of the questions that the screens ask.
    """

    actions: dict[str, Any] = {}


@hooks.register("construct_admin_api")
def close_actions(router: WagtailAPIRouter) -> None:
    """Answer 404 to every action on a page."""
    router.register_endpoint("pages", ReadOnlyPagesAPI)


def _refuse(request: HttpRequest, titles: list[str]) -> HttpResponse:
    messages.error(request, why_copies_are_kept(titles))
    return redirect("wagtailadmin_home")


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
@hooks.register("before_convert_alias_page")
def keep_copies(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse what would take away a copy, also below the page."""
    return _refuse(request, [page.get_admin_display_title()]) if holds_copies(page) else None


@hooks.register("before_move_page")
def keep_copies_in_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move a page with the copies below it."""
    return keep_copies(request, page)


@hooks.register("before_copy_page")
def no_copy_of_a_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to copy a copy, or a page together with the copies below it."""
    with_children = request.method == "POST" and "copy_subpages" in request.POST
    is_copy = getattr(page.specific, "is_copy", False)
    if is_copy or (with_children and holds_copies(page)):
        return _refuse(request, [page.get_admin_display_title()])
    return None


@hooks.register("before_edit_page")
def keep_copies_as_they_are(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to save a copy: Wagtail's lock says so too, this holds if it ever does not."""
    if request.method == "POST" and getattr(page, "is_copy", False):
        return _refuse(request, [page.get_admin_display_title()])
    return None


@hooks.register("before_bulk_action")
def keep_copies_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse the same for many pages at once."""
    if action_type not in REFUSED_IN_BULK or not issubclass(action.model, Page):
        return None
    titles = titles_of_holders(objects)
    return _refuse(request, titles) if titles else None
