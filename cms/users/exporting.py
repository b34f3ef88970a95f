"""What is held of somebody, as a file to take along: JSON for machines, a page for eyes, in one zip.

It is written while it is sent, app by app; nothing of it stays on the server.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.core import registry

FILE_NAME = "mes-donnees.zip"


class Outlet(io.RawIOBase):
    """A file that can't be read back: what was written since the last time is taken out of it."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        """It can only be written to."""
        return True

    def write(self, data: Any) -> int:
        """Keep it until it is taken."""
        self._written.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """What was written since."""
        taken, self._written = b"".join(self._written), []
        return taken


def held() -> list[tuple[str, Any]]:
    """The names and labels of what is held, the account first."""
    return [(name, held.label) for name, held in reversed(registry.personal_data.items())]


def chunks(person: Any) -> Iterator[bytes]:
    """The zip, piece by piece."""
    outlet = Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as bundle:
        sections = []
        for name, label in held():
            data = registry.personal_data[name].export(person)
            text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            bundle.writestr(f"json/{name}.json", text)
            yield outlet.take()
            sections.append({"label": label, "markup": readable(data)})
        page = render_to_string(
            "account/export.html", {"person": person, "sections": sections, "day": timezone.now()}
        )
        bundle.writestr("mes-donnees.html", page)
        yield outlet.take()
    yield outlet.take()


def readable(value: Any) -> SafeString | str:
    """The value as markup: tables of names and values, lists, dates in words."""
    if isinstance(value, dict):
        rows = ((called(key), readable(each)) for key, each in value.items())
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))
    if isinstance(value, (list, tuple, set, frozenset)):
        if not value:
            return _("nothing")
        items = ((readable(each),) for each in value)
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", items))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return "–" if value in (None, "") else format_html("{}", value)


def called(key: Any) -> str:
    """What a key is called on the page."""
    return str(registry.export_words.get(str(key), str(key).replace("_", " ")))
