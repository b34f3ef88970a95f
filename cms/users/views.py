"""The pages of an account that allauth has not, or not quite."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.users import second_factor


@require_safe
@login_required
def account_home(request: HttpRequest) -> HttpResponse:
    """What somebody may change of their account."""
    context = {
        "has_second_factor": second_factor.has_one(request.user),
        "needs_second_factor": second_factor.is_missing(request),
    }
    return render(request, "account/home.html", context)


class ActivateView(ActivateTOTPView):
    """The set-up of the second factor, which says to whom it is a duty."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether they were led here."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "is_required": second_factor.is_missing(self.request)}


activate_totp = ActivateView.as_view()


def instead(name: str) -> Callable[..., HttpResponse]:
    """A view of Wagtail’s, replaced by the one of that name: what is posted goes along."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return redirect_to_login(request.GET.get("next", ""), reverse(name))
        return HttpResponseRedirect(resolve_url(name), preserve_request=True)

    return view


def too_many(request: HttpRequest) -> HttpResponse:
    """The page for who tried too often."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response
