"""Says why something is refused in the admin, where Wagtail would only say that it is."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

from cms.core.kept import REASONS, why_not_translated, why_not_translated_with_children

PAGES = "wagtailadmin_pages"
TRANSLATE = "wagtail_localize:submit_page_translation"


class ReasonsMiddleware:
    """Wagtail asks the permissions on a page before any hook is run: this comes first.

    It refuses nothing that the permissions would not, and tells nothing to people who may not
    edit the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The way back with the reason, or None to go on."""
        reason = reason_for(request)
        if reason is None:
            return None
        page = Page.objects.filter(pk=kwargs.get("page_id", kwargs.get("page_to_move_id"))).first()
        if page is None or not request.user.is_authenticated or page.is_root():
            return None
        said = reason(page.specific) if page.permissions_for_user(request.user).can_edit() else ""
        if not said:
            return None
        messages.error(request, said)
        return redirect("wagtailadmin_home")


def reason_for(request: HttpRequest) -> Callable[[Page], str] | None:
    """What to ask of the page before the view; None for a view of which nothing is asked."""
    match = request.resolver_match
    if match is None:
        return None
    if match.view_name == TRANSLATE:
        return why_not_translated_with_children if request.POST.get("include_subtree") else why_not_translated
    return REASONS.get(match.url_name or "") if match.namespace == PAGES else None
