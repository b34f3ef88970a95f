"""App configuration of what circulates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangesConfig(AppConfig):
    """Organisations, offers and needs."""

    name = "exchanges"
    verbose_name = _("What circulates")

    def ready(self) -> None:
        """Say what a new network is given, which lists are shipped, whose rows are whose; listen to changes."""
        from cms.core import registry
        from cms.core.tenancy.scopes import register_scope, share
        from exchanges import provisioning, reference, signals  # noqa: F401
        from exchanges.matching.panels import matches_tab
        from exchanges.matching.scopes import matches
        from exchanges.models import Match, Method

        registry.page_tabs.append(matches_tab)
        register_scope(Match, matches)
        share(Method, "the list of methods, shipped with the platform")
