"""What an answer says, and what a request changed."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import connection
from django.db.models import Model

from tests.tenancy.tenants import Rows, tables

WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)

# New rows that may name something of the victim's, each with its reason.
MAY_NAME = {
    "syndication_syndicationrule_sources.site_id": "a network says from whom it takes what is shared",
    "syndication_syndicationrule_targets.site_id": "a network says to whom it gives what it shares",
    # What anybody may do on the site of a network, with what its visitors see.
    "sites_membership.network_id": "anybody may join a network that takes members",
    "exchanges_involvement.organisation_id": "anybody may ask to act for a structure of a site: its people decide",
}


def said(response: Any) -> str:
    """All that the answer says: body, headers, messages to come; what is zipped is unzipped."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"".join(parts.read(name) for name in parts.namelist())
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return "\n".join([headers, body.decode(errors="replace"), *_messages(response), *_mails()])


def _messages(response: Any) -> Iterator[str]:
    request = getattr(response, "wsgi_request", None)
    for message in getattr(getattr(request, "_messages", None), "_queued_messages", ()):
        yield str(message)


def _mails() -> Iterator[str]:
    for letter in getattr(mail, "outbox", ()):
        yield f"{letter.subject}\n{letter.body}\n{letter.to}"


@dataclass
class Guard:
    """Knows every row as it was, and says what a request did to the victim's."""

    victim: Rows
    written: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.models = {model._meta.db_table: model for model in tables()}
        self.columns = {table: columns(model) for table, model in self.models.items()}
        self.before = {table: self.read(table) for table in self.models}
        self.ids = {model: {str(pk) for pk in pks} for model, pks in self.victim.items()}
        self.types = {ContentType.objects.get_for_model(model).pk: ids for model, ids in self.ids.items()}
        self.roots = roots_of(self.victim)

    def read(self, table: str) -> dict[str, tuple[str, ...]]:
        """Every row of the table by its id, as texts."""
        names = self.columns[table]
        key = names.index(self.models[table]._meta.pk.column)
        quoted = ", ".join(connection.ops.quote_name(name) for name in names)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(table)}")  # noqa: S608
            return {str(row[key]): tuple(map(str, row)) for row in cursor.fetchall()}

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Take note of the tables to which something is written."""
        self.written.clear()

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if found := WRITE.match(sql):
                self.written.add(found[1])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            yield

    def changes(self) -> list[str]:
        """What was changed of the victim's, deleted, or said about it in new rows."""
        found: list[str] = []
        for table in sorted(self.written & set(self.models)):
            found += self.compare(table)
        return found

    def compare(self, table: str) -> Iterator[str]:
        """The same for one table."""
        before, after = self.before[table], self.read(table)
        model = self.models[table]
        label = model._meta.label
        own = self.ids.get(model, set())
        for key in before.keys() | after.keys():
            was, now = before.get(key), after.get(key)
            if was == now:
                continue
            if key in own:
                yield f"{label} {key}: {'gone' if now is None else self.differing(table, was, now)}"
            elif now is not None:
                yield from (f"{label} {key} {why}" for why in self.names_victim(table, was, now))

    def differing(self, table: str, was: Any, now: Any) -> str:
        """The columns in which two rows differ."""
        pairs = zip(self.columns[table], was, now, strict=True)
        return ", ".join(name for name, old, new in pairs if old != new) + " changed"

    def names_victim(self, table: str, was: Any, now: tuple[str, ...]) -> Iterator[str]:
        """How a new or changed row names something of the victim's that it did not name before."""
        model, names = self.models[table], self.columns[table]
        values = dict(zip(names, now, strict=True))
        old = dict(zip(names, was, strict=True)) if was else {}
        for each in model._meta.local_concrete_fields:
            value = values[each.column]
            if value == old.get(each.column) or f"{table}.{each.column}" in MAY_NAME:
                continue
            if each.is_relation and value in self.ids.get(each.related_model._meta.concrete_model, ()):
                yield f"names {each.name} {value}"
            if each.name == "path" and value.startswith(self.roots.get(table, ("-",))):
                yield "stands below a row of the victim's"
        if not old and values.get("object_id") in self.types.get(kind_of(values), ()):
            yield f"names {values['object_id']} of type {kind_of(values)}"


def kind_of(values: dict[str, str]) -> int:
    """The id of the content type of a row that names another by type and id."""
    kind = values.get("content_type_id", "None")
    return int(kind) if kind.isdigit() else 0


def columns(model: type[Model]) -> list[str]:
    """The columns of its own table."""
    return [each.column for each in model._meta.local_concrete_fields]


def roots_of(rows: Rows) -> dict[str, tuple[str, ...]]:
    """By table, the places in the tree that are the victim's."""
    found: dict[str, tuple[str, ...]] = {}
    for model, pks in rows.items():
        if any(each.name == "path" for each in model._meta.local_concrete_fields) and hasattr(model, "depth"):
            paths = model._base_manager.filter(pk__in=pks).values_list("path", flat=True)
            found[model._meta.db_table] = tuple(paths)
    return found
