"""Reads the methods that the project ships into the database."""

from pathlib import Path

from cms.core.reference import rows_of
from cms.core.registry import Duty, permit, reference_list
from exchanges.models import Method

DATA = Path(__file__).parent / "data"

permit(*(f"exchanges.{action}_method" for action in ("add", "change", "delete")), to=(Duty.COORDINATOR,))


@reference_list("methods")
def load_methods(*, force: bool = False) -> int:
    """The methods with the types they go with, in the order of the file."""
    before = Method.objects.count()
    methods = [
        Method(**{**row, "types": row["types"].split(";")}, sort_order=place)
        for place, row in enumerate(rows_of(DATA / "methods.csv"))
    ]
    if force:
        Method.objects.bulk_create(
            methods,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["label", "label_en", "types", "uri_fragment", "sort_order"],
        )
    else:
        Method.objects.bulk_create(methods, ignore_conflicts=True)
    return Method.objects.count() - before
