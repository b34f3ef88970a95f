"""What this room holds of a person: what they reported."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q

from exchanges.models import Report


def export(person: AbstractUser) -> list[dict[str, Any]]:
    """Their reports, and what became of them."""
    return [
        {
            "about": report.title,
            "what_is_wrong": str(report.get_complaint_display()),
            "text": report.text,
            "reported_on": report.created_at,
            "decision": str(report.get_verdict_display()),
            "reason": report.reason,
        }
        for report in Report.objects.filter(of(person)).order_by("created_at", "pk")
    ]


def erase(person: AbstractUser) -> None:
    """The reports stay, for what they are about; who made them is forgotten."""
    Report.objects.filter(of(person)).update(person=None, email="", once=None)


def of(person: AbstractUser) -> Q:
    """The condition that a report was made by the person, signed in or by their address."""
    return Q(person=person) | Q(email__iexact=person.email)
