"""The door of the administration: what belongs to another network is as if it were not."""

from collections.abc import Callable
from inspect import unwrap
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.defaults import page_not_found

from cms.core.tenancy import bulk, ids, screens
from cms.core.tenancy.actor import acting, answer_to, policy_is_on, sees_everything

ENTER = "wagtailadmin.access_admin"


class DoorMiddleware:
    """Answers 404 to ids of other networks, before the view or anybody else looks at them.

    Whom it lets in, the rest of this package answers: listings, forms and the API ask it for whom.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view, which is narrowed no longer than it takes."""
        with acting(None):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """404 where the address, the query or the form names what the person may not see."""
        if not policy_is_on() or not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        user = request.user
        if not user.is_authenticated or sees_everything(user) or not user.has_perm(ENTER):
            return None
        answer_to(user)
        bulk.narrow_actions(kwargs)
        if not lets_in(request, view, args, kwargs):
            return not_found(request)
        instead = screens.IN_PLACE.get(unwrap(view))
        return instead(request, *args, **kwargs) if instead else None


def lets_in(request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether the person may see every row that the request names."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    try:
        named = [*ids.in_address(view, name, kwargs, args), *ids.in_request(request, view, kwargs)]
    except ids.UnknownParameterError:
        return False
    return ids.all_visible(named, request.user)


def not_found(request: HttpRequest) -> HttpResponse:
    """The administration's own answer to what is not there."""
    return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")
