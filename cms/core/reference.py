"""Reads the lists that the project ships into the database."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import transaction

from cms.core.models import Term, Theme, ThemeMapping
from cms.core.registry import reference_list, reference_loaders

DATA = Path(__file__).parent / "data"
# Column of themes.csv -> scheme of the mapping.
MAPPED = {"bdis": "bdis", "ess_fragment": "essglobal"}


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
    branch = _Branches(Theme.objects.all())
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


class _Branches:
    """New themes at the end of their branch, written in two statements instead of five for each."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self.known = {theme.code: theme for theme in themes}
        self.by_pk = {theme.pk: theme for theme in self.known.values()}
        self.new: list[Theme] = []
        self.last: Counter[str] = Counter()
        for theme in self.known.values():
            self._count(theme)

    def _count(self, theme: Theme) -> None:
        above, step = theme.path[: -Theme.steplen], Theme._str2int(theme.path[-Theme.steplen :])
        self.last[above] = max(self.last[above], step)

    def add(self, parent_code: str, **fields: str) -> None:
        """Put a theme under the parent, or under what the parent was merged into."""
        parent = self.known.get(parent_code)
        if parent and parent.merged_into_id:
            parent = self.by_pk[parent.merged_into_id]
        above, depth = (parent.path, parent.depth) if parent else ("", 0)
        path = Theme._get_path(above, depth + 1, self.last[above] + 1)
        theme = Theme(depth=depth + 1, path=path, **fields)
        self._count(theme)
        self.known[theme.code] = theme
        self.new.append(theme)
        if parent:
            parent.numchild += 1

    def save(self) -> None:
        Theme.objects.bulk_create(self.new)
        Theme.objects.bulk_update(self.by_pk.values(), ["numchild"])


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
