"""What the queue runs of this room; each may run twice, late, or be killed."""

from collections.abc import Collection

from exchanges.matching import telling
from exchanges.matching.welcome import welcome
from exchanges.models import Involvement


def tell_matches(origins: Collection[int] | None = None) -> int:
    """Tell what waits to be told of these pages, or of all."""
    return telling.tell_matches(origins=origins)


def welcome_structure(involvement: int) -> bool:
    """Tell the first person of a structure of what it could answer."""
    row = Involvement.objects.select_related("organisation", "person").filter(pk=involvement).first()
    return row is not None and welcome(involvement=row) is not None
