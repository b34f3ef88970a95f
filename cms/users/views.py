"""The pages of an account that allauth has not, or not quite."""

from collections.abc import Callable
from typing import Any

from allauth.core.internal import ratelimit
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.users import second_factor, signups
from cms.users.accounts import sign_in_url
from cms.users.forms import DetailsForm
from cms.users.mails import site_of
from cms.users.models import User
from cms.users.strangers import may


@require_safe
@login_required
def account_home(request: HttpRequest) -> HttpResponse:
    """What somebody may change of their account."""
    context = {
        "has_second_factor": second_factor.has_one(request.user),
        "needs_second_factor": second_factor.is_missing(request),
    }
    return render(request, "account/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def details(request: HttpRequest) -> HttpResponse:
    """What somebody is called, and their language."""
    form = DetailsForm(request.POST or None, instance=User.objects.get(pk=request.user.pk or 0))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your details are saved."))
        return redirect("account_home")
    return render(request, "account/details.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_sign_up(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: looking changes nothing, the button opens the account."""
    sign_up = signups.find(token=token, site_id=site_of(request))
    if sign_up is None:
        if not may(request, "link"):
            return ratelimit.respond_429(request)
        return render(request, "account/sign_up_over.html", status=404)
    if request.method != "POST":
        return render(request, "account/sign_up_confirm.html", {"sign_up": sign_up})
    if signups.confirm(sign_up=sign_up) is None:
        return render(request, "account/sign_up_over.html", status=404)
    messages.success(request, _("Your account is open: sign in to enter your space."))
    return redirect(sign_in_url(resolve_url(settings.LOGIN_REDIRECT_URL)))


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
