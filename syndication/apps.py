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
        from cms.core.permissions import user_networks
        from cms.core.tenancy.scopes import register_scope
        from syndication import conditions, provisioning, queries, signals  # noqa: F401
        from syndication.models import Delivery
        from syndication.panels import sharing_tab

        register_scope(Delivery, lambda user: queries.visible_in(user_networks(user)))
        registry.page_tabs.append(sharing_tab)
