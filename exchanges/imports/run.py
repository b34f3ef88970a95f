"""Importing a file of organisations: `run_import`, called by the command."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.text import fold
from exchanges.imports.fields import FIELDS
from exchanges.imports.lookups import Lookups
from exchanges.imports.mapping import Mapping as ImportMapping
from exchanges.imports.problems import ImportFileError, Remark
from exchanges.imports.reading import Row, Table, read_table
from exchanges.imports.report import Outcome, Report, Result
from exchanges.imports.rows import RefusedError, RowReader, Wanted
from exchanges.imports.writing import Writer, compare
from exchanges.models import ExternalId, OrganisationIndexPage, OrganisationPage

OnRow = Callable[[Outcome, int], None]


def run_import(
    *,
    path: Path,
    site: Site,
    mapping: ImportMapping,
    filters: Mapping[str, Sequence[str]] | None = None,
    dry_run: bool = False,
    on_row: OnRow | None = None,
) -> Report:
    """Import the file into the network's directory; raises ImportFileError before anything is written.

    Each row is a transaction of its own: killed anywhere and run again, the import completes.
    `on_row` is told each outcome, and of how many.
    """
    index = OrganisationIndexPage.objects.child_of(site.root_page).first()
    if index is None:
        raise ImportFileError(_("%s has no directory: run create_network first.") % site.hostname)
    table = read_table(path, mapping)
    rows = list(_filtered(table, filters or {}))
    report = Report(notes=_notes(table), filtered_out=len(table.rows) - len(rows))
    importer = _Importer(site=site, index=index, mapping=mapping, dry_run=dry_run)
    if not importer.lookups.has_communes and any(spec.to == "area" for spec in mapping.fields):
        report.notes.append(_("No commune is loaded: run load_areas, then import again."))
    for row in rows:
        outcome = importer.row(row)
        report.outcomes.append(outcome)
        if on_row:
            on_row(outcome, len(rows))
    return report


def _notes(table: Table) -> list[str]:
    if not table.ignored:
        return []
    return [_("Columns that the mapping does not read: %s.") % ", ".join(table.ignored)]


def _filtered(table: Table, filters: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    for column in filters:
        if column not in table.columns:
            raise ImportFileError(
                _("There is no column “%(column)s” to filter by. Columns found: %(found)s.")
                % {"column": column, "found": ", ".join(table.columns)}
            )
    wanted = {column: {fold(value) for value in values} for column, values in filters.items()}
    for row in table.rows:
        if all(fold(row.cells.get(column, "")) in values for column, values in wanted.items()):
            yield row


class _Importer:
    """One import: knows which sheets there are already, and which rows it has seen."""

    def __init__(
        self, *, site: Site, index: OrganisationIndexPage, mapping: ImportMapping, dry_run: bool
    ) -> None:
        self.site = site
        self.mapping = mapping
        self.dry_run = dry_run
        self.lookups = Lookups()
        self.reader = RowReader(mapping, self.lookups)
        self.writer = Writer(site=site, index=index, source=mapping.source, lookups=self.lookups)
        every = ExternalId.objects.filter(site=site, source=mapping.source)
        self.known = {external.value.casefold(): external for external in every}
        self.sirets = self._sirets()
        self.rows_seen: dict[str, int] = {}
        self.sirets_seen: dict[str, int] = {}
        self.names_seen: dict[tuple[str, str | None, str], int] = {}

    def _sirets(self) -> dict[str, int]:
        """Sheets of the network that no import made, by their SIRET."""
        typed = (
            OrganisationPage.objects.on_site(self.site)
            .origins()
            .filter(external_id__isnull=True)
            .exclude(siret="")
        )
        return dict(typed.values_list("siret", "pk"))

    def row(self, row: Row) -> Outcome:
        """What becomes of a row. Nothing that is wrong with it stops the others."""
        name = next((row.cells[column] for column in self._title_columns() if row.cells.get(column)), "")
        outcome = Outcome(row.number, self.reader.identifier(row), name.strip()[:255], Result.REFUSED)
        try:
            wanted = self.reader.read(row)
            self._once(wanted)
            self._same_name(wanted)
            outcome.title = wanted.values["title"]
            outcome.remarks += wanted.remarks
            self._write(wanted, outcome)
        except RefusedError as error:
            self._refused(outcome, error.remark)
        except ValidationError as error:
            self._refused(outcome, Remark("", " ".join(error.messages)))
        except DatabaseError as error:
            message = _("The database refused it: %s") % error
            self._refused(outcome, Remark("", message, _("Run the import again.")))
        return outcome

    def _refused(self, outcome: Outcome, remark: Remark) -> None:
        outcome.result, outcome.changed, outcome.kept = Result.REFUSED, [], []
        outcome.remarks.insert(0, remark)

    def _title_columns(self) -> list[str]:
        return [column for spec in self.mapping.fields if spec.to == "title" for column in spec.columns]

    def _once(self, wanted: Wanted) -> None:
        """Refuse an identifier that the file already gave; tell of a SIRET that it did."""
        identifier = wanted.identifier.casefold()
        if identifier in self.rows_seen:
            raise RefusedError(
                Remark(
                    self.mapping.id_column,
                    _("The row %(row)s has the same identifier, %(identifier)s.")
                    % {"row": self.rows_seen[identifier], "identifier": wanted.identifier},
                    _("Delete one of the two."),
                )
            )
        self.rows_seen[identifier] = wanted.row
        siret = wanted.values.get("siret")
        if not siret:
            return
        if siret in self.sirets_seen:
            message = _("The row %s has the same SIRET.") % self.sirets_seen[siret]
            mend = _("If both are one structure, delete one of them.")
            wanted.remarks.append(Remark("siret", message, mend))
        self.sirets_seen.setdefault(siret, wanted.row)

    def _same_name(self, wanted: Wanted) -> None:
        """Tell of a name that the file already gave in the same town."""
        name = (
            fold(wanted.values["title"]),
            wanted.values.get("area"),
            fold(wanted.values.get("city") or ""),
        )
        if name in self.names_seen:
            message = _("The row %s has the same name in the same town.") % self.names_seen[name]
            mend = _("If both are one structure, delete one of them.")
            wanted.remarks.append(Remark(" + ".join(self._title_columns()), message, mend))
        self.names_seen.setdefault(name, wanted.row)

    def _write(self, wanted: Wanted, outcome: Outcome) -> None:
        known = self.known.get(wanted.identifier.casefold())
        if known and known.digest == wanted.digest:
            outcome.result = Result.UNCHANGED
            return
        known = known or self._typed_by_hand(wanted, outcome)
        if known:
            self._update(known, wanted, outcome)
            return
        outcome.result = Result.CREATED
        outcome.changed = [name for name in wanted.values if name in FIELDS and wanted.values[name]]
        if not self.dry_run:
            self.writer.create(wanted)

    def _typed_by_hand(self, wanted: Wanted, outcome: Outcome) -> ExternalId | None:
        """The sheet with that SIRET that the network typed: completed rather than doubled."""
        page_id = self.sirets.pop(wanted.values.get("siret") or "", None)
        if page_id is None:
            return None
        outcome.remarks.append(
            Remark("siret", _("A sheet with this SIRET was there: its empty fields are filled in."))
        )
        return ExternalId(
            site=self.site,
            page_id=page_id,
            source=self.mapping.source,
            value=wanted.identifier,
            values={},
        )

    def _update(self, known: ExternalId, wanted: Wanted, outcome: Outcome) -> None:
        page = known.page.specific
        self._editable(page)
        draft = not page.live or page.has_unpublished_changes
        sheet = page.get_latest_revision_as_object() if draft else page
        changes = compare(sheet, wanted.values, known.values)
        outcome.changed, outcome.kept = list(changes.write), changes.keep
        outcome.result = Result.UPDATED if changes.write else Result.UNCHANGED
        if draft and changes.write:
            message = _("The sheet has a draft, or is not published: the changes wait in its draft.")
            outcome.remarks.append(Remark("", message, _("Publish it.")))
        if not self.dry_run:
            self.writer.update(sheet, changes, known, wanted)

    def _editable(self, page: OrganisationPage) -> None:
        if not page.path.startswith(self.site.root_page.path):
            message = _("The sheet was moved to another network.")
            raise RefusedError(Remark("", message, _("Import it there.")))
        if page.locked:
            message = _("The sheet is locked by its editors.")
            raise RefusedError(Remark("", message, _("Unlock it and import again.")))
