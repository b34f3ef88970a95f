"""What this room holds of a person: what they, in their own name, were told of and set aside."""

from typing import Any

from exchanges.matching.addressees import addressee
from exchanges.models import Match, Reserve


def export(person: Any) -> dict[str, Any]:
    """What they were told of in their own name and said of it, and what they are not told of any more."""
    name = addressee(None, person.pk)
    told = Match.objects.filter(addressee=name).select_related("news").order_by("pk")
    aside = Reserve.objects.filter(addressee=name).select_related("theme").order_by("pk")
    return {
        "told": [
            {"title": row.news.title if row.news else "", "told": row.told_at, "looked": row.looked_at,
             "not_for_me": row.get_declined_why_display()}
            for row in told
        ],
        "set_aside": [str(row) for row in aside],
    }  # fmt: skip


def erase(person: Any) -> None:
    """Their reserves go; of their matches stays that somebody was told, without saying who."""
    name = addressee(None, person.pk)
    Reserve.objects.filter(addressee=name).delete()
    Match.objects.filter(addressee=name).update(addressee="person:0", declined_why="")
