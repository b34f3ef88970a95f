"""Mappings: small declarative files that say which column goes where. Described in docs/imports.md."""

import tomllib
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from cms.core.models import Audience, Medium
from exchanges.imports.conversion import CONTACT_CONVERTERS, CONVERTERS
from exchanges.imports.fields import FIELDS
from exchanges.imports.problems import ImportFileError

FOLDER = Path(__file__).parent / "mappings"
KEYS = {
    "source",
    "label",
    "format",
    "id",
    "rows",
    "fields",
    "contacts",
    "constants",
    "values",
    "aliases",
    "refuse",
}
FIELD_KEYS = {"to", "from", "as", "required", "optional", "values", "separators", "scheme", "unknown"}
CONTACT_KEYS = {"medium", "from", "audience", "label", "optional"}


@dataclass(frozen=True)
class FieldSpec:
    """One field of the page: from which columns, read how."""

    to: str
    columns: tuple[str, ...]
    convert: str
    required: bool = False
    optional: bool = False
    values: Map[str, str] | None = None
    separators: str = ";"
    scheme: str = ""
    ignore_unknown: bool = False


@dataclass(frozen=True)
class ContactSpec:
    """Contact points: from which columns, for whom."""

    medium: str
    columns: tuple[str, ...]
    audience: str
    label: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Mapping:
    """A whole mapping file."""

    name: str
    source: str
    format: str
    id_column: str
    label: str = ""
    rows: str = ""
    fields: tuple[FieldSpec, ...] = ()
    contacts: tuple[ContactSpec, ...] = ()
    constants: Map[str, Any] = field(default_factory=dict)
    aliases: Map[str, tuple[str, ...]] = field(default_factory=dict)
    refuse: Map[str, Map[str, str]] = field(default_factory=dict)

    @property
    def needed(self) -> list[str]:
        """Columns without which the file can't be the one that is meant."""
        columns = [spec.columns for spec in self.fields if not spec.optional]
        columns += [spec.columns for spec in self.contacts if not spec.optional]
        return list(dict.fromkeys([self.id_column, *chain(*columns)]))

    @property
    def known(self) -> list[str]:
        """Every column that the mapping reads."""
        columns = [spec.columns for spec in self.fields] + [spec.columns for spec in self.contacts]
        return list(dict.fromkeys([self.id_column, *chain(*columns), *self.refuse]))


def mapping_names() -> list[str]:
    """The mappings that are shipped."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load_mapping(name: str) -> Mapping:
    """The mapping of that name, or in that file when the name ends in `.toml`; raises ImportFileError."""
    own_file = name.endswith(".toml")
    path = Path(name) if own_file else FOLDER / f"{name}.toml"
    if not own_file and name not in mapping_names():
        raise ImportFileError(
            _("Unknown mapping “%(name)s”. Known ones: %(known)s.")
            % {"name": name, "known": ", ".join(mapping_names())}
        )
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImportFileError(
            _("The mapping %(path)s can’t be read: %(why)s") % {"path": path, "why": error}
        ) from error
    return _Reader(path.name).mapping(path.stem, declared)


class _Reader:
    """Turns the declared tables into a mapping, and says which of them is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file

    def mapping(self, name: str, declared: dict[str, Any]) -> Mapping:
        self._keys(declared, KEYS, _("at the top"))
        for key in ("source", "format", "id"):
            if not isinstance(declared.get(key), str):
                self._fail(_("“%s” is missing.") % key)
        if declared["format"] not in ("json", "csv"):
            self._fail(_("“format” is “json” or “csv”."))
        tables = declared.get("values", {})
        specs = tuple(self._field(table, tables) for table in declared.get("fields", []))
        if not any(spec.to == "title" for spec in specs):
            self._fail(_("no column is read for “title”."))
        for target in declared.get("constants", {}):
            self._target(target)
        return Mapping(
            name=name,
            source=declared["source"],
            format=declared["format"],
            id_column=declared["id"],
            label=declared.get("label", ""),
            rows=declared.get("rows", ""),
            fields=specs,
            contacts=tuple(self._contact(table) for table in declared.get("contacts", [])),
            constants=declared.get("constants", {}),
            aliases={name: tuple(others) for name, others in declared.get("aliases", {}).items()},
            refuse=declared.get("refuse", {}),
        )

    def _field(self, table: dict[str, Any], tables: dict[str, Any]) -> FieldSpec:
        target = table.get("to", "?")
        self._keys(table, FIELD_KEYS, target)
        self._target(target)
        convert = table.get("as", "text")
        self._one_of(convert, CONVERTERS, f"{target}, as")
        values = table.get("values")
        if values is not None and values not in tables:
            self._fail(
                _("%(where)s: there is no table [values.%(name)s].") % {"where": target, "name": values}
            )
        return FieldSpec(
            to=target,
            columns=self._columns(table, target),
            convert=convert,
            required=table.get("required", False),
            optional=table.get("optional", False),
            values=tables[values] if values is not None else None,
            separators=table.get("separators", ";"),
            scheme=table.get("scheme", ""),
            ignore_unknown=table.get("unknown") == "ignore",
        )

    def _contact(self, table: dict[str, Any]) -> ContactSpec:
        medium = table.get("medium", "?")
        where = f"contacts, {medium}"
        self._keys(table, CONTACT_KEYS, where)
        self._one_of(medium, CONTACT_CONVERTERS, where)
        default = Audience.MEMBERS if medium == Medium.EMAIL else Audience.PUBLIC
        audience = table.get("audience", default.value)
        self._one_of(audience, Audience.values, where)
        return ContactSpec(
            medium=medium,
            columns=self._columns(table, where),
            audience=audience,
            label=table.get("label", ""),
            optional=table.get("optional", False),
        )

    def _columns(self, table: dict[str, Any], where: str) -> tuple[str, ...]:
        columns = table.get("from")
        if isinstance(columns, str):
            return (columns,)
        if not columns or not all(isinstance(column, str) for column in columns):
            self._fail(_("%s: “from” names a column or a list of columns.") % where)
        return tuple(columns)

    def _target(self, target: str) -> None:
        self._one_of(target, FIELDS, _("field"))

    def _keys(self, table: dict[str, Any], known: Any, where: str) -> None:
        for key in table:
            self._one_of(key, known, where)

    def _one_of(self, value: str, known: Any, where: str) -> None:
        if value not in known:
            self._fail(
                _("%(where)s: “%(value)s” is unknown. Known: %(known)s.")
                % {"where": where, "value": value, "known": ", ".join(sorted(known))}
            )

    def _fail(self, message: str) -> NoReturn:
        raise ImportFileError(f"{self.file}: {message}")
