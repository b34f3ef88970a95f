"""App configuration of what circulates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangesConfig(AppConfig):
    """Organisations, offers and needs."""

    name = "exchanges"
    verbose_name = _("What circulates")

    def ready(self) -> None:
        """Say what a new network is given and which lists are shipped."""
        from cms.core.tenancy.scopes import share
        from exchanges import provisioning, reference  # noqa: F401
        from exchanges.models import Method

        share(Method, "the list of methods, shipped with the platform")
