"""Form widgets and fields of the kernel, for the admin and for the sites."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtailgeowidget import app_settings as geowidget
from wagtailgeowidget.widgets import LeafletField

from cms.core import areas
from cms.core.geo import Point
from cms.core.models import Area, Theme


class ThemeTree(forms.CheckboxSelectMultiple):
    """Themes as a tree of boxes: each branch folds, and opens where something is ticked."""

    template_name = "core/widgets/theme_tree.html"

    class Media:
        css = {"all": ["core/theme-tree.css"]}
        js = ["core/admin/theme-tree.js"]

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


class Typed(str):
    """Words that were typed for an area and are not the id of one."""

    __slots__ = ()


class AreaInput(forms.TextInput):
    """An area by its name, its label or a postcode: there are far too many for a list.

    A script suggests while one types, and then sends the id beside the words. Without it, the words
    are enough when only one area is meant by them.
    """

    template_name = "core/widgets/area.html"

    class Media:
        css = {"all": ["core/admin/fields.css"]}
        js = ["core/admin/area.js"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The words to show and the id that they stand for."""
        area = None
        if value and not isinstance(value, Typed):
            area = Area.objects.filter(pk=value).first()
        context = super().get_context(name, str(area or value or ""), attrs)
        context["widget"]["area"] = area
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """The id of the area, or the words when they name none, or several."""
        pk = str(data.get(name) or "")
        if f"{name}-words" not in data:
            return pk
        words = str(data[f"{name}-words"]).strip()
        if not words:
            return ""
        sent = Area.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
        if sent is not None and str(sent) == words:
            return pk
        meant = areas.guess(words=words)
        return str(meant[0].pk) if len(meant) == 1 else Typed(words)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether neither the id nor the words were sent."""
        return name not in data and f"{name}-words" not in data


class AreaField(forms.ModelChoiceField):
    """An area of France."""

    widget = AreaInput

    def __init__(self, queryset: QuerySet[Area] | None = None, **kwargs: Any) -> None:
        super().__init__(queryset if queryset is not None else Area.objects.all(), **kwargs)

    def to_python(self, value: Any) -> Any:
        """The area; raises ValidationError that says why the words are none."""
        if not isinstance(value, Typed):
            return super().to_python(value)
        meant = areas.guess(words=value)
        if meant:
            names = ", ".join(f"“{area}”" for area in meant)
            raise ValidationError(
                _("Several places are called so: choose one in the list, for example %(names)s.")
                % {"names": names}
            )
        raise ValidationError(
            _("No place is called “%(words)s”: write the name of a commune or its postcode.")
            % {"words": value}
        )


class LocationInput(LeafletField):
    """A position: its latitude and longitude, and a map beside them, drawn from our own files.

    wagtailgeowidget's own script writes the position of a map that nobody touched, keeps what was
    typed wrongly to itself and loads Leaflet from elsewhere: only its storage and its settings are used.
    """

    input_type = "text"
    template_name = "core/widgets/location.html"

    @property
    def media(self) -> forms.Media:
        """Our own files only."""
        return forms.Media(
            css={"all": ["core/vendor/leaflet/leaflet.css", "core/admin/fields.css"]},
            js=["core/vendor/leaflet/leaflet.js", "core/admin/location.js"],
        )

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Those of a text input: not those that start wagtailgeowidget's script."""
        return forms.TextInput.build_attrs(self, base_attrs, extra_attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Where the map starts and what it is drawn from."""
        context = super().get_context(name, value, attrs)
        tiles = geowidget.GEO_WIDGET_LEAFLET_TILE_LAYER
        options = geowidget.GEO_WIDGET_LEAFLET_TILE_LAYER_OPTIONS
        context["widget"]["map"] = {
            "lat": str(geowidget.GEO_WIDGET_DEFAULT_LOCATION["lat"]),
            "lng": str(geowidget.GEO_WIDGET_DEFAULT_LOCATION["lng"]),
            "zoom": str(self.zoom),
            "tiles": tiles,
            "attribution": options.get("attribution", "") if tiles else "",
        }
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """By the template, as Django's own widgets."""
        return forms.Widget.render(self, name, value, attrs, renderer)

    def format_value(self, value: Any) -> str:
        """Latitude and longitude; what was typed wrongly as it was typed."""
        point = Point.parse(value or "")
        return point.words if point else str(value or "")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """What is stored, when latitude and longitude can be read; else what was typed."""
        text = str(data.get(name) or "").strip()
        point = Point.parse(text) or Point.typed(text)
        return str(point) if point else text


# wagtailgeowidget's adapter would load its own script.
register(WidgetAdapter(), LocationInput)
