"""What became of each row."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchanges.imports.problems import ImportFileError, Remark


class Result(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


WORDS = {
    Result.CREATED: gettext_lazy("created"),
    Result.UPDATED: gettext_lazy("updated"),
    Result.UNCHANGED: gettext_lazy("unchanged"),
    Result.REFUSED: gettext_lazy("refused"),
}


@dataclass
class Outcome:
    """What became of one row, and what there is to know about it."""

    row: int
    identifier: str
    title: str
    result: Result
    remarks: list[Remark] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def details(self) -> list[str]:
        """The remarks, and the fields that were left as an editor wrote them."""
        lines = [str(remark) for remark in self.remarks]
        if self.kept:
            lines.append(_("Kept as edited on the site: %s.") % ", ".join(self.kept))
        return lines


@dataclass
class Report:
    """What became of the file."""

    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    filtered_out: int = 0

    def counts(self) -> Counter[Result]:
        """How many rows ended in each way."""
        return Counter(outcome.result for outcome in self.outcomes)

    def write_csv(self, path: Path) -> None:
        """One line a row, for a spreadsheet; raises ImportFileError when the file can't be written."""
        headings = [_("Row"), _("Identifier"), _("Name"), _("Result"), _("Fields changed"), _("To know")]
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, delimiter=";")
                writer.writerow(headings)
                for outcome in self.outcomes:
                    writer.writerow(
                        [
                            outcome.row,
                            *map(
                                harmless,
                                (
                                    outcome.identifier,
                                    outcome.title,
                                    str(WORDS[outcome.result]),
                                    ", ".join(outcome.changed),
                                    " | ".join(outcome.details),
                                ),
                            ),
                        ]
                    )
        except OSError as error:
            raise ImportFileError(
                _("The report can’t be written in %(path)s: %(why)s.") % {"path": path, "why": error.strerror}
            ) from error


def harmless(text: str) -> str:
    """The text, marked so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
