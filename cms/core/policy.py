"""What browsers are told to refuse: the headers that every answer carries, errors and files included."""

from dataclasses import replace

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.core.admin_address import in_admin


class PolicyMiddleware(CSPMiddleware):
    """The policy of the public pages; the administration's own on Wagtail's screens."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """What Django has no setting for. A view that said something else keeps it."""
        for header, value in settings.FURTHER_HEADERS.items():
            response.setdefault(header, value)
        return super().process_response(request, response)

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002 - django-csp's
    ) -> PolicyParts:
        """What the header is made of. A view that asked for its own policy keeps it."""
        parts = super().get_policy_parts(request, response, report_only)
        if report_only or not in_admin(request) or parts.config is not None:
            return parts
        return replace(parts, config=settings.ADMIN_POLICY)
