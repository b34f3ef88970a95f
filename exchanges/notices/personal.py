"""What this room holds of a person: given to them to take along, and forgotten with the account."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.registry import PersonalData
from exchanges.models import Alert, Mailbox, Notice, NoticePace


def export(person: Any) -> dict[str, Any]:
    """What they were told, how they want to be told, and what they have watched."""
    told = Notice.objects.filter(person=person).order_by("created_at", "pk")
    box = Mailbox.objects.filter(person=person).first()
    return {
        "told": list(
            told.values(
                "created_at", "kind", "event", "facts", "read_at", "mailed_at", "declined_at", "declined_why"
            )
        ),
        "paces": dict(NoticePace.objects.filter(person=person).order_by("kind").values_list("kind", "pace")),
        "alerts": list(
            Alert.objects.filter(person=person)
            .order_by("created_at", "pk")
            .values("label", "kind", "query", "pace", "created_at", "ended_at")
        ),
        "mailbox": {
            "quiet_from": box.quiet_from,
            "quiet_until": box.quiet_until,
            "stopped_at": box.stopped_at,
            "stopped_why": box.stopped_why,
        }
        if box
        else None,
    }


def erase(person: Any) -> None:
    """All of it goes, also what was asked for at the person's address without an account."""
    Notice.objects.filter(person=person).delete()
    NoticePace.objects.filter(person=person).delete()
    Alert.objects.filter(person=person).delete()
    Alert.objects.filter(person=None, email=person.email).delete()
    Mailbox.objects.filter(person=person).delete()
    Mailbox.objects.filter(email=person.email).delete()


DATA = PersonalData(label=_("News and alerts"), export=export, erase=erase)
