"""What is put behind the question mark: words to look for, ids, filters, pages, exports."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Page

from tests.tenancy.addresses import Address
from tests.tenancy.forms import django_fields, takes_id
from tests.tenancy.hands import read_by_hand
from tests.tenancy.ids import Ids
from tests.tenancy.words import BAIT

SEARCHED = ("q", "search", "term", "query")
API = "wagtailadmin_api:"
# Where rows are ticked by a name of their own. The lists of answers wait for the first kind of form page:
# until there is one they answer 404 to everybody.
TICKED: dict[str, tuple[str, type[Model]]] = {
    "wagtailforms:delete_submissions": ("selected-submissions", FormSubmission),
}


def ticked(address: Address, ids: Ids) -> str:
    """The rows that were ticked in a list, for what is done to many at once."""
    parameter, model = TICKED.get(address.name, ("id", address.model))
    rows = ids.siblings() if model is Page else ids.of(model) if model else []
    return urlencode([(parameter, pk) for pk in rows])


def needs_ticks(address: Address) -> bool:
    """Whether the address is about rows that were ticked."""
    named = address.name == "wagtail_bulk_action" or "chosen_multiple" in address.name
    return named or address.name in TICKED


def queries(address: Address, response: Any, victim: Ids, *, filters: bool) -> Iterator[str]:
    """What is worth asking of an address that answers; its own filters too, one by one, if `filters`."""
    kind = response.headers.get("Content-Type", "")
    if not ("html" in kind or "json" in kind):
        return
    if address.name.startswith(API):
        yield from api_queries(victim)
        return
    yield urlencode([(name, BAIT) for name in SEARCHED])
    # One by one: of several, the first that is refused would hide the others.
    for pair in read_by_hand(address, victim) if filters else ():
        yield urlencode([pair])
    for name, field in django_fields(response) if filters else ():
        for pk in filter_ids(field.queryset.model, victim) if takes_id(field) else ():
            yield urlencode({name: pk})
    body = b"" if response.streaming else response.content
    if b"export=csv" in body:
        yield "export=csv"
        yield "export=xlsx"
        yield urlencode({"export": "csv", "q": BAIT})
    if b"p=2" in body:
        yield "p=2"


def filter_ids(model: type[Model], victim: Ids) -> list[Any]:
    """What a filter about that model is set to."""
    if model is ContentType:
        return [ContentType.objects.get_for_model(Page).pk]
    return victim.of(model)[:1]


def api_queries(victim: Ids) -> Iterator[str]:
    """What the admin's API understands; it refuses a query with anything else in it."""
    yield urlencode({"search": BAIT})
    yield urlencode({"fields": "*", "limit": 20, "order": "-id"})
    for name in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
        yield urlencode({name: victim.of(Page)[0], "fields": "*"})
    yield urlencode({"child_of": victim.of(Page)[0], "for_explorer": 1})
    yield urlencode({"tags": BAIT})
    for pk in victim.of(Page)[:2]:
        yield urlencode({"id": pk, "fields": "*"})
