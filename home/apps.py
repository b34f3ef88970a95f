"""App configuration of the editorial pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Home pages and editorial pages: gathers the rest."""

    name = "home"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Say what the root page of a new network is."""
        from cms.core import registry
        from home.models import HomePage

        registry.make_home = HomePage.for_network
