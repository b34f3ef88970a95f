"""Form widgets and fields of the kernel, for the admin and for the sites."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cms.core.models import Theme


class ThemeTree(forms.CheckboxSelectMultiple):
    """Themes as a tree of boxes: each branch folds, and opens where something is ticked."""

    template_name = "core/widgets/theme_tree.html"

    class Media:
        css = {"all": ["core/theme-tree.css"]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The options of Django, gathered below the theme at the top of each branch."""
        context = super().get_context(name, value, attrs)
        branches: list[dict[str, Any]] = []
        for _group, options, _index in context["widget"]["optgroups"]:
            for option in options:
                depth = getattr(getattr(option["value"], "instance", None), "depth", 1)
                if depth == 1 or not branches:
                    branches.append({"top": option, "below": [], "ticked": 0})
                else:
                    branches[-1]["below"].append({"option": option, "indent": depth - 1})
                branches[-1]["ticked"] += bool(option["selected"])
        context["widget"]["branches"] = branches
        return context


class ThemesField(forms.ModelMultipleChoiceField):
    """Themes of the thesaurus that can be chosen, those merged into another left out."""

    widget = ThemeTree

    def __init__(self, queryset: QuerySet[Theme] | None = None, **kwargs: Any) -> None:
        super().__init__(queryset if queryset is not None else Theme.objects.current(), **kwargs)
