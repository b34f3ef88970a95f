"""What members choose of what they are told, and what anybody may have watched."""

from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.users.strangers import StrangerFormMixin
from exchanges.models import Alert, Kind, Pace, Why
from exchanges.notices.paces import CHOSEN_BY_KIND

HELP = {
    Kind.MATCH: _("A structure looks for what you offer, or offers what you look for."),
    Kind.ANSWER: _("Somebody answers you, or writes to you in a conversation."),
    Kind.OUTCOME: _("We ask you how it ended, or the other side says so."),
    Kind.PAGE: _("It is published, sent back to you, or soon comes to its last day."),
    Kind.STRUCTURE: _("Somebody asks to speak for a structure of yours, and the like."),
}


class PreferencesForm(forms.Form):
    """How soon mails come by kind, when they must not, and in which language."""

    quiet_from = forms.TimeField(
        label=_("No mail from"),
        required=False,
        help_text=_("For example 21:00. Leave both empty to be told at any hour."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Mails again from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paces = {
            kind.value: forms.ChoiceField(label=kind.label, choices=Pace, help_text=HELP[kind])
            for kind in CHOSEN_BY_KIND
        }
        self.fields = {**paces, **self.fields}

    @property
    def paces(self) -> dict[str, Pace]:
        """The pace chosen for each kind."""
        return {kind: Pace(self.cleaned_data[kind]) for kind in CHOSEN_BY_KIND}

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for quiet hours of which one end is missing."""
        cleaned = super().clean() or self.cleaned_data
        ends: list[time | None] = [cleaned.get("quiet_from"), cleaned.get("quiet_until")]
        for name, value in zip(("quiet_from", "quiet_until"), ends, strict=True):
            if value is None and any(ends) and name not in self.errors:
                self.add_error(name, _("Say both hours, or leave both empty."))
        return cleaned


class DeclineForm(forms.Form):
    """Why something that fits is not for its reader."""

    why = forms.ChoiceField(label=_("Not for me, because…"), choices=Why, widget=forms.RadioSelect)


class AlertForm(forms.ModelForm):
    """What an alert is called, and how soon it tells."""

    class Meta:
        model = Alert
        fields = ("label", "pace")


class NewAlertForm(StrangerFormMixin):
    """Where to write, for people without an account."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We write there only about this alert; every mail has a link that stops it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    pace = forms.ChoiceField(
        label=_("How often"),
        choices=[(pace.value, pace.label) for pace in (Pace.DAILY, Pace.WEEKLY)],
        initial=Pace.DAILY,
    )
