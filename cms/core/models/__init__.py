"""Models that every other app stands on; none of them is a concrete page."""

from cms.core.models.areas import Area, AreaLevel
from cms.core.models.contacts import Audience, ContactPoint, Medium
from cms.core.models.shared import SharedPage, Sharing
from cms.core.models.terms import Term, Vocabulary
from cms.core.models.themes import Theme, ThemeMapping

__all__ = [
    "Area",
    "AreaLevel",
    "Audience",
    "ContactPoint",
    "Medium",
    "SharedPage",
    "Sharing",
    "Term",
    "Theme",
    "ThemeMapping",
    "Vocabulary",
]
