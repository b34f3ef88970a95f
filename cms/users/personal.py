"""What this app holds of a person, as they may take it along."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from cms.core import registry
from cms.core.registry import PersonalData
from cms.users.erasing import erase_own

WORDS: dict[str, Any] = {
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail address"),
    "language": _("Language"),
    "opened_on": _("Account opened on"),
    "last_sign_in": _("Last sign-in"),
    "addresses": _("Addresses that sign in"),
    "address": _("Address"),
    "confirmed": _("Confirmed"),
    "second_factors": _("Second factor"),
    "kind": _("Kind"),
    "set_up_on": _("Set up on"),
    "last_used": _("Last used on"),
    "groups": _("Groups of the administration"),
}


def register() -> None:
    """Say what is held, and how it is called."""
    registry.personal_data["account"] = PersonalData(_("My account"), export, erase_own)
    registry.export_words.update(WORDS)


def export(person: Any) -> dict[str, Any]:
    """The account and how it is signed in to. The password and the codes are kept as digests nobody can read."""
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    factors = Authenticator.objects.filter(user=person).order_by("pk")
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "language": person.get_language_display(),
        "opened_on": person.date_joined,
        "last_sign_in": person.last_login,
        "addresses": [{"address": each.email, "confirmed": each.verified} for each in addresses],
        "second_factors": [
            {"kind": each.get_type_display(), "set_up_on": each.created_at, "last_used": each.last_used_at}
            for each in factors
        ],
        "groups": sorted(person.groups.values_list("name", flat=True)),
    }
