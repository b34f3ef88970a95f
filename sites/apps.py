"""App configuration of the networks."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """The networks: identity, theme, roles, provisioning."""

    name = "sites"
    verbose_name = _("Networks")

    def ready(self) -> None:
        """Give a new duty to the networks that are there; answer what the kernel asks of networks."""
        from cms.core import registry
        from cms.core.tenancy.ids import vouch
        from cms.core.tenancy.scopes import register_scope
        from sites import personal
        from sites.desks import working_site
        from sites.excluding import members_kept_by
        from sites.members import entrance_of, home_id_of, memberships_of, welcome
        from sites.people import invitations_kept_by
        from sites.roles import complete_roles, needs_second_factor
        from sites.voices import voice_of

        # Permissions are made app by app: when `auth` has its turn, ours and Wagtail's are there.
        auth = apps.get_app_config("auth")
        post_migrate.connect(complete_roles, sender=auth, dispatch_uid="sites.roles")
        register_scope("sites.Invitation", invitations_kept_by)
        register_scope("sites.Membership", members_kept_by)
        personal.register()
        registry.working_site = working_site
        registry.voice_of = voice_of
        registry.memberships_of = memberships_of
        registry.home_of = home_id_of
        registry.entrance_of = entrance_of
        registry.welcome = welcome
        registry.needs_second_factor = needs_second_factor
        vouch("sites.desk_views", "takes one of the networks that the person works for")
