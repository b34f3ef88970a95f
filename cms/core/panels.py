"""Panels of the kernel for editing screens."""

from typing import Any

from wagtailgeowidget.panels import LeafletPanel

from cms.core.widgets import LocationInput


class LocationPanel(LeafletPanel):
    """wagtailgeowidget's panel with our widget: no request leaves for a third party."""

    def widget_overrides(self) -> dict[str, Any]:
        """The widget of the field."""
        return {self.field_name: LocationInput(zoom=self.zoom)}
