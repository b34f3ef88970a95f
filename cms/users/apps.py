"""App configuration of the people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    """People, known by their e-mail address."""

    name = "cms.users"
    label = "users"
    verbose_name = _("People")
