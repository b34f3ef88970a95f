"""The way from the administration to the account, where passwords and addresses are changed."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def add_account_item(request: HttpRequest) -> dict[str, str]:
    """Beside what Wagtail lets people set: name, picture, notifications."""
    return {
        "url": reverse("account_home"),
        "label": _("Address, password and second factor"),
        "help_text": _("They are changed on the site, in the pages of your account."),
    }
