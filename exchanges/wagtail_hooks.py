"""Where the admin meets the exchanges, and what is done when one of them is shown."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from cms.core.registry import reference_viewsets
from exchanges.matching.feedback import looked
from exchanges.models import ExchangePage
from exchanges.viewsets import MethodViewSet

reference_viewsets.append(MethodViewSet)


@hooks.register("before_serve_page")
def note_look(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Somebody signed in reads an announcement: if they were told of it, they have looked."""
    if isinstance(page, ExchangePage) and request.user.is_authenticated:
        looked(news=page.origin_page_id or page.pk, by=request.user)
