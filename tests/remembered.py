"""Costly set-up, done once a process: in each later test the rows it left are written again.

Laying out four networks takes 800 queries, writing their rows 40. The rows are compared before and
after the first time. Where a test's database does not begin as it did then, everything is made anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

BY_TRIGGER = "_fts"
Rows = dict[Any, tuple[Any, ...]]
Snapshot = dict["Table", Rows]


@dataclass(frozen=True)
class Table:
    """A table of ours or of a library's, its key first among the columns."""

    name: str
    columns: tuple[str, ...]

    def select(self) -> Rows:
        """Every row by its key, as the database gives it."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(self.quoted)} FROM {quote(self.name)}")  # noqa: S608 - no input
            return {row[0]: tuple(row) for row in cursor.fetchall()}

    def delete(self, keys: list[Any]) -> None:
        """Remove the rows with these keys."""
        self._many(f"DELETE FROM {quote(self.name)} WHERE {self.quoted[0]} = %s", [(key,) for key in keys])  # noqa: S608

    def insert(self, rows: list[tuple[Any, ...]]) -> None:
        """Add these rows."""
        places = ", ".join(["%s"] * len(self.columns))
        names = ", ".join(self.quoted)
        self._many(f"INSERT INTO {quote(self.name)} ({names}) VALUES ({places})", rows)  # noqa: S608

    def update(self, rows: list[tuple[Any, ...]]) -> None:
        """Make the rows with the same keys say this."""
        names = ", ".join(f"{name} = %s" for name in self.quoted[1:])
        sql = f"UPDATE {quote(self.name)} SET {names} WHERE {self.quoted[0]} = %s"  # noqa: S608
        self._many(sql, [(*row[1:], row[0]) for row in rows])

    @property
    def quoted(self) -> list[str]:
        return [quote(column) for column in self.columns]

    @staticmethod
    def _many(sql: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(sql, rows)


def quote(name: str) -> str:
    return connection.ops.quote_name(name)


def tables() -> Iterator[Table]:
    """Every table of a model; the search index of SQLite follows its own by triggers."""
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if options.managed and not options.proxy and not options.db_table.endswith(BY_TRIGGER):
            others = [field.column for field in options.local_concrete_fields if not field.primary_key]
            yield Table(options.db_table, (options.pk.column, *others))


def snapshot() -> Snapshot:
    return {table: table.select() for table in tables()}


@dataclass(frozen=True)
class Difference:
    """What the set-up did to the rows of one table."""

    table: Table
    before: tuple[int, Any]
    removed: list[Any]
    added: list[tuple[Any, ...]]
    changed: list[tuple[Any, ...]]

    def applies(self) -> bool:
        """Whether the table is as it was before, as far as its size and its last key tell."""
        return extent(self.table.select()) == self.before


def extent(rows: Rows) -> tuple[int, Any]:
    return len(rows), max(rows, default=None)


def differences(before: Snapshot, after: Snapshot) -> list[Difference]:
    """Tables that are not as they were."""
    return [
        Difference(
            table,
            extent(rows),
            removed=[key for key in rows if key not in after[table]],
            added=[row for key, row in after[table].items() if key not in rows],
            changed=[row for key, row in after[table].items() if key in rows and rows[key] != row],
        )
        for table, rows in before.items()
        if rows != after[table]
    ]


_remembered: dict[str, list[Difference]] = {}


def once(name: str, make: Callable[[], Any]) -> None:
    """Do the set-up of that name, or write again what it wrote the first time."""
    known = _remembered.get(name)
    if known is None:
        before = snapshot()
        make()
        _remembered[name] = differences(before, snapshot())
    elif all(each.applies() for each in known):
        for each in known:
            each.table.delete(each.removed)
        for each in known:
            each.table.update(each.changed)
            each.table.insert(each.added)
    else:
        make()


def truncates(item: pytest.Item) -> bool:
    """Whether the test ends by emptying the tables, and not with a rollback."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return (marker is not None and bool(marker.kwargs.get("transaction"))) or any(
        name in fixtures for name in ("transactional_db", "live_server")
    )
