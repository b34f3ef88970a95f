"""What allauth asks of a project, answered: whose mails, which way on, who counts as one attacker."""

import time
from ipaddress import ip_address
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from cms.users import limits
from cms.users.mails import link, network_mail, site_of, voice_of
from cms.users.models import ADMIN
from cms.users.signups import entrance_of


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened where the network says so; every mail leaves in the name of the network at hand."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password don’t go together."),
        "too_many_login_attempts": _("Too many tries: wait a few minutes, then try again."),
        "incorrect_code": _("This code is not right, or no longer valid: type the next one."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
        "rate_limited": _("Too many tries: wait a few minutes, then try again."),
        "duplicate_email": _("This is your address already, or will be once you confirm it."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether the network whose site is asked takes members; elsewhere people come by invitation."""
        return entrance_of(request) is not None

    def is_safe_url(self, url: str) -> bool:
        """Whether the address is on the very site that was asked."""
        request: HttpRequest = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the administration those who work there, to their space the others."""
        user: Any = request.user
        return resolve_url("wagtailadmin_home" if user.has_perm(ADMIN) else settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account, where the change is confirmed."""
        return reverse("account_home")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Back to the account; who is not signed in is asked to."""
        return reverse("account_home")

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """On the site of the network, whatever host the request claims."""
        return link(site_of(request), "account_confirm_email", emailconfirmation.key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue it in the name of the network whose site was asked."""
        network_mail(site_id=site_of(self.request), to=email, template=template_prefix, context=context)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in has just said their password."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; raises ValidationError when there were too many."""
        super().pre_authenticate(request, **credentials)
        email = credentials.get("email", "").lower()
        if limits.knows(request, email):
            return
        wide = ratelimit.consume(request, app="allauth.account", action="login_account", key=email)
        if wide is None:
            raise self.validation_error("too_many_login_attempts")
        if self._login_failed_rl_usage:
            # A try that succeeds is taken off all counts.
            self._login_failed_rl_usage.usage.extend(wide.usage)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The way on, in a browser that is known from now on."""
        response = super().post_login(request, user, **kwargs)
        limits.remember_browser(response, user.email)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address; one of IPv4 as such, else all of IPv4 would fall in one range of IPv6."""
        address = ip_address(super().get_client_ip(request))
        return str(getattr(address, "ipv4_mapped", None) or address)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One client's tries at one account, on whichever network's site.

        By account alone, anybody could lock out anybody else.
        """
        return f"{ratelimit.get_ip(request)} {credentials.get('email', '').lower()}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor, named after the network on whose site it is set up."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        """What the application on the telephone shows."""
        return voice_of(site_of(self.request)).name
