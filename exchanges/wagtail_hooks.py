"""Where the admin meets the exchanges."""

from cms.core.registry import reference_viewsets
from exchanges.viewsets import MethodViewSet

reference_viewsets.append(MethodViewSet)
