"""App configuration of the kernel."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """What every other app stands on."""

    name = "cms.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Register the project’s invariants, the shipped lists, how the admin asks for them, the schedules."""
        from cms.core import admin_fields, checks, reference  # noqa: F401
        from cms.core.schedules import create_schedules
        from cms.core.tenancy.setup import set_up

        set_up()
        post_migrate.connect(create_schedules, sender=self, dispatch_uid="core.schedules")
