"""Who comes through the door of the administration."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cms.core.admin_address import in_admin
from cms.users.models import ADMIN
from cms.users.second_factor import is_missing

# These lead out of the administration: nobody may be held back from them.
WAYS_OUT = {"admin_sign_in", "admin_sign_out", "admin_password_reset"}
# In the session: the page to which somebody was on their way when they were led to the set-up.
ONWARD = "onward"


class AdminDoorMiddleware:
    """Asked before any view of the administration, whatever its kind or method.

    Wagtail sends people who may not enter to the sign-in page, which would send them back, for ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None to let them in; Wagtail itself shows the way to people who are not signed in."""
        match = request.resolver_match
        if not in_admin(request) or (match is not None and match.url_name in WAYS_OUT):
            return None
        if not request.user.is_authenticated:
            return None
        if not request.user.has_perm(ADMIN):
            return turn_away(request)
        if is_missing(request):
            return lead_to_second_factor(request)
        end_within_a_day(request)
        return None


def end_within_a_day(request: HttpRequest) -> None:
    """Shorten the session of somebody who came to the administration with a longer one."""
    if request.session.get_expiry_age() > settings.ADMIN_SESSION_AGE:
        request.session.set_expiry(settings.ADMIN_SESSION_AGE)


def turn_away(request: HttpRequest) -> HttpResponse:
    """Say that the administration is for others, and where to go."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return render(request, "users/no_admin.html", status=403)


def lead_to_second_factor(request: HttpRequest) -> HttpResponse:
    """The page on which it is set up; a script that asks for data is refused."""
    wants_page = request.accepts("text/html") and "x-requested-with" not in request.headers
    if request.method not in ("GET", "HEAD") or not wants_page:
        return render(request, "users/second_factor_first.html", status=403)
    request.session[ONWARD] = request.get_full_path()
    return redirect("mfa_activate_totp")
