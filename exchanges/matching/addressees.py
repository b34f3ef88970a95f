"""Who is told of a match: the people of a structure, or somebody who publishes in their own name.

They are named "org:12" and "person:7", as those who answer are (`Conversation.answerer`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from cms.users.models import User
from exchanges.models import Involvement
from exchanges.people import structures_of

ORGANISATION, PERSON = "org:", "person:"


def addressee(organisation: int | None, owner: int | None) -> str:
    """The name of the structure, or else of the person; empty where there is neither."""
    if organisation:
        return f"{ORGANISATION}{organisation}"
    return f"{PERSON}{owner}" if owner else ""


def addressees_of(person: Any) -> list[str]:
    """Under which names somebody is told: their structures' and their own. One query."""
    structures = structures_of(person).order_by("pk").values_list("pk", flat=True)
    return [*(addressee(pk, None) for pk in structures), addressee(None, person.pk)]


def ids_of(names: Iterable[str], prefix: str) -> list[int]:
    """The ids of the structures, or of the people, among these."""
    return sorted(int(name.removeprefix(prefix)) for name in set(names) if name.startswith(prefix))


def people_of(names: Collection[str]) -> dict[str, list[User]]:
    """The people behind each of these names, in two queries."""
    found: dict[str, list[User]] = defaultdict(list)
    rows = Involvement.objects.confirmed().filter(
        organisation__in=ids_of(names, ORGANISATION), person__is_active=True
    )
    for row in rows.select_related("person").order_by("pk"):
        found[addressee(row.organisation_id, None)].append(row.person)
    people: QuerySet[User] = User.objects.filter(pk__in=ids_of(names, PERSON), is_active=True)
    for person in people:
        found[addressee(None, person.pk)].append(person)
    return found
