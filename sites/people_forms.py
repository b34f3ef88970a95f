"""The forms with which people are invited, and given roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.registry import Duty
from sites import duties


class DutiesForm(forms.Form):
    """What somebody does in one network; nothing that is done in another can be chosen."""

    duties = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick one role at least.")},
    )

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duties"].choices = duties.choices(role)  # type: ignore[attr-defined]

    def clean_duties(self) -> list[Duty]:
        """The duties themselves."""
        return [Duty(code) for code in self.cleaned_data["duties"]]


class InviteForm(DutiesForm):
    """Whom to invite, to what, with which words."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation goes there; the address will be how they sign in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    message = forms.CharField(
        label=_("A word from you"),
        max_length=1000,
        required=False,
        help_text=_("Stands in the mail, above the link."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("email", "name", "duties", "message")
