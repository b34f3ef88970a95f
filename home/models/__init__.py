"""Home pages and editorial pages."""

from home.models.pages import ContentPage, HomePage

__all__ = ["ContentPage", "HomePage"]
