"""What a visitor asks of a list, read from the address: each state of the filters has its own.

Nothing in an address is trusted: a value that the list does not know is left out and said so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode

LONGEST = 200
MOST_VALUES = 20


@dataclass(frozen=True)
class Asked:
    """The words, the place, the filters by name and the order that were asked for."""

    path: str
    query: str = ""
    where: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    unknown: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the whole list was asked for."""
        return bool(self.query or self.where or self.sort or any(self.chosen.values()))

    def url(self) -> str:
        """The address of this state, on its first page."""
        return address(
            self.path,
            q=self.query,
            where=self.where,
            **{name: list(values) for name, values in sorted(self.chosen.items())},
            sort=self.sort,
        )

    def watched(self) -> str:
        """The query string of this state whatever its order: two people who ask the same have the same."""
        return replace(self, path="", sort="").url().removeprefix("?")

    def having(self, name: str, values: Iterable[str]) -> str:
        """The address of the state in which that filter has those values instead."""
        return replace(self, chosen={**self.chosen, name: tuple(values)}).url()

    def toggled(self, name: str, value: str) -> str:
        """The address of the state in which that value is chosen if it was not, and the reverse."""
        values = self.chosen.get(name, ())
        kept = tuple(each for each in values if each != value)
        return self.having(name, kept if value in values else (*values, value))

    def without_query(self) -> str:
        """The address of the state without the words."""
        return replace(self, query="").url()

    def without_where(self) -> str:
        """The address of the state without the place."""
        return replace(self, where="").url()

    def sorted_by(self, sort: str) -> str:
        """The address of the state in that order."""
        return replace(self, sort=sort).url()


def address(path: str, **parameters: Any) -> str:
    """The path with those of the parameters that say something."""
    said = {name: value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(said, doseq=True)}" if said else path


def read(request: HttpRequest, path: str, known: Mapping[str, Iterable[str]], sorts: Iterable[str]) -> Asked:
    """What the address asks; `known` are the values that each filter takes."""
    given = {name: _values(request.GET, name) for name in known}
    chosen = {name: tuple(v for v in given[name] if v in set(values)) for name, values in known.items()}
    sort = _text(request.GET, "sort")
    return Asked(
        path=path,
        query=_text(request.GET, "q"),
        where=_text(request.GET, "where"),
        chosen=chosen,
        sort=sort if sort in set(sorts) else "",
        unknown=chosen != given or bool(sort and sort not in set(sorts)),
    )


def _text(given: QueryDict, name: str) -> str:
    """A parameter as one line of printable text, cut where nobody would go on typing."""
    printable = "".join(c if c.isprintable() else " " for c in given.get(name, "")[: LONGEST * 5])
    return " ".join(printable.split())[:LONGEST].strip()


def _values(given: QueryDict, name: str) -> tuple[str, ...]:
    """The values of a filter, each once; an empty one is what a list without a choice sends."""
    return tuple(dict.fromkeys(value for value in given.getlist(name)[:MOST_VALUES] if value))
