"""The door of the administration: what belongs to another network is as if it were not."""

from collections.abc import Callable
from inspect import unwrap
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from cms.core.admin_address import in_admin
from cms.core.tenancy import bulk, crossings, ids, screens
from cms.core.tenancy.actor import acting, answer_to, policy_is_on, sees_everything

ENTER = "wagtailadmin.access_admin"
NAMED = "_networks_named"


class DoorMiddleware:
    """Answers 404 to ids of other networks, before the view or anybody else looks at them.

    Whom it lets in, the rest of this package answers: listings, forms and the API ask it for whom.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view, which is narrowed no longer than it takes."""
        with acting(None):
            response = self.get_response(request)
        named = getattr(request, NAMED, ())
        if named and crossings.is_crossing(request, response):
            crossings.write_down(request, named)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """404 where the address, the query or the form names what the person may not see."""
        if not policy_is_on() or not in_admin(request):
            return None
        user = request.user
        if not user.is_authenticated or not user.has_perm(ENTER):
            return None
        if sees_everything(user):
            note_networks(request, view, args, kwargs)
            return None
        answer_to(user)
        bulk.narrow_actions(kwargs)
        if not lets_in(request, view, args, kwargs):
            return not_found(request)
        instead = screens.IN_PLACE.get(unwrap(view))
        return instead(request, *args, **kwargs) if instead else None


def note_networks(request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Remember to which networks belongs what a superuser is about to change: it may be gone after."""
    if request.method not in crossings.SAFE:
        named = crossings.named_by(request, view, args, kwargs)
        setattr(request, NAMED, crossings.networks_of(named))


def lets_in(request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether the person may see every row that the request names."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    try:
        named = [*ids.in_address(view, name, kwargs, args), *ids.in_request(request, view, kwargs)]
    except ids.UnknownParameterError:
        return False
    return ids.body_is_known(request, name) and ids.all_visible(named, request.user)


def not_found(request: HttpRequest) -> HttpResponse:
    """The administration's own answer to what is not there."""
    return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")
