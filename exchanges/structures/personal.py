"""What this room holds of a person, and how it forgets them."""

from typing import Any

from exchanges.models import Involvement, StructureInvitation


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
    Involvement.objects.filter(person=person).delete()
    StructureInvitation.objects.filter(email=person.email).delete()
    StructureInvitation.objects.open().filter(invited_by=person).delete()
