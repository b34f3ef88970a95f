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
        from exchanges import provisioning, reference, schedules, scopes, signals  # noqa: F401
        from exchanges.care import setup as care  # noqa: F401
        from exchanges.conversations import setup as conversations  # noqa: F401
        from exchanges.matching import setup as matching  # noqa: F401
        from exchanges.matching.panels import matches_tab
        from exchanges.notices import setup as notices  # noqa: F401
        from exchanges.publishing import setup as publishing  # noqa: F401
        from exchanges.space import setup as space  # noqa: F401
        from exchanges.structures import setup as structures  # noqa: F401

        registry.page_tabs.append(matches_tab)
        scopes.register()
