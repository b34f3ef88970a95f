"""How many were told of an announcement, for its author."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from exchanges.matching.addressees import PERSON
from exchanges.models import Match


@dataclass(frozen=True)
class Summary:
    """How many structures, and people who publish in their own name, were told, looked, had no use for it."""

    structures: int = 0
    people: int = 0
    looked: int = 0
    declined: int = 0

    @property
    def told(self) -> int:
        """All of them."""
        return self.structures + self.people


def summaries(exchange_ids: Collection[int]) -> dict[int, Summary]:
    """For each of these announcements (ids of origins), who was told of it; one query. Only numbers."""
    person = Q(addressee__startswith=PERSON)
    rows = Match.objects.filter(news__in=exchange_ids, told_at__isnull=False).values("news").order_by()
    found = rows.annotate(
        structures=Count("addressee", filter=~person, distinct=True),
        people=Count("addressee", filter=person, distinct=True),
        looked=Count("addressee", filter=Q(looked_at__isnull=False), distinct=True),
        declined=Count("addressee", filter=Q(declined_at__isnull=False), distinct=True),
    )
    told = {row.pop("news"): Summary(**row) for row in found}
    return {pk: told.get(pk, Summary()) for pk in exchange_ids}
