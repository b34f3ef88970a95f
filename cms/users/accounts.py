"""What other apps may do with accounts: open one, find one, sign its owner in, write to them.

    user = open_account(email=..., password=..., first_name=..., last_name=...)
    return sign_in(request, user, next_url="/admin/")

A password is checked by the form that asks for it (`django.contrib.auth.password_validation`).
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from cms.users.mails import link, network_mail, site_of
from cms.users.models import ADMIN, User

__all__ = ["link", "network_mail", "open_account", "person_at", "sign_in", "sign_in_url", "site_of"]


def open_account(*, email: str, password: str, first_name: str = "", last_name: str = "") -> User:
    """A new account whose address is known to be its owner's, since they came by a mail sent there.

    Raises django.db.IntegrityError when there is one with that address: look first (`person_at`).
    """
    with transaction.atomic():
        return User.objects.create_user(email, password, first_name=first_name, last_name=last_name)


def person_at(email: str) -> User | None:
    """Who has that address, an account that was closed included."""
    return User.objects.filter(email=email.strip().lower()).first()


def sign_in(request: HttpRequest, user: User, *, next_url: str = "") -> HttpResponse:
    """Sign in somebody who has just proved who they are, and send them on (within this site).

    A closed account is told so, and a second factor is asked for where there is one.
    """
    record_authentication(request, user, "password", email=user.email)
    shorten(request, user)
    onward = next_url if get_adapter().is_safe_url(next_url) else None
    answer: HttpResponse = perform_login(request, user, email=user.email, redirect_url=onward)
    return answer


def shorten(request: HttpRequest, user: Any) -> None:
    """People of the administration sign in once a day, whatever they ticked."""
    if user.has_perm(ADMIN):
        request.session.set_expiry(settings.ADMIN_SESSION_AGE)


def sign_in_url(next_url: str) -> str:
    """The way to the sign-in page that leads back to that path of the same site."""
    return f"{reverse('account_login')}?{urlencode({'next': next_url})}"
