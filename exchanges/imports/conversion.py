"""The converters that a mapping may name, and what they are told of the field they fill."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.core.models import Area
from cms.core.text import fold
from exchanges.imports import converters
from exchanges.imports.converters import is_nothing, squeeze
from exchanges.imports.fields import FIELDS, plain_decimal, plain_point
from exchanges.imports.lookups import Lookups
from exchanges.imports.problems import BadValueError


@dataclass
class Context:
    """What a converter is told, and where it says what it had to guess."""

    to: str
    lookups: Lookups
    max_length: int | None = None
    values: Mapping[str, str] | None = None
    separators: str = ";"
    scheme: str = ""
    ignore_unknown: bool = False
    notes: list[BadValueError] = field(default_factory=list)

    def note(self, message: str, mend: str = "") -> None:
        """Report something about a value that is used all the same."""
        self.notes.append(BadValueError(message, mend))

    def translated(self, value: str) -> str | None:
        """What the mapping's table of values says for this one: None when it says nothing.

        A key that ends in `*` stands for every value that starts so; the longest key wins.
        """
        wanted, best = fold(value), ""
        for key in self.values or {}:
            folded = fold(key.removesuffix("*"))
            fits = wanted.startswith(folded) if key.endswith("*") else wanted == folded
            if fits and len(key.rstrip("*")) >= len(best.rstrip("*")):
                best = key
        return self.values[best] if self.values and best else None


# "Marseille 13e", "Marseille 1er arrondissement"
ARRONDISSEMENT = re.compile(r"\d+(er|e|eme)?|arrondissement")
ABBREVIATED = {"st": "saint", "ste": "sainte"}

Convert = Callable[[Sequence[str], Context], Any]


def _first(cells: Sequence[str]) -> str:
    """The first cell that says something."""
    return next((cell for cell in cells if not is_nothing(cell)), "")


def text(cells: Sequence[str], context: Context) -> str:
    """One line."""
    return _fitting(squeeze(_first(cells)), context)


def lines(cells: Sequence[str], context: Context) -> str:
    """An address on several lines or in several columns, on one."""
    parts = [part for cell in cells for part in converters.split(cell, ";")]
    return _fitting(", ".join(parts), context)


def _fitting(value: str, context: Context) -> str:
    if context.max_length and len(value) > context.max_length:
        context.note(
            _("The text has %(length)s characters, it was cut to %(most)s.")
            % {"length": len(value), "most": context.max_length},
            _("Shorten it."),
        )
        return converters.shortened(value, context.max_length)
    return value


def summary(cells: Sequence[str], context: Context) -> str:
    """The first sentence."""
    return converters.first_sentence(_first(cells), context.max_length or 250)


def html(cells: Sequence[str], context: Context) -> str:
    """Paragraphs."""
    return converters.html(_first(cells))


def siret(cells: Sequence[str], context: Context) -> str:
    """14 digits."""
    return converters.siret(_first(cells))


def year(cells: Sequence[str], context: Context) -> int | None:
    """A year."""
    return converters.year(_first(cells))


def day(cells: Sequence[str], context: Context) -> str | None:
    """A date."""
    found = converters.day(_first(cells))
    return found.isoformat() if found else None


def decimal(cells: Sequence[str], context: Context) -> str | None:
    """A number."""
    found = converters.number(_first(cells))
    return None if found is None else plain_decimal(found)


def postcode(cells: Sequence[str], context: Context) -> str:
    """Five digits."""
    return converters.postcode(_first(cells))


def point(cells: Sequence[str], context: Context) -> str:
    """A place: one column, or the latitude then the longitude."""
    if len(cells) == 2:
        return plain_point(converters.point_of(*cells))
    return plain_point(converters.point(_first(cells)))


def listed(cells: Sequence[str], context: Context) -> list[str]:
    """The parts of a list."""
    return sorted({part for cell in cells for part in converters.split(cell, context.separators)})


def term(cells: Sequence[str], context: Context) -> str | None:
    """One term of the list that the field takes."""
    value = squeeze(_first(cells))
    if not value:
        return None
    codes = _term_codes(value, context)
    return codes[0] if codes else None


def terms(cells: Sequence[str], context: Context) -> list[str]:
    """Terms of the list that the field takes."""
    parts = [part for cell in cells for part in converters.split(cell, context.separators)]
    return sorted({code for part in parts for code in _term_codes(part, context)})


def _term_codes(value: str, context: Context) -> list[str]:
    told = context.translated(value)
    if told == "":
        return []
    code, guessed = context.lookups.find_term(FIELDS[context.to].vocabulary, told or value)
    return _found([code] if code else [], value, context, guessed=guessed)


def themes(cells: Sequence[str], context: Context) -> list[str]:
    """Themes of the thesaurus, by code, label, or code of another scheme."""
    found: set[str] = set()
    for part in (part for cell in cells for part in converters.split(cell, context.separators)):
        told = context.translated(part)
        if told == "":
            continue
        codes, guessed = context.lookups.find_themes(told or part, "" if told else context.scheme)
        found.update(_found(codes, part, context, guessed=guessed))
    return sorted(found)


def _found(codes: list[str], value: str, context: Context, *, guessed: bool) -> list[str]:
    if not codes and not context.ignore_unknown:
        context.note(
            _("“%s” is not in the list.") % value[:80],
            _("Correct it, or add it to the mapping’s table of values."),
        )
    elif guessed and not context.ignore_unknown:
        context.note(
            _("“%(value)s” was read as “%(read)s”.") % {"value": value[:80], "read": ", ".join(codes)}
        )
    elif guessed:
        return []
    return codes


def choice(cells: Sequence[str], context: Context) -> str:
    """One of the values of the mapping's table, or what it stands for."""
    value = squeeze(_first(cells))
    told = context.translated(value)
    if not value or told is not None:
        return told or ""
    if value in (context.values or {}).values():
        return value
    raise BadValueError(
        _("“%s” is not one of the choices.") % value[:80],
        _("Write one of: %s.") % ", ".join(context.values or {}),
    )


def area(cells: Sequence[str], context: Context) -> str | None:
    """The commune of a postcode and a town."""
    if not context.lookups.has_communes:
        return None
    town = squeeze(cells[-1]) if len(cells) > 1 and not is_nothing(cells[-1]) else ""
    code = converters.postcode(cells[0])
    if not code:
        return None
    at_postcode = context.lookups.communes_at(code)
    exact = [commune for commune in at_postcode if _same_town(commune, town)]
    if exact:
        return exact[0].code
    candidates = context.lookups.communes_called(town, code[:2]) if town else []
    if not candidates and (len(at_postcode) == 1 or not town):
        candidates = at_postcode
    said = {"place": f"{code} {town}".strip(), "commune": candidates[0] if candidates else ""}
    mend = _("Correct the postcode or the town.")
    if not candidates:
        context.note(_("No commune is known for “%(place)s”.") % said, mend)
        return None
    if town or len(candidates) > 1:
        context.note(_("“%(place)s” was placed in %(commune)s.") % said, mend)
    return candidates[0].code


def _same_town(commune: Area, town: str) -> bool:
    """Whether the commune is the town, its arrondissement or CEDEX left out."""
    words = [ABBREVIATED.get(word, word) for word in fold(town).split(" cedex")[0].split()]
    while words and ARRONDISSEMENT.fullmatch(words[-1]):
        words.pop()
    return commune.search_name == " ".join(words)


CONVERTERS: dict[str, Convert] = {
    "text": text,
    "lines": lines,
    "summary": summary,
    "html": html,
    "siret": siret,
    "year": year,
    "date": day,
    "decimal": decimal,
    "postcode": postcode,
    "point": point,
    "list": listed,
    "choice": choice,
    "term": term,
    "terms": terms,
    "themes": themes,
    "area": area,
}
CONTACT_CONVERTERS: dict[str, Callable[[str], list[str]]] = {
    "phone": converters.phones,
    "mobile": converters.phones,
    "fax": converters.phones,
    "email": converters.emails,
    "website": converters.urls,
    "social": converters.urls,
    "feed": converters.urls,
    "calendar": converters.urls,
}
