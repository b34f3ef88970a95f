"""App configuration of the kernel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """What every other app stands on."""

    name = "cms.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Register the project’s invariants, the shipped lists and how the admin asks for them."""
        from cms.core import admin_fields, checks, reference  # noqa: F401
