"""The questions of the form that Django has no field for: methods in groups, a place, a theme by its name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core import areas
from cms.core.models import Area, Theme
from cms.core.text import fold
from exchanges.models import ExchangeType, Method, OrganisationPage

# How people think of methods; any that an administrator adds comes last.
GROUPS: tuple[tuple[Any, frozenset[str]], ...] = (
    (gettext_lazy("By paying"), frozenset({"currency", "local_currency", "rental"})),
    (gettext_lazy("Without paying"), frozenset({"gift", "barter", "loan", "pooling"})),
    (
        gettext_lazy("By taking part"),
        frozenset({"volunteering", "civic_service", "internship", "employment"}),
    ),
)
OTHERS = gettext_lazy("Otherwise")


class MethodBoxes(forms.CheckboxSelectMultiple):
    """Boxes in groups, each with the types it goes with; a script shows those that fit the type."""

    template_name = "exchanges/publishing/methods.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option, with the types that the method goes with: as codes and in words."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        method = getattr(value, "instance", None)
        types = [kind for kind in ExchangeType if method and kind in method.types]
        option["attrs"]["data-types"] = " ".join(types)
        option["fits"] = ", ".join(str(kind.label).split(",")[0].lower() for kind in types)
        return option


class MethodsField(forms.ModelMultipleChoiceField):
    """The methods of an announcement."""

    widget = MethodBoxes

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Method.objects.all(), **kwargs)

    def clean(self, value: Any) -> Any:
        """The methods; whether there may be none, the type says: the form asks it."""
        return super().clean(value) if value else self.queryset.none()

    def group(self) -> None:
        """Put the boxes into groups; one query."""
        found = [(self.choices.choice(method), method.code) for method in self.queryset]  # type: ignore[union-attr]
        named = set().union(*(codes for _label, codes in GROUPS))
        groups = [
            *((label, [choice for choice, code in found if code in codes]) for label, codes in GROUPS),
            (OTHERS, [choice for choice, code in found if code not in named]),
        ]
        self.widget.choices = [(label, choices) for label, choices in groups if choices]

    def label_from_instance(self, obj: Any) -> str:
        """Its name in the language being read."""
        return str(obj.name)


class StructureField(forms.ModelChoiceField):
    """For which structure; None in one's own name, which is a choice like the others."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=OrganisationPage.objects.none(), blank=True, widget=forms.RadioSelect, **kwargs
        )

    def clean(self, value: Any) -> Any:
        """The structure or None."""
        return super().clean(value) if value else None


class PlaceField(forms.CharField):
    """A place as people write it; gives the area, or None for nothing."""

    def clean(self, value: Any) -> Any:
        """The area that is meant; raises ValidationError, with what it may be, where that is not plain."""
        words = super().clean(value)
        return self._area(words) if words else None

    def _area(self, words: str) -> Area:
        meant = areas.guess(words=words)
        if not meant:
            raise ValidationError(
                _("We know no place of this name: write the commune, or leave it empty for anywhere.")
            )
        if len(meant) > 1:
            raise ValidationError(
                _("Which one: %(one)s or %(other)s? Write it as it stands here.")
                % {"one": meant[0], "other": meant[1]}
            )
        return meant[0]


class ThemeByNameField(forms.CharField):
    """A theme by its label; gives the theme, or None for nothing."""

    def clean(self, value: Any) -> Any:
        """The theme; raises ValidationError where none has that name."""
        words = super().clean(value)
        if not words:
            return None
        found = [theme for theme in Theme.objects.current() if fold(theme.name) == fold(words)]
        if not found:
            raise ValidationError(_("No theme has that name: choose one of the list, or leave it empty."))
        return found[0]
