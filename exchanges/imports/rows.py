"""From a row of the file to what the sheet should say."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchanges.imports.conversion import CONTACT_CONVERTERS, CONVERTERS, Context
from exchanges.imports.converters import is_nothing, squeeze
from exchanges.imports.fields import CONTACTS, FIELDS, kind_of
from exchanges.imports.lookups import Lookups
from exchanges.imports.mapping import ContactSpec, FieldSpec, Mapping
from exchanges.imports.problems import BadValueError, ImportFileError, Remark
from exchanges.imports.reading import Row
from exchanges.models import OrganisationPage

MAX_IDENTIFIER = 200


class RefusedError(Exception):
    """The row can't become a sheet."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(str(remark))
        self.remark = remark


@dataclass
class Wanted:
    """What a row says, as plain values, and what was odd in it."""

    row: int
    identifier: str
    values: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """SHA-256 of the values: equal digests mean that the file has nothing new."""
        text = json.dumps(self.values, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class RowReader:
    """Reads rows by a mapping. What is refused in a column that may be empty is left out and reported."""

    def __init__(self, mapping: Mapping, lookups: Lookups) -> None:
        self.mapping = mapping
        self.lookups = lookups
        self.constants = self._constants()

    def identifier(self, row: Row) -> str:
        """The stable identifier of the row, "" where it has none."""
        value = squeeze(row.cells.get(self.mapping.id_column, ""))
        return "" if is_nothing(value) or len(value) > MAX_IDENTIFIER else value

    def read(self, row: Row) -> Wanted:
        """What the row says; raises RefusedError."""
        if row.trouble:
            raise RefusedError(Remark("", _("The row can’t be read: %s.") % row.trouble, _("Mend the file.")))
        wanted = Wanted(row.number, self.identifier(row))
        if not wanted.identifier:
            raise RefusedError(
                Remark(
                    self.mapping.id_column,
                    _("There is no identifier, or it is too long."),
                    _("Give the row one that will not change."),
                )
            )
        self._refuse(row)
        for spec in self.mapping.fields:
            self._read_field(spec, row, wanted)
        if self.mapping.contacts:
            wanted.values[CONTACTS] = self._contacts(row, wanted)
        self._add_constants(wanted)
        _explain_position(wanted, self.lookups)
        return wanted

    def _refuse(self, row: Row) -> None:
        """Raise RefusedError for a row that the mapping says to leave out."""
        for column, reasons in self.mapping.refuse.items():
            reason = reasons.get(squeeze(row.cells.get(column, "")))
            if reason:
                raise RefusedError(Remark(column, reason))

    def _read_field(self, spec: FieldSpec, row: Row, wanted: Wanted) -> None:
        context = self._context(spec)
        cells = [row.cells.get(column, "") for column in spec.columns]
        column = " + ".join(spec.columns)
        try:
            value = CONVERTERS[spec.convert](cells, context)
            _validate(spec.to, value)
        except BadValueError as error:
            remark = Remark(column, error.message, error.mend)
            if spec.required:
                raise RefusedError(remark) from error
            wanted.remarks.append(remark)
            value = [] if kind_of(spec.to).is_list else None
        wanted.remarks += [Remark(column, note.message, note.mend) for note in context.notes]
        if spec.required and not value:
            raise RefusedError(Remark(column, _("It is empty."), _("Fill it in.")))
        _add(wanted.values, spec.to, value)

    def _context(self, spec: FieldSpec) -> Context:
        model_field = OrganisationPage._meta.get_field(spec.to)
        return Context(
            to=spec.to,
            lookups=self.lookups,
            max_length=getattr(model_field, "max_length", None),
            values=spec.values,
            separators=spec.separators,
            scheme=spec.scheme,
            ignore_unknown=spec.ignore_unknown,
        )

    def _contacts(self, row: Row, wanted: Wanted) -> list[list[str]]:
        found: list[list[str]] = []
        for spec in self.mapping.contacts:
            for column in spec.columns:
                found += self._contact(spec, column, row.cells.get(column, ""), wanted)
        return [list(contact) for contact in dict.fromkeys(map(tuple, found))]

    def _contact(self, spec: ContactSpec, column: str, cell: str, wanted: Wanted) -> list[list[str]]:
        try:
            values = CONTACT_CONVERTERS[spec.medium](cell)
        except BadValueError as error:
            wanted.remarks.append(Remark(column, error.message, error.mend))
            return []
        return [[spec.medium, value[:250], spec.label[:80], spec.audience] for value in values]

    def _constants(self) -> dict[str, Any]:
        """The values that the mapping gives to every row, checked once."""
        found: dict[str, Any] = {}
        for name, value in self.mapping.constants.items():
            context = Context(to=name, lookups=self.lookups)
            parts = value if isinstance(value, list) else [str(value)]
            convert = {"themes": "themes", "tags": "list"}.get(name, "text")
            if FIELDS[name].vocabulary:
                convert = "terms" if FIELDS[name].is_list else "term"
            try:
                found[name] = CONVERTERS[convert](parts, context)
                _validate(name, found[name])
            except BadValueError as error:
                context.notes.append(error)
            if context.notes:
                message = f"{self.mapping.name}.toml, [constants], {name}: {context.notes[0].message}"
                raise ImportFileError(message)
        return found

    def _add_constants(self, wanted: Wanted) -> None:
        for name, value in self.constants.items():
            _add(wanted.values, name, value)


def _add(values: dict[str, Any], name: str, value: Any) -> None:
    """Set a value; several lists for one field are joined, the first filled one of others stands."""
    if kind_of(name).is_list:
        values[name] = sorted({*values.get(name, []), *(value or [])})
    elif not values.get(name):
        values[name] = value


def _validate(name: str, value: Any) -> None:
    """Raise BadValueError for what the model's own validators and choices refuse."""
    model_field: Any = OrganisationPage._meta.get_field(name)
    if value in (None, "", []) or kind_of(name).is_list or model_field.is_relation:
        return
    try:
        model_field.clean(value, None)
    except ValidationError as error:
        raise BadValueError(f"“{value}”. {error.messages[0]}") from error


def _explain_position(wanted: Wanted, lookups: Lookups) -> None:
    """Say what becomes of a row without coordinates."""
    if "location" not in wanted.values or wanted.values["location"]:
        return
    code = wanted.values.get("area")
    if code:
        message = _("There is no position: shown in the middle of %s.") % lookups.commune(code).name
    else:
        message = _("There is no position: not shown on the map.")
    wanted.remarks.append(Remark("", message, _("Add one to the sheet, or in the file.")))
