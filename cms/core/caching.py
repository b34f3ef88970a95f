"""Who may keep an answer, and for how long. Every address states one of these policies.

Our own views are decorated with theirs; the addresses of Wagtail and of other packages are given
one where `cms.urls` takes them in. An address that states none is refused by `tests/core/test_caching.py`,
and until then nobody may keep its answers.

The host decides which network answers, and stands in `Vary`: nginx, unless told otherwise, files
what it keeps by the address of our process, not by the host that was asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from wagtail.utils.urlpatterns import decorate_urlpatterns

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Policy:
    """A decorator of views. `signed_in` is said to people who are, where it differs."""

    control: str
    vary: tuple[str, ...] = ()
    signed_in: str = ""

    def __call__(self, view: View) -> View:
        """The view, whose answers state the policy."""

        @wraps(view)
        def stating(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            self.state(request, response)
            return response

        stating.cache_policy = self  # type: ignore[attr-defined]
        return stating

    def state(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Say it, unless the view said something else. Errors are for nobody to keep."""
        if response.status_code >= 400:
            response["Cache-Control"] = NEVER.control
        elif self is NEVER or not response.has_header("Cache-Control"):
            known = bool(self.signed_in) and request.user.is_authenticated
            response["Cache-Control"] = self.signed_in if known else self.control
        patch_vary_headers(response, self.vary)


NEVER = Policy("private, no-store")
# For one reader, whose browser asks again each time.
ONE_READER = Policy("private, no-cache")
# What visitors read may be withdrawn or end at any moment: no cache may outlive it.
PAGES = Policy("no-cache", vary=("Cookie", "Host"), signed_in=ONE_READER.control)
# The same for everybody who asks that host.
MINUTE = Policy("public, max-age=60", vary=("Host",))
HOUR = Policy("public, max-age=3600", vary=("Host",))
DAY = Policy("public, max-age=86400", vary=("Host",))
FOR_EVER = Policy("public, max-age=31536000, immutable", vary=("Host",))

POLICIES = (NEVER, ONE_READER, PAGES, MINUTE, HOUR, DAY, FOR_EVER)


def stated(patterns: list[Any], policy: Policy, **by_name: Policy) -> list[Any]:
    """The patterns of a package, each view under the policy, or under that of its name."""
    for pattern in patterns:
        own = by_name.get(getattr(pattern, "name", None) or "", policy)
        decorate_urlpatterns([pattern], own)
    return patterns


class CachingMiddleware:
    """Stands outside all others: an answer that states nothing, or was made for one person, is not shared."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, under the strictest policy where it has none."""
        response = self.get_response(request)
        control = response.get("Cache-Control", NEVER.control)
        if "no-store" in control:
            control = NEVER.control
        elif "private" not in control and for_one(request, response):
            control = ONE_READER.control
        response["Cache-Control"] = control
        return response


def for_one(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer sets a cookie, or was made from what the session holds."""
    session = getattr(request, "session", None)
    known = session is not None and session.accessed and not session.is_empty()
    return bool(response.cookies) or known
