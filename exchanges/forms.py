"""The editing form of an exchange."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminPageForm

from exchanges.models.methods import WITHOUT_METHOD, Method


def problem_of_methods(kind: str, methods: Sequence[Method], *, may_be_none: bool = False) -> str:
    """What is wrong with these methods for an exchange of that type; "" when nothing is."""
    wrong = [method for method in methods if kind and not method.allows(kind)]
    if wrong:
        message = ngettext(
            "%(names)s does not fit this type: untick it or change the type.",
            "%(names)s do not fit this type: untick them or change the type.",
            len(wrong),
        )
        return message % {"names": ", ".join(method.name for method in wrong)}
    if kind and kind not in WITHOUT_METHOD and not methods and not may_be_none:
        return _("Tick at least one method.")
    return ""


class ExchangeForm(WagtailAdminPageForm):
    """Offers only real choices, and checks that the methods fit the type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sense", "type"):
            # A button that means "nothing" is no choice; a draft may still leave them all alone.
            field: Any = self.fields.get(name)
            if field:
                field.choices = [choice for choice in field.choices if choice[0]]

    def clean(self) -> dict[str, Any]:
        """Add an error beside `methods` for those that the type does not allow."""
        cleaned: dict[str, Any] = super().clean()
        problem = problem_of_methods(
            cleaned.get("type") or "",
            cleaned.get("methods") or [],
            may_be_none=self.is_deferred_validation,
        )
        if problem:
            self.add_error("methods", problem)
        return cleaned
