"""App configuration of the networks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """The networks: identity, theme, roles, provisioning."""

    name = "sites"
    verbose_name = _("Networks")

    def ready(self) -> None:
        """Say with every page who may keep it."""
        from sites import caching  # noqa: F401
