"""The form of one screen by which a member publishes an announcement."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.models import Theme
from cms.core.models.shared import Sharing
from cms.users.models import User
from cms.users.strangers import StrangerFormMixin
from exchanges.forms import problem_of_methods
from exchanges.models import ExchangePage, ExchangeType, OrganisationPage, Result, Sense
from exchanges.people import structures_of
from exchanges.publishing import calendar, drafts, texts
from exchanges.publishing.fields import MethodsField, PlaceField, StructureField, ThemeByNameField
from exchanges.publishing.pictures import ACCEPTED, PictureField
from exchanges.publishing.sharing import levels
from exchanges.publishing.similar import words_of
from sites.models import NetworkSettings

LONGEST_TEXT = 8000


class PublishForm(StrangerFormMixin):
    """What, how, where, until when, for whom. `page` is what is changed, None for something new."""

    sense = forms.ChoiceField(
        label=gettext_lazy("You"), choices=Sense.choices, widget=forms.RadioSelect, required=True
    )
    type = forms.ChoiceField(
        label=gettext_lazy("What it is about"), choices=ExchangeType.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=255,
        help_text=gettext_lazy("One that can be understood alone, for example: a room of 40 m² in Nice."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy(
            "What somebody needs to know before they answer. Leave a line for a new paragraph."
        ),
        widget=forms.Textarea({"rows": 6}),
    )
    methods = MethodsField(
        label=gettext_lazy("How it can be settled"), help_text=gettext_lazy("Tick all that suits you.")
    )
    terms = forms.CharField(
        label=gettext_lazy("Price or terms"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: €300 a month, or: to be fetched on the spot."),
    )
    where = PlaceField(
        label=gettext_lazy("Where"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("A commune, a postcode or a département. Leave it empty for anywhere."),
        widget=forms.TextInput({"autocomplete": "off", "list": "places"}),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Until when"),
        help_text=gettext_lazy("We write to you a week before; one click and it goes on."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    picture = PictureField(
        label=gettext_lazy("A picture"),
        required=False,
        help_text=gettext_lazy(
            "JPEG, PNG, WebP or GIF, 8 MB at the most. Where and when it was taken is erased."
        ),
        widget=forms.FileInput({"accept": ACCEPTED}),
    )
    drop_picture = forms.BooleanField(label=gettext_lazy("Take the picture away"), required=False)
    themes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Themes"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They are proposed from what you type. Those who follow them hear of it."),
    )
    more_theme = ThemeByNameField(
        label=gettext_lazy("Another theme"),
        required=False,
        max_length=150,
        widget=forms.TextInput({"list": "all-themes", "autocomplete": "off"}),
    )
    sharing = forms.ChoiceField(
        label=gettext_lazy("Who may see it"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("You can change it at any time: it then leaves the other sites by itself."),
    )
    organisation = StructureField(
        label=gettext_lazy("For whom you publish"), empty_label=gettext_lazy("In my own name")
    )
    # The title about which it was said what is alike already; and that themes were proposed.
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)
    themes_asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        person: User,
        network: NetworkSettings,
        page: ExchangePage | None = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.page = page
        given = {**self._proposed(), **(said_by(page) if page else {}), **(initial or {})}
        super().__init__(*args, initial=given, **kwargs)
        shown = levels(network)
        fields: dict[str, Any] = self.fields
        fields["sharing"].choices = shown
        if given.get("sharing") not in dict(shown):
            self.initial["sharing"] = shown[0][0]
        fields["methods"].group()
        fields["themes"].queryset = Theme.objects.current()
        self._ask_for_whom(person)
        self.propose([])

    def _proposed(self) -> dict[str, Any]:
        return {"expires_on": calendar.proposed(), "sharing": Sharing.NETWORKS}

    def _ask_for_whom(self, person: User) -> None:
        """The structures of the person; the question is left out where there is none.

        What was published for one stays so, though who typed it acts for it no longer; nothing else is published for it.
        """
        published = ExchangePage.objects.filter(
            pk=self.page.pk if self.page else None, first_published_at__isnull=False
        )
        mine = OrganisationPage.objects.filter(
            Q(pk__in=structures_of(person).order_by().values("pk"))
            | Q(pk__in=published.values("organisation"))
        )
        fields: dict[str, Any] = self.fields
        fields["organisation"].queryset = mine.order_by("title").only("title")
        if not mine.exists():
            del self.fields["organisation"]

    def propose(self, themes: Iterable[Theme]) -> None:
        """Show boxes for the themes that were chosen, and for these."""
        chosen = self["themes"].value() or []
        codes = [getattr(each, "code", each) for each in chosen]
        found = {theme.code: theme for theme in Theme.objects.current().filter(code__in=codes)}
        found |= {theme.code: theme for theme in themes}
        widget: Any = self.fields["themes"].widget
        widget.choices = [(code, theme.name) for code, theme in found.items()]

    def clean_expires_on(self) -> Any:
        """A day from today on, within a year; one that passed may stay until another is chosen."""
        day = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if day < today:
            raise ValidationError(_("That day has passed: choose a later one."))
        if day > today + calendar.LONGEST:
            raise ValidationError(_("A year at the most: we ask you again before it ends."))
        return day

    def clean(self) -> dict[str, Any]:
        """Add an error beside `methods` for those that the type does not allow."""
        cleaned = super().clean()
        methods = list(cleaned.get("methods") or [])
        problem = problem_of_methods(cleaned.get("type") or "", methods)
        if problem:
            self.add_error("methods", problem)
        return cleaned

    def typed(self) -> dict[str, Any]:
        """What makes sense of what was typed, as `drafts.apply` takes it; the rest is left out."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in NOT_KEPT}
        if "where" in self.cleaned_data:
            found["area"] = found.pop("where")
        if "themes" in found:
            more = self.cleaned_data.get("more_theme")
            found["themes"] = list(dict.fromkeys([*found["themes"], *([more] if more else [])]))
        if "organisation" not in self.fields:
            found["organisation"] = None
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or ticked, beside what is proposed or came with the link."""
        return not set(self.changed_data) - PROPOSED

    @property
    def is_confirmed(self) -> bool:
        """Whether its author published the same title before, or said that they want to all the same."""
        return self.cleaned_data.get("confirmed") == mark_of(self.cleaned_data.get("title", ""))

    def mark(self, **hidden: str) -> None:
        """Put these values into the hidden fields, for when it is shown again."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        for name, value in hidden.items():
            self.data[name] = value  # type: ignore[index]


# Of the form only.
NOT_KEPT = {"website", "shown_at", "confirmed", "themes_asked", "more_theme"}
# With an answer before anybody typed: they say nothing that a draft is kept for.
PROPOSED = {"sense", "expires_on", "sharing", "organisation", *(NOT_KEPT - {"more_theme"})}


def mark_of(title: str) -> str:
    """What a confirmation holds of the title that it is about."""
    return " ".join(sorted(words_of(title)))[:500]


def said_by(page: ExchangePage) -> dict[str, Any]:
    """The answers of the form, as the page has them now."""
    return {
        "sense": page.sense,
        "type": page.type,
        "title": drafts.title_of(page),
        "text": texts.to_text(page.body),
        "methods": [method.pk for method in page.methods.all()],
        "terms": page.terms,
        "where": str(page.area or ""),
        "expires_on": page.expires_on or calendar.proposed(),
        "themes": [theme.code for theme in page.themes.all()],
        "sharing": page.sharing,
        "organisation": page.organisation_id,
        "confirmed": "" if drafts.is_unsent(page) else mark_of(page.title),
    }


class CloseForm(forms.Form):
    """Why an announcement ends."""

    why = forms.ChoiceField(
        label=gettext_lazy("How did it end?"), choices=Result.choices, widget=forms.RadioSelect
    )


class JoinForm(forms.Form):
    """Become a member of one more network."""

    charter = forms.BooleanField(label=gettext_lazy("I have read the charter and accept it"))
