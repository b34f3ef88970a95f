"""Invariants of the project, checked whenever it starts: what an author may forget.

`kinds` (pes.E001 to E006): a kind of shared page; `viewsets` (E005, E007) and `screens` (E008, E009): what the
administration shows. `cms.core.tenancy.checks` (E010 to E014) looks at models, addresses and the door.
"""

from cms.core.checks.kinds import problems_of_kind
from cms.core.checks.screens import problems_of_items, problems_of_view
from cms.core.checks.viewsets import problems_of_models, problems_of_viewset

__all__ = [
    "problems_of_items",
    "problems_of_kind",
    "problems_of_models",
    "problems_of_view",
    "problems_of_viewset",
]
