"""Where the admin meets the exchanges."""

from wagtail import hooks

from cms.core.registry import reference_viewsets
from exchanges.structures.viewsets import ClaimsViewSet
from exchanges.viewsets import MethodViewSet

reference_viewsets.append(MethodViewSet)


@hooks.register("register_admin_viewset")
def add_claims() -> ClaimsViewSet:
    """Who asks to speak for which structure."""
    return ClaimsViewSet()
