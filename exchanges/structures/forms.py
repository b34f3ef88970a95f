"""The forms of a member about structures: asking to speak for one, inviting, the sheet itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.fields import WagtailImageField

from cms.core.models import Audience, Medium, Sharing, Term
from cms.core.models.contacts import ContactPoint
from cms.core.widgets import AreaField, AreaInput, ThemesField, ThemeTree
from exchanges.models import OrganisationContact, OrganisationPage
from exchanges.models.organisations import validate_siret

USUAL = (Medium.EMAIL, Medium.PHONE, Medium.WEBSITE)
MOST_CONTACTS = 12
SHARING = {
    Sharing.NETWORK: gettext_lazy("Only on the site of my network"),
    Sharing.HUB: gettext_lazy("Also on the regional platform"),
    Sharing.NETWORKS: gettext_lazy("Also on the regional platform and the sites of the other networks"),
    Sharing.OPEN: gettext_lazy("Everywhere: also with partners, and in open data"),
}


class TermField(forms.ModelChoiceField):
    """One value of a reference list, or none."""

    def __init__(self, vocabulary: str, **kwargs: Any) -> None:
        terms = Term.objects.filter(vocabulary=vocabulary)
        super().__init__(terms, required=False, empty_label=gettext_lazy("I would rather not say"), **kwargs)


class RoleField(TermField):
    """What somebody is in a structure."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("person_role", **{"label": gettext_lazy("Your role there"), **kwargs})


class ClaimForm(forms.Form):
    """Asks to speak for a structure."""

    role = RoleField()
    message = forms.CharField(
        label=gettext_lazy("A word to whoever decides"),
        help_text=gettext_lazy("How they know you, for example."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RoleForm(forms.Form):
    """Changes what somebody is in a structure. Forms that stand together are given one list of choices."""

    role = RoleField(label=gettext_lazy("Role"))

    def __init__(self, *args: Any, choices: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choices is not None:
            self.fields["role"].widget.choices = choices


class InviteForm(forms.Form):
    """Whom to invite, as what, with which words."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = RoleField(label=gettext_lazy("Role"))
    message = forms.CharField(
        label=gettext_lazy("A word from you"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """Says whether somebody speaks for a structure; why not is told to them."""

    accepts = forms.BooleanField(required=False)
    reason = forms.CharField(
        label=gettext_lazy("If not, why"),
        help_text=gettext_lazy("The person reads it."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the answer is no."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("accepts") and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why: the person will read it."))
        return cleaned


class SiretField(forms.CharField):
    """A SIRET as people copy it, with its spaces."""

    def to_python(self, value: Any) -> str:
        """Its digits."""
        return "".join(str(value or "").split()).replace(".", "").replace("-", "")


def _column(name: str) -> Any:
    return OrganisationPage._meta.get_field(name)


class SheetForm(forms.Form):
    """A structure's sheet, as its people write it."""

    title = forms.CharField(label=gettext_lazy("Name"), max_length=255)
    acronym = forms.CharField(label=gettext_lazy("Acronym"), max_length=40, required=False)
    summary = forms.CharField(
        label=gettext_lazy("In one sentence"),
        help_text=_column("summary").help_text,
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=gettext_lazy("What the structure does"),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    themes = ThemesField(
        label=gettext_lazy("Themes"),
        help_text=gettext_lazy("Two or three are enough. Open a branch to see what is in it."),
        required=False,
        widget=ThemeTree,
    )
    area = AreaField(
        label=gettext_lazy("Commune"),
        help_text=gettext_lazy("Its name or its postcode."),
        required=False,
        widget=AreaInput,
    )
    address = forms.CharField(label=gettext_lazy("Street and number"), max_length=250, required=False)
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=10, required=False)
    city = forms.CharField(label=gettext_lazy("Post town"), max_length=100, required=False)
    address_audience = forms.ChoiceField(
        label=gettext_lazy("Who may see the address"),
        help_text=_column("address_audience").help_text,
        choices=Audience,
        initial=Audience.PUBLIC,
    )
    family = TermField("family", label=gettext_lazy("Family"))
    legal_status = TermField("legal_status", label=gettext_lazy("Legal status"))
    siret = SiretField(
        label=gettext_lazy("SIRET"),
        help_text=gettext_lazy("14 digits. Leave it empty if the structure has none."),
        required=False,
        validators=[validate_siret],
    )
    picture = WagtailImageField(label=gettext_lazy("Logo or picture"), required=False)
    no_picture = forms.BooleanField(label=gettext_lazy("Take the picture away"), required=False)
    sharing = forms.ChoiceField(
        label=gettext_lazy("Where the sheet may be shown"),
        choices=list(SHARING.items()),
        initial=Sharing.NETWORKS,
        widget=forms.RadioSelect,
    )
    role = RoleField()

    # Contact points, a form each, stand between the place and the rest.
    PARTS = (
        (
            gettext_lazy("Who you are"),
            ("title", "acronym", "summary", "text", "picture", "no_picture"),
            False,
        ),
        (gettext_lazy("What it is about"), ("themes",), False),
        (gettext_lazy("Where"), ("area", "address", "postcode", "city", "address_audience"), False),
        (gettext_lazy("How to reach it"), (), True),
        (gettext_lazy("Identity"), ("family", "legal_status", "siret", "role"), False),
        (gettext_lazy("Where it is shown"), ("sharing",), False),
    )

    def __init__(self, *args: Any, page: OrganisationPage | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if page is not None:
            del self.fields["role"]
        if page is None or not page.image_id:
            del self.fields["no_picture"]

    def parts(self) -> list[tuple[Any, list[Any], bool]]:
        """The parts of the form: heading, fields, and whether the contact points are there."""
        return [
            (heading, [self[name] for name in names if name in self.fields], contacts)
            for heading, names, contacts in self.PARTS
        ]


class ContactForm(forms.Form):
    """One way to reach the structure; left empty, it is none."""

    medium = forms.ChoiceField(label=gettext_lazy("By"), choices=Medium)
    value = forms.CharField(label=gettext_lazy("Number or address"), max_length=250, required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may see it"), choices=Audience, initial=Audience.PUBLIC
    )
    label = forms.CharField(label=gettext_lazy("Whom one reaches"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        """Add an error beside `value` for what its medium can't be."""
        cleaned = super().clean() or self.cleaned_data
        value, medium = cleaned.get("value", ""), cleaned.get("medium", "")
        if value and medium == Medium.WEBSITE and "://" not in value:
            value = cleaned["value"] = f"https://{value}"
        if value and medium:
            try:
                OrganisationContact(medium=medium, value=value).clean()
            except ValidationError as error:
                self.add_error("value", error.message_dict["value"])
        return cleaned


ContactFormSet = forms.formset_factory(
    ContactForm, extra=0, max_num=MOST_CONTACTS, validate_max=True, absolute_max=2 * MOST_CONTACTS
)


def contact_rows(contacts: list[ContactPoint]) -> list[dict[str, str]]:
    """The lines of the form: those of the sheet, then one for each usual way that it lacks, and one more."""
    names = ("medium", "value", "audience", "label")
    rows = [{name: getattr(each, name) for name in names} for each in contacts]
    used = {row["medium"] for row in rows}
    rows += [{"medium": medium.value} for medium in USUAL if medium not in used]
    return [*rows, {"medium": Medium.MOBILE.value}] if len(rows) < MOST_CONTACTS else rows
