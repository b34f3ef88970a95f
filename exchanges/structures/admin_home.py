"""On the home page of the administration: that somebody asks to speak for a structure."""

from typing import Any

from django.forms import Media
from wagtail.admin.ui.components import Component


class ClaimsPanel(Component):
    """How many wait, and the way to them."""

    name = "claims"
    order = 90
    media = Media(css={"all": ["exchanges/admin/care.css"]})
    template_name = "exchanges/structures/admin/home_panel.html"

    def __init__(self, number: int) -> None:
        self.number = number

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """What the template says."""
        return {"number": self.number}
