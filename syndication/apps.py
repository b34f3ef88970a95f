"""App configuration of syndication."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyndicationConfig(AppConfig):
    """Rules, deliveries, and the engine that copies."""

    name = "syndication"
    verbose_name = _("Sharing between networks")

    def ready(self) -> None:
        """Listen to what changes."""
        from syndication import signals  # noqa: F401
