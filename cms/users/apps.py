"""App configuration of the people."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    """People, known by their e-mail address."""

    name = "cms.users"
    label = "users"
    verbose_name = _("People")

    def ready(self) -> None:
        """Keep addresses, sessions and the second factor in step."""
        from allauth.account.signals import password_reset
        from allauth.mfa.models import Authenticator

        from cms.users import limits, personal, sessions
        from cms.users.addresses import keep_address
        from cms.users.schedules import create_schedules, create_tables

        personal.register()
        user = self.get_model("User")
        post_save.connect(keep_address, sender=user, dispatch_uid="users.address")
        post_save.connect(sessions.end_of_closed, sender=user, dispatch_uid="users.closed")
        for signal in (post_save, post_delete):
            signal.connect(sessions.end_of_changed, sender=Authenticator, dispatch_uid="users.factor")
        password_reset.connect(limits.forgive, dispatch_uid="users.forgive")
        post_migrate.connect(create_schedules, sender=self, dispatch_uid="users.schedules")
        post_migrate.connect(create_tables, sender=self, dispatch_uid="users.tables")
