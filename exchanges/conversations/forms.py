"""The forms of conversations."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.users.strangers import StrangerFormMixin
from exchanges.conversations.files import ACCEPT, MOST_FILES, Checked, check
from exchanges.conversations.outcomes import Terms
from exchanges.models import Conversation, ExchangePage, Method, OrganisationPage, Result

LONGEST = 10_000
OTHER, NOBODY = "other", "nobody"


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to three files, checked by what is in them; its value is a list of `Checked`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            label=gettext_lazy("Files"),
            help_text=gettext_lazy(
                "Three at most, of 5 MB each: PDF, pictures, documents, tables, plain text."
            ),
            widget=FilesInput(attrs={"accept": ACCEPT}),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        """The files as they may be kept; raises ValidationError with a line for each that may not."""
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > MOST_FILES:
            raise ValidationError(_("Three files at most."))
        kept, problems = [], []
        for file in sent:
            try:
                kept.append(check(name=file.name, file=file))
            except ValidationError as error:
                problems += error.messages
        if problems:
            raise ValidationError(problems)
        return kept


def words(label: Any, *, required: bool = True) -> forms.CharField:
    """A field for what somebody writes."""
    return forms.CharField(
        label=label, max_length=LONGEST, required=required, widget=forms.Textarea(attrs={"rows": 6})
    )


def _new_key() -> str:
    return str(uuid.uuid4())


class KeyMixin(forms.Form):
    """A form that does its work once, however often it is sent."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=_new_key)

    @property
    def once(self) -> str:
        """What tells one filling-in of the form from another."""
        key = self.cleaned_data.get("key")
        return f"form:{key}" if key else ""


class MessageForm(KeyMixin):
    """Something to say in a conversation."""

    use_required_attribute = False
    body = words(gettext_lazy("Your message"))
    attached = FilesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = not self.files
        self.fields["body"].error_messages["required"] = _("Write a word.")

    def clean(self) -> dict[str, Any]:
        """A file may come alone; nothing at all may not."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("body") and not cleaned.get("attached") and not self.errors:
            self.add_error("body", _("Write a word."))
        return cleaned


class AnswerForm(KeyMixin):
    """The answer of a member."""

    answering_for = forms.ChoiceField(label=gettext_lazy("In whose name"), required=False)
    body = words(gettext_lazy("Your message"))
    attached = FilesField()

    def __init__(self, *args: Any, structures: Sequence[OrganisationPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.structures = {str(structure.pk): structure for structure in structures}
        if structures:
            choices = [(pk, structure.title) for pk, structure in self.structures.items()]
            field = self.fields["answering_for"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [*choices, ("", _("In my own name"))]
            field.initial = choices[0][0]
        else:
            del self.fields["answering_for"]

    @property
    def structure(self) -> OrganisationPage | None:
        """For which structure they answer."""
        return self.structures.get(self.cleaned_data.get("answering_for", ""))


class StrangerAnswerForm(StrangerFormMixin):
    """The answer of a visitor without an account."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=100,
        help_text=gettext_lazy("As the author of the announcement will read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("To confirm your answer and to be told of replies. Nobody is shown it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    body = words(gettext_lazy("Your message"))


class DeclineForm(forms.Form):
    """Saying no, with a word."""

    note = forms.CharField(
        label=gettext_lazy("A word for them"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ContestForm(forms.Form):
    """Saying that it was otherwise."""

    note = forms.CharField(
        label=gettext_lazy("What was different"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReportForm(forms.Form):
    """What is wrong with a message."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong with it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class InviteForm(forms.Form):
    """Which structure to invite, with a word to it."""

    structure = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(label=gettext_lazy("A word for them"), required=False, max_length=500)


class OutcomeForm(forms.Form):
    """How the announcement ended."""

    ending = forms.ChoiceField(label=gettext_lazy("Was it concluded?"), widget=forms.RadioSelect)
    method = forms.ModelChoiceField(
        Method.objects.none(), label=gettext_lazy("By which method"), required=False, empty_label="—"
    )
    value = forms.DecimalField(
        label=gettext_lazy("For what value, in euros"),
        required=False,
        localize=True,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        help_text=gettext_lazy("About; leave it empty where it makes no sense."),
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Or how many hours"),
        required=False,
        localize=True,
        min_value=0,
        max_digits=7,
        decimal_places=1,
    )
    is_first = forms.TypedChoiceField(
        label=gettext_lazy("Is it the first time with them?"),
        required=False,
        choices=[
            ("", "—"),
            ("1", gettext_lazy("Yes, the first time")),
            ("0", gettext_lazy("No, once again")),
        ],
        coerce=lambda value: value == "1",
        empty_value=None,
    )
    result = forms.ChoiceField(
        label=gettext_lazy("If not: why"),
        required=False,
        choices=[
            ("", "—"),
            *((value, label) for value, label in Result.choices if value != Result.CONCLUDED),
        ],
    )
    note = forms.CharField(
        label=gettext_lazy("A word about it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    close = forms.BooleanField(
        label=gettext_lazy("Take the announcement off: it is over"), required=False, initial=True
    )
    decline_others = forms.BooleanField(
        label=gettext_lazy("Tell the others who answered, politely, that somebody was found"),
        required=False,
    )

    def __init__(
        self, *args: Any, page: ExchangePage, answers: Sequence[tuple[Conversation, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        with_whom = [
            (str(conversation.pk), _("Yes, with %(who)s") % {"who": who}) for conversation, who in answers
        ]
        ending = self.fields["ending"]
        method = self.fields["method"]
        assert isinstance(ending, forms.ChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(method, forms.ModelChoiceField)  # noqa: S101
        ending.choices = [
            *with_whom,
            (OTHER, _("Yes, with somebody who did not answer here")),
            (NOBODY, _("No")),
        ]
        own = page.methods.all()
        method.queryset = own if own else Method.objects.all()

    def clean(self) -> dict[str, Any]:
        """Whoever says no says why."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("ending") == NOBODY and not cleaned.get("result"):
            self.add_error("result", _("Say why: it helps the network to do better."))
        return cleaned

    @property
    def terms(self) -> Terms:
        """What was concluded."""
        return Terms(
            **{name: self.cleaned_data[name] for name in ("method", "value", "hours", "is_first", "note")}
        )
