"""The editing form of an exchange."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminPageForm

from exchanges.models.methods import WITHOUT_METHOD


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
        kind, methods = cleaned.get("type"), cleaned.get("methods") or []
        wrong = [method for method in methods if kind and not method.allows(kind)]
        if wrong:
            names = ", ".join(method.name for method in wrong)
            message = ngettext(
                "%(names)s does not fit this type: untick it or change the type.",
                "%(names)s do not fit this type: untick them or change the type.",
                len(wrong),
            )
            self.add_error("methods", message % {"names": names})
        elif kind and kind not in WITHOUT_METHOD and not methods and not self.is_deferred_validation:
            self.add_error("methods", _("Tick at least one method."))
        return cleaned
