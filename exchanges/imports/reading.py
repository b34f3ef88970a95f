"""Reading a JSON or CSV file whole, before anything is written: a broken file changes nothing."""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from cms.core.text import fold
from exchanges.imports.mapping import Mapping
from exchanges.imports.problems import ImportFileError

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 300
MAX_CELL = 100_000
MAX_DEPTH = 20
DELIMITERS = (",", ";", "\t")
# What no database or page can hold: control characters and half surrogates.
UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Row:
    """One record: its number as a person would count it, its cells by column, what was odd in it."""

    number: int
    cells: dict[str, str]
    trouble: str = ""


@dataclass(frozen=True)
class Table:
    """A file that was read."""

    rows: list[Row]
    columns: list[str]
    ignored: list[str] = field(default_factory=list)


def read_table(path: Path, mapping: Mapping) -> Table:
    """The rows of the file, their columns named as in the mapping; raises ImportFileError."""
    data = _bytes(path)
    if not data.strip():
        raise ImportFileError(_("%s is empty.") % path.name)
    read = _json if mapping.format == "json" else _csv
    rows, columns = read(path.name, data, mapping)
    if not rows:
        raise ImportFileError(_("%s has no row.") % path.name)
    _check_columns(path.name, columns, mapping)
    return Table(rows, columns, [column for column in columns if column not in _used(mapping)])


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImportFileError(
                _("%(file)s is larger than %(most)s MB: split it.")
                % {"file": path.name, "most": MAX_BYTES // 1024 // 1024}
            )
        return path.read_bytes()
    except OSError as error:
        raise ImportFileError(
            _("%(file)s can’t be read: %(why)s.") % {"file": path, "why": error.strerror}
        ) from error


def _used(mapping: Mapping) -> set[str]:
    """The columns read, and the first name of those that are reached inside an object."""
    return {part for name in mapping.known for part in (name, name.split(".")[0])}


def _check_columns(file: str, columns: list[str], mapping: Mapping) -> None:
    missing = [name for name in mapping.needed if name not in columns]
    if missing:
        raise ImportFileError(
            _("%(file)s lacks what the mapping “%(mapping)s” reads: %(missing)s. Columns found: %(found)s.")
            % {
                "file": file,
                "mapping": mapping.name,
                "missing": ", ".join(missing),
                "found": ", ".join(columns),
            }
        )


def _json(file: str, data: bytes, mapping: Mapping) -> tuple[list[Row], list[str]]:
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ImportFileError(
            _("%(file)s is not JSON, line %(line)s, column %(column)s: %(why)s.")
            % {"file": file, "line": error.lineno, "column": error.colno, "why": error.msg}
        ) from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImportFileError(
            _("%(file)s is not UTF-8, line %(line)s.") % {"file": file, "line": line}
        ) from error
    except RecursionError as error:
        raise ImportFileError(_("%s nests too deeply.") % file) from error
    except ValueError as error:
        raise ImportFileError(_("%(file)s is not JSON: %(why)s.") % {"file": file, "why": error}) from error
    for name in filter(None, mapping.rows.split(".")):
        content = content.get(name) if isinstance(content, dict) else None
    if not isinstance(content, list):
        raise ImportFileError(_("%s does not hold a list of records.") % file)
    _check_count(file, len(content))
    rows = [_record(number, record, mapping) for number, record in enumerate(content, 1)]
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))
    return rows, columns


def _no_constant(name: str) -> NoReturn:
    raise ValueError(_("%s is not a value of JSON") % name)


def _check_count(file: str, count: int) -> None:
    if count > MAX_ROWS:
        raise ImportFileError(
            _("%(file)s has more than %(most)s rows: split it.") % {"file": file, "most": MAX_ROWS}
        )


def _record(number: int, record: Any, mapping: Mapping) -> Row:
    if not isinstance(record, dict):
        return Row(number, {}, _("it is not an object with named values"))
    if len(record) > MAX_COLUMNS or _depth(record) > MAX_DEPTH:
        return Row(number, {}, _("it has too many values or nests too deeply"))
    cells = {str(name): as_text(value) for name, value in record.items()}
    for name in mapping.known:
        if name not in cells and "." in name:
            value = _inside(record, name)
            if value is not None:
                cells[name] = as_text(value)
    return Row(number, cells, _too_long(cells))


def _inside(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = record.get(name) if isinstance(record, dict) else None
    return record


def _depth(value: Any) -> int:
    """How deep the value nests; stops counting just past the limit."""
    depth, level = 0, [value]
    while level and depth <= MAX_DEPTH:
        depth += 1
        inside: list[Any] = []
        for item in level:
            inside += item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        level = inside
    return depth


def as_text(value: Any) -> str:
    """A JSON value as a cell would show it; a list as its parts with `;` between them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        return ";".join(as_text(item) for item in value)
    return UNUSABLE.sub("", str(value))


def _too_long(cells: dict[str, str]) -> str:
    for name, text in cells.items():
        if len(text) > MAX_CELL:
            return _("its column “%(name)s” has more than %(most)s characters") % {
                "name": name,
                "most": MAX_CELL,
            }
    return ""


def _csv(file: str, data: bytes, mapping: Mapping) -> tuple[list[Row], list[str]]:
    text = _decoded(file, data)
    delimiter = _delimiter(text, mapping)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    try:
        for number, record in enumerate(reader, 1):
            if any(cell.strip() for cell in record):
                records.append((number, record))
                _check_count(file, len(records) - 1)
    except csv.Error as error:
        raise ImportFileError(
            _("%(file)s is not CSV, line %(line)s: %(why)s.")
            % {"file": file, "line": reader.line_num, "why": error}
        ) from error
    headings = _headings(file, records[0][1], mapping) if records else []
    rows = [_csv_row(number, record, headings) for number, record in records[1:]]
    return rows, [heading for heading in headings if heading]


def _decoded(file: str, data: bytes) -> str:
    """The text, from what spreadsheets write: UTF-8, UTF-16 with its mark, or Windows' own."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: Iterable[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportFileError(_("%s is neither UTF-8 nor Windows-1252 text: save it as CSV UTF-8.") % file)


def _delimiter(text: str, mapping: Mapping) -> str:
    """The separator with which most of the mapping's columns are found in the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    names = {fold(name) for known in mapping.known for name in (known, *mapping.aliases.get(known, ()))}

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(fold(cell) in names for cell in cells), len(cells)

    return max(DELIMITERS, key=score)


def _headings(file: str, cells: list[str], mapping: Mapping) -> list[str]:
    """The columns as the mapping calls them, whatever their case and accents."""
    if len(cells) > MAX_COLUMNS:
        raise ImportFileError(
            _("%(file)s has more than %(most)s columns.") % {"file": file, "most": MAX_COLUMNS}
        )
    ours = {fold(name): known for known in mapping.known for name in (known, *mapping.aliases.get(known, ()))}
    found = [ours.get(fold(cell), UNUSABLE.sub("", cell).strip()) for cell in cells]
    twice = {name for name in found if name and found.count(name) > 1}
    if twice & set(mapping.known):
        raise ImportFileError(
            _("%(file)s has two columns for %(names)s: keep one of each.")
            % {"file": file, "names": ", ".join(sorted(twice))}
        )
    return found


def _csv_row(number: int, record: list[str], headings: list[str]) -> Row:
    cells = {name: UNUSABLE.sub("", cell) for name, cell in zip(headings, record, strict=False) if name}
    if any(cell.strip() for cell in record[len(headings) :]):
        trouble = _("it has %(cells)s cells for %(columns)s columns: a quote or a separator is missing")
        return Row(number, cells, trouble % {"cells": len(record), "columns": len(headings)})
    return Row(number, cells, _too_long(cells))
