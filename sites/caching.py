"""How long answers may be kept, and by whom: said of every page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from wagtail import hooks
from wagtail.models import Page

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


@hooks.register("on_serve_page")
def say_who_may_keep(serve: Serve) -> Serve:
    """A page read by somebody signed in is for them alone; any other is asked again each time.

    What a visitor reads may be withdrawn or end at any moment: no cache may outlive it.
    """

    def inner(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = serve(page, request, args, kwargs)
        if not response.has_header("Cache-Control"):
            alone = {"private": True} if request.user.is_authenticated else {}
            patch_cache_control(response, no_cache=True, **alone)
        patch_vary_headers(response, ["Cookie"])
        return response

    return inner
