"""A page that moves to a network which already shows its copy takes the copy's place.

The copy is about to go: the engine takes it away once the page stands there. Until then it must
not hold the address.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.models import Page

from cms.core.models import SharedPage


def copies_below(page: Page, parent: Page) -> QuerySet[Any]:
    """The copies of an origin that are children of that page."""
    if not isinstance(page, SharedPage) or page.is_copy:
        return Page.objects.none()
    return cast("QuerySet[Any]", type(page).objects.child_of(parent).filter(uid=page.uid, is_copy=True))


def make_room(*, page: Page, parent: Page) -> int:
    """Have copies of the page below that parent leave its slug; how many did."""
    page = page.specific
    aside = str(getattr(page, "uid", ""))
    return copies_below(page, parent).update(slug=aside, url_path=f"{parent.url_path}{aside}/")


@contextmanager
def room_for(pages: Iterable[Page], parent: Page) -> Iterator[None]:
    """Make room while somebody asks to move the pages; copies come back unless all have moved."""
    with transaction.atomic():
        moving = [page.pk for page in pages if make_room(page=page, parent=parent)]
        yield
        moved = Page.objects.child_of(parent).filter(pk__in=moving).count()
        if moved < len(moving):
            transaction.set_rollback(True)


class RoomyMove(MoveBulkAction):
    """Wagtail's move of many pages; a copy of one of them does not bar its way."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Move them, once their copies stand aside."""
        destination = form.cleaned_data["chooser"]
        chosen, _without = super().get_actionable_objects()
        user = self.request.user
        allowed = [page for page in chosen if page.permissions_for_user(user).can_move_to(destination)]
        with room_for(allowed, destination):
            return cast("HttpResponse", super().form_valid(form))


class MoveMiddleware:
    """Does the same before Wagtail's move of one page, which looks at the slug first of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The answer of the view, when a copy has to stand aside for it; None to go on.

        The question whether to move only looks: as nothing moves, all is as before after it.
        """
        match = request.resolver_match
        if match is None or match.view_name != "wagtailadmin_pages:move_confirm":
            return None
        page = Page.objects.filter(pk=kwargs["page_to_move_id"]).first()
        parent = Page.objects.filter(pk=kwargs["destination_id"]).first()
        if page is None or parent is None or not copies_below(page.specific, parent).exists():
            return None
        user = request.user
        if not user.has_perm("wagtailadmin.access_admin"):
            return None
        if not page.permissions_for_user(user).can_move_to(parent):
            return None
        with room_for([page], parent):
            return cast("HttpResponse", view(request, *args, **kwargs))
