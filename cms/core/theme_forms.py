"""Forms of the thesaurus in the admin."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.models import Theme, ThemeMapping
from cms.core.thesaurus import FORMER, move_theme

# "bdis:AGR.s.01", or "naf:01.13Z exact".
MAPPING = re.compile(r"^([a-z0-9_-]{1,20}):(\S{1,200})(?:\s+(exact|close|broad|narrow))?$")
INDENT = "\u2003"


class ThemeChoice(forms.ModelChoiceField):
    """A theme in use, in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        """The label, further right the deeper it is."""
        return f"{INDENT * (obj.depth - 1)}{obj}"


class ThemeForm(WagtailAdminModelForm):
    """A theme, with its place and its mappings."""

    parent = ThemeChoice(
        Theme.objects.none(), required=False, label=gettext_lazy("below"), empty_label=gettext_lazy("nothing")
    )
    mappings = forms.CharField(
        required=False,
        label=gettext_lazy("mappings"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One a line: list, colon, code; then exact, close, broad or narrow. Example: bdis:AGR.s.01 close"
        ),
    )

    class Meta:
        model = Theme
        fields = ("label", "label_en", "code", "scheme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme: Theme = self.instance
        field: Any = self.fields["parent"]
        field.queryset = Theme.objects.current()
        self.fields["code"].help_text = _("Never changes afterwards. Left empty, it is made from the label.")
        if theme.pk:
            field.queryset = field.queryset.exclude(path__startswith=theme.path)
            field.initial = theme.get_parent()
            self.fields["mappings"].initial = "\n".join(f"{m} {m.relation}" for m in self._mappings())
            self.fields["code"].disabled = True
            self.fields["code"].help_text = ""
        else:
            self.fields["code"].required = False

    def _mappings(self) -> Any:
        # Those that keep the codes of merged themes are not for editing.
        return self.instance.mappings.exclude(scheme=FORMER).order_by("scheme", "code")

    def clean(self) -> dict[str, Any]:
        """Make the code of a new theme, before it is checked."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.instance.pk and not cleaned.get("code") and "code" not in self.errors:
            cleaned["code"] = slugify(cleaned.get("label", ""))[:80]
            if not cleaned["code"]:
                self.add_error("code", _("Give it a code."))
            elif Theme.objects.filter(code=cleaned["code"]).exists():
                self.add_error("code", _("Another theme has the code “%s”.") % cleaned["code"])
        return cleaned

    def clean_mappings(self) -> list[tuple[str, str, str]]:
        """The lines as list, code and relation."""
        found = {}
        for line in filter(None, map(str.strip, self.cleaned_data["mappings"].splitlines())):
            match = MAPPING.match(line)
            if not match or match[1] == FORMER:
                raise ValidationError(_("This line can’t be read: %s") % line)
            found[match[1], match[2]] = match[3] or ThemeMapping.Relation.CLOSE
        return [(scheme, code, relation) for (scheme, code), relation in found.items()]

    def save(self, commit: bool = True) -> Theme:  # noqa: FBT001, FBT002 - Django's
        """Write the theme at its place, with its mappings."""
        parent = self.cleaned_data["parent"]
        with transaction.atomic():
            if self.instance.pk:
                theme: Theme = super().save()
                if parent != theme.get_parent():
                    move_theme(theme=theme, parent=parent)
            elif parent:
                theme = parent.add_child(instance=self.instance)
            else:
                theme = Theme.add_root(instance=self.instance)
            self._mappings().delete()
            ThemeMapping.objects.bulk_create(
                ThemeMapping(theme=theme, scheme=scheme, code=code, relation=relation)
                for scheme, code, relation in self.cleaned_data["mappings"]
            )
        return theme


class MergeForm(forms.Form):
    """Into which theme another one is merged."""

    into = ThemeChoice(Theme.objects.none(), label=gettext_lazy("into"))

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Theme.objects.current().exclude(path__startswith=theme.path)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]
