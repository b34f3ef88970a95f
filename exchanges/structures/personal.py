"""What this room holds of a person, and how it forgets them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from exchanges.models import Involvement, Notice, StructureInvitation


def export(person: Any) -> list[dict[str, Any]]:
    """The structures that they spoke for or asked to speak for."""
    rows = (
        Involvement.objects.filter(person=person).select_related("role", "organisation").order_by("asked_at")
    )
    return [
        {
            "structure": row.organisation.title,
            "role": str(row.role or ""),
            "standing": row.standing,
            "how": row.way,
            "message": row.message,
            "asked_at": row.asked_at,
            "decided_at": row.decided_at,
            "reason": row.reason,
        }
        for row in rows
    ]


def erase(person: Any) -> None:
    """Forget them: their place in structures, and the invitations that name them. The sheets are not theirs."""
    theirs = list(Involvement.objects.filter(person=person).values_list("pk", "organisation"))
    for notice in _naming(person, theirs):
        facts = {**notice.facts, "name": _("Deleted account")}
        Notice.objects.filter(pk=notice.pk).update(facts=facts)
    Involvement.objects.filter(person=person).delete()
    StructureInvitation.objects.filter(email=person.email).delete()
    StructureInvitation.objects.open().filter(invited_by=person).delete()


def _naming(person: Any, involvements: list[tuple[int, int]]) -> QuerySet[Notice]:
    """What others were told of them: that they ask to act for a structure, or took somebody out of one."""
    asked = Q(event="claim_asked", facts__claim__in=[pk for pk, _organisation in involvements])
    took_out = Q(event="structure_left", page__in=[pk for _own, pk in involvements], facts__name=str(person))
    return Notice.objects.filter(asked | took_out)
