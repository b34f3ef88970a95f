"""Reads the lists that the project ships into the database."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from cms.core.models import Term, Theme, ThemeMapping
from cms.core.registry import Duty, permit, reference_list, reference_loaders
from cms.core.thesaurus import Branches

DATA = Path(__file__).parent / "data"
# Column of themes.csv -> scheme of the mapping.
MAPPED = {"bdis": "bdis", "ess_fragment": "essglobal"}

permit(
    *(f"core.{action}_{model}" for model in ("theme", "term") for action in ("add", "change", "delete")),
    "core.view_area",
    to=(Duty.COORDINATOR,),
)


def load(*, force: bool = False) -> dict[str, int]:
    """Load every list of every app in one transaction; say how many entries each gained.

    What exists already is left as it is, for an editor may have changed it; `force` puts the
    shipped labels back. Codes never change and nothing is removed.
    """
    with transaction.atomic():
        return {name: loader(force=force) for name, loader in reference_loaders.items()}


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a shipped CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@reference_list("themes")
def load_themes(*, force: bool = False) -> int:
    """The thesaurus, parents before children, with its mappings."""
    rows = list(rows_of(DATA / "themes.csv"))
    branch = Branches(Theme.objects.all())
    for row in rows:
        fields = {name: row[name] for name in ("label", "label_en", "scheme")}
        if row["code"] not in branch.known:
            branch.add(row["parent"], code=row["code"], **fields)
        elif force:
            Theme.objects.filter(code=row["code"]).update(**fields)
    branch.save()
    ThemeMapping.objects.bulk_create(
        (
            ThemeMapping(theme=branch.known[row["code"]], scheme=scheme, code=code)
            for row in rows
            for column, scheme in MAPPED.items()
            for code in row[column].split(";")
            if code and branch.known[row["code"]].merged_into_id is None
        ),
        ignore_conflicts=True,
    )
    return len(branch.new)


@reference_list("terms")
def load_terms(*, force: bool = False) -> int:
    """The short lists of an organisation's sheet, in the order of the file."""
    before = Term.objects.count()
    terms = [Term(**row, sort_order=place) for place, row in enumerate(rows_of(DATA / "terms.csv"))]
    if force:
        Term.objects.bulk_create(
            terms,
            update_conflicts=True,
            unique_fields=["vocabulary", "code"],
            update_fields=["label", "label_en", "uri", "sort_order"],
        )
    else:
        Term.objects.bulk_create(terms, ignore_conflicts=True)
    return Term.objects.count() - before
