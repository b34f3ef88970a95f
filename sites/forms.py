"""The form that lays out a network."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from sites.models import NetworkSettings
from sites.provisioning import create_network

# What can be said of a network when it is made; the rest is filled in on its settings screen.
IDENTITY = (
    "tagline",
    "mark",
    "ink",
    "primary",
    "on_primary",
    "accent",
    "on_accent",
    "paper",
    "heading_font",
    "contact_email",
    "contact_phone",
    "postal_address",
)


class NewNetworkForm(forms.ModelForm):
    """Address, names, role and look of a new network."""

    hostname = forms.CharField(
        label=_("Address"),
        max_length=253,
        help_text=_("The host name alone, for example pes.example.org. It must lead to this server."),
    )

    class Meta:
        model = NetworkSettings
        fields: ClassVar[list[str]] = ["hostname", "name", "short_name", "role", *IDENTITY]
        help_texts: ClassVar[dict[str, Any]] = {
            "short_name": _("For the header and the names of its groups, for example APEAS."),
        }

    def lay_out(self) -> Site | None:
        """The new network's site; None, with the reasons beside the fields, when it can't be made."""
        try:
            return create_network(**self.cleaned_data)
        except ValidationError as error:
            self.add_error(None, error)
            return None
