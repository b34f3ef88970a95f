"""How the admin's forms ask for themes and areas, wherever a model points at them."""

from typing import Any

from django.db.models import Field, ForeignKey, ManyToManyField
from wagtail.admin.forms.models import register_form_field_override

from cms.core.models import Area, Theme
from cms.core.widgets import AreaField, AreaInput, ThemesField


def themes_override(field: "Field[Any, Any]") -> dict[str, Any]:
    """A tree of boxes for themes; nothing for other relations."""
    if field.related_model is not Theme:
        return {}
    return {"form_class": ThemesField, "queryset": Theme.objects.current()}


register_form_field_override(ManyToManyField, override=themes_override)
register_form_field_override(ForeignKey, to=Area, override={"form_class": AreaField, "widget": AreaInput})
