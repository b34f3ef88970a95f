"""What members and those who keep them say in a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    """The charter, where there is one."""

    accepts_charter = forms.BooleanField(
        label=_("I accept the charter of the network"),
        error_messages={"required": _("Members accept the charter: read it, then tick this.")},
    )

    def __init__(self, *args: Any, has_charter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_charter:
            del self.fields["accepts_charter"]


class ExcludeForm(forms.Form):
    """Why somebody is kept out."""

    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("The person reads it in the mail that tells them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
