"""The methods of exchange in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.viewsets import ReferenceViewSet
from exchanges.models import Method
from exchanges.models.methods import ExchangeType


class MethodForm(forms.ModelForm):
    """A method, with the types it goes with as boxes."""

    types = forms.MultipleChoiceField(
        choices=ExchangeType, widget=forms.CheckboxSelectMultiple, label=_("types")
    )

    class Meta:
        model = Method
        fields = ("label", "label_en", "code", "types", "sort_order", "uri_fragment")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = bool(self.instance.pk)


class MethodViewSet(ReferenceViewSet):
    """By what an exchange is settled."""

    name: Any = "methods"
    model = Method
    list_display: Any = ["label", "label_en", "code"]
    icon = "resubmit"

    def get_form_class(self, for_update: bool = False) -> type[MethodForm]:  # noqa: FBT001, FBT002 - Wagtail's
        """The form itself knows what can be changed."""
        return MethodForm
