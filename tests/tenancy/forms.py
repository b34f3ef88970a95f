"""The forms of an answer: what its HTML would send, and which fields take an id."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django_filters import FilterSet

from tests.tenancy.planters import picture
from tests.tenancy.words import neutral

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL | re.IGNORECASE)
Values = dict[str, Any]


@dataclass
class Form:
    """What one form would send, and the names of the buttons that send it."""

    action: str = ""
    method: str = "get"
    values: dict[str, list[Any]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)

    def sent(self, **changed: Any) -> Values:
        """The values of the form, some of them others, without any secret in them."""
        return {**self.values, **changed}


class FormReader(HTMLParser):
    """Reads the first form of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.select = self.area = ""
        self.first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.form.action, self.form.method = given.get("action", ""), given.get("method", "get").lower()
        elif tag == "input" and name:
            self.read_input(name, given)
        elif tag == "button" and name:
            self.form.buttons.append(name)
        elif tag == "select":
            self.select, self.first = name, None
        elif tag == "textarea":
            self.area = name
            self.add(name, "")
        elif tag == "option" and self.select:
            self.read_option(given)

    def handle_endtag(self, tag: str) -> None:
        """Close a field; a select without a choice sends its first."""
        if tag == "select" and self.select:
            if self.select not in self.form.values and self.first:
                self.add(self.select, self.first)
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        """The text of a long field."""
        if self.area:
            self.form.values[self.area] = [neutral(data.lstrip("\n"))]

    def read_input(self, name: str, given: dict[str, str]) -> None:
        """Note an input; boxes and circles only where they are ticked."""
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                self.add(name, given.get("value", "on"))
        elif kind in ("submit", "image", "button", "reset"):
            self.form.buttons.append(name)
        elif kind == "file":
            self.add(name, "file")
        else:
            self.add(name, given.get("value", ""))

    def read_option(self, given: dict[str, str]) -> None:
        """Note a choice that is made, or remember the first."""
        value = given.get("value", "")
        if "selected" in given:
            self.add(self.select, value)
        self.first = self.first or value

    def add(self, name: str, value: str) -> None:
        """One value more of a field."""
        if name:
            self.form.values.setdefault(name, []).append(neutral(value))


def html_of(response: Any) -> str:
    """The HTML of an answer; of a dialog's, what its JSON carries."""
    kind = response.headers.get("Content-Type", "")
    if response.streaming or not ("html" in kind or "json" in kind):
        return ""
    text = response.content.decode(errors="replace")
    if "json" in kind:
        try:
            carried = json.loads(text)
        except ValueError:
            return ""
        text = str(carried.get("html", "") or carried.get("form", "")) if isinstance(carried, dict) else ""
    return text


def forms_of(response: Any) -> list[Form]:
    """The forms of an answer that are sent by POST."""
    found = []
    for part in FORM.findall(html_of(response)):
        reader = FormReader()
        reader.feed(part)
        found.append(reader.form)
    return [form for form in found if form.method == "post"]


def with_files(values: Values) -> Values:
    """The same, with a small file wherever one is chosen."""
    return {
        name: SimpleUploadedFile("petit.png", picture(), "image/png") if value == ["file"] else value
        for name, value in values.items()
    }


def django_fields(response: Any) -> list[tuple[str, Any]]:
    """By name, the fields of every form and filter that the answer was made of."""
    found = {
        form.add_prefix(name): each for form in django_forms(response) for name, each in form.fields.items()
    }
    return list(found.items())


def takes_id(field: Any) -> bool:
    """Whether what the field takes is the id of a row."""
    return getattr(field, "queryset", None) is not None


def django_forms(response: Any) -> Iterator[BaseForm]:
    """Every form that a template of the answer was given, those within forms too."""
    seen: set[int] = set()
    for context in response.context or ():
        for layer in context:
            for value in layer.values() if hasattr(layer, "values") else ():
                if id(value) not in seen:
                    seen.add(id(value))
                    yield from forms_in(value)


def forms_in(value: Any) -> Iterator[BaseForm]:
    """The forms that a value is or holds."""
    if isinstance(value, FilterSet):
        yield value.form
    elif isinstance(value, BaseForm):
        yield value
        for inner in getattr(value, "formsets", {}).values():
            yield from forms_in(inner)
    elif isinstance(value, BaseFormSet):
        yield from value.forms
    elif isinstance(value, list) and value and isinstance(value[0], BaseForm | BaseFormSet):
        for each in value:
            yield from forms_in(each)
