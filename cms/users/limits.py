"""How often one may try, so that guessing is slow and nobody can be locked out by others.

allauth counts by client address, and by client address and account together. Beyond those, the tries
at one account from everywhere are counted too: browsers in which its owner was signed in before are
not held back by what strangers do elsewhere.
"""

from typing import Any

from allauth.core import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

KNOWN = "known_browser"
KNOWN_FOR = 180 * 24 * 3600


def _mark(email: str) -> str:
    return salted_hmac(KNOWN, email.lower(), algorithm="sha256").hexdigest()


def remember_browser(response: HttpResponseBase, email: str) -> None:
    """Leave in the browser that the owner of the account was signed in there."""
    response.set_signed_cookie(
        KNOWN,
        _mark(email),
        salt=KNOWN,
        max_age=KNOWN_FOR,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def knows(request: HttpRequest, email: str) -> bool:
    """Whether the owner of that account was signed in in this browser."""
    found = request.get_signed_cookie(KNOWN, "", salt=KNOWN, max_age=KNOWN_FOR)
    return bool(found) and constant_time_compare(str(found), _mark(email))


def spend(user_id: int, code: str) -> bool:
    """Whether the code of the second factor is new; from now on it is not, for as long as it is valid."""
    valid_for = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
    return cache.add(f"second-factor-{user_id}-{normalize_user_code(code)}", 1, timeout=valid_for)


def forgive(request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """After a reset: whoever used up the tries at codes with the old password is out, its owner is not."""
    ratelimit.clear(request, action="login_failed", key=f"mfa-auth-user-{user.pk}")


def may_write_to(request: HttpRequest, email: str) -> bool:
    """Whether that address may be sent another reset: strangers must not be able to flood it."""
    return ratelimit.consume(request, action="reset_mail", key=email.lower())
