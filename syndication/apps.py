"""App configuration of syndication."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyndicationConfig(AppConfig):
    """Rules, deliveries, and the engine that copies."""

    name = "syndication"
    verbose_name = _("Sharing between networks")

    def ready(self) -> None:
        """Listen to what changes, and say what people may do and see."""
        from cms.core import registry
        from syndication import conditions, provisioning, signals  # noqa: F401
        from syndication.panels import sharing_tab

        registry.page_tabs.append(sharing_tab)
