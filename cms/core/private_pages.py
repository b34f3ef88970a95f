"""The way in to pages that are for people who are signed in, or for some of them."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page, which sends back; raises PermissionDenied.

    Somebody signed in whom the page turned away would be sent to and fro by both for ever.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", "/"), reverse("account_login"))
