"""Form widgets of the exchanges."""

from typing import Any

from django import forms


class MethodBoxes(forms.CheckboxSelectMultiple):
    """Boxes for the methods; a script shows those that fit the type that is ticked."""

    class Media:
        js = ["exchanges/admin/methods.js"]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option, with the types that the method goes with."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        method = getattr(value, "instance", None)
        option["attrs"]["data-types"] = " ".join(method.types) if method else ""
        return option
