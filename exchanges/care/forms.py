"""The forms of reports: of whoever reports, of moderators, of the committee, of the author."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.users.strangers import StrangerFormMixin
from exchanges.care.reports import ADVICE, COMPLAINTS, DECISIONS
from exchanges.models import Complaint, Report, Verdict

# Without a word of it, moderators would have to guess.
TO_BE_SAID = (Complaint.WRONG, Complaint.CHARTER)
DOES: dict[str, Any] = {
    Verdict.KEPT: _("It stays as it is"),
    Verdict.MENDED: _("It was corrected"),
    Verdict.REMOVED: _("Take it off"),
    Verdict.PASSED_ON: _("Ask the ethics committee of the regional platform"),
}


class ReportForm(StrangerFormMixin):
    """Say what is wrong with a page."""

    complaint = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=COMPLAINTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = forms.CharField(
        label=_("In your words"),
        help_text=_(
            "The network’s moderators read it, and so does the author of the page. Who you are is known to the moderators only."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("To be told what was decided. It is given to nobody."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("complaint", "text", "email", "website", "shown_at")

    def __init__(self, *args: Any, is_member: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_member:  # Told in their space.
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Ask for a word where the choice alone says too little."""
        cleaned = super().clean()
        if cleaned.get("complaint") in TO_BE_SAID and not cleaned.get("text"):
            self.add_error("text", _("Say what it is: the moderators can’t guess."))
        return cleaned


class DecideForm(forms.Form):
    """What becomes of a page or a message, and why."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of it.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Its author reads it, and so does whoever reported it: name nobody."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why: the author will read it.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [each for each in DECISIONS if each != Verdict.PASSED_ON or report.committee_at is None]
        self.fields["verdict"].choices = [(each.value, DOES[each]) for each in offered]  # type: ignore[attr-defined]


class AdviseForm(forms.Form):
    """What the committee advises, and why."""

    verdict = forms.ChoiceField(
        label=_("What the committee advises"),
        choices=[(each.value, each.label) for each in ADVICE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of it.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The moderators of its network read it, and decide."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why: the moderators will read it.")},
    )


class ReplyForm(forms.Form):
    """What an author says of a report."""

    text = forms.CharField(
        label=_("What you say of it"),
        help_text=_("Your network’s moderators read it. You can reply once."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you have to say.")},
    )
