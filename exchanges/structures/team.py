"""The people of a structure: what each is there, who leaves, who is taken out.

All of them may do all of it: a structure has no chief here. Whoever is taken out is told, and by whom.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.core.models import Term
from cms.users.models import User
from exchanges.models import Involvement, Kind, Standing
from exchanges.notices.telling import tell


def of(organisation_id: int) -> QuerySet[Involvement]:
    """Those who speak for the structure, the longest first."""
    people = Involvement.objects.confirmed().filter(organisation=organisation_id, person__is_active=True)
    return people.select_related("person", "role").order_by("decided_at", "asked_at", "pk")


def change_role(*, involvement: Involvement, role: Term | None, by: User) -> None:
    """Say what somebody is in the structure. Raises PermissionDenied unless `by` speaks for it."""
    with transaction.atomic():
        row = _lock(involvement, by)
        row.role = role
        row.save(update_fields=["role"])


def leave(*, involvement: Involvement, by: User) -> bool:
    """Speak for the structure no longer; whether somebody still does."""
    with transaction.atomic():
        row = _lock(involvement, by)
        if row.person_id != by.pk:
            raise PermissionDenied
        _end(row, by)
    return of(row.organisation_id).exists()


def remove(*, involvement: Involvement, by: User) -> None:
    """Take somebody out of the structure, and tell them. Raises PermissionDenied unless `by` speaks for it."""
    with transaction.atomic():
        row = _lock(involvement, by)
        _end(row, by)
        tell(
            people=[row.person],
            kind=Kind.STRUCTURE,
            event="structure_left",
            subject=f"left:{row.pk}:{row.times}",
            facts={"title": row.organisation.title, "name": str(by)},
            page=row.organisation,
        )


def _lock(involvement: Involvement, by: User) -> Involvement:
    """The row, once nobody else changes the people of the structure; both must still be among them."""
    same = Q(organisation=involvement.organisation_id, standing=Standing.CONFIRMED)
    rows = {row.pk: row for row in Involvement.objects.select_for_update().filter(same).order_by("pk")}
    if involvement.pk not in rows or all(row.person_id != by.pk for row in rows.values()):
        raise PermissionDenied
    return rows[involvement.pk]


def _end(row: Involvement, by: User) -> None:
    row.standing, row.decided_at, row.decided_by = Standing.ENDED, timezone.now(), by
    row.save()
