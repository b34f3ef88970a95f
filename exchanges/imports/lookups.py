"""What the lists of the platform hold, read once for a whole file."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property

from cms.core.models import Area, AreaLevel, Term, Theme, ThemeMapping
from cms.core.text import fold

# How alike two words must be for one to be a misspelling of the other: two letters swapped in eight.
ALIKE = 0.84


class Lookups:
    """Terms, themes and communes, by code and by name."""

    def __init__(self) -> None:
        self._terms: dict[str, dict[str, Term]] = {}
        self._at_postcode: dict[str, list[Area]] = {}
        self._communes: dict[str, Area] = {}
        self._names: dict[tuple[str, str], dict[str, list[str]]] = {}

    def terms(self, vocabulary: str) -> dict[str, Term]:
        """The terms of a list by their codes."""
        if vocabulary not in self._terms:
            found = Term.objects.filter(vocabulary=vocabulary)
            self._terms[vocabulary] = {term.code: term for term in found}
        return self._terms[vocabulary]

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """The themes by their codes; the code of a merged one gives what it was merged into."""
        every = Theme.objects.select_related("merged_into")
        return {theme.code: theme.merged_into or theme for theme in every}

    def find_term(self, vocabulary: str, words: str) -> tuple[str | None, bool]:
        """The code of the term with that code or label, and whether that took a guess."""
        codes, guessed = self._find(("term", vocabulary), words)
        return (codes[0] if codes else None), guessed

    def find_themes(self, words: str, scheme: str = "") -> tuple[list[str], bool]:
        """Codes of the themes called so, here or in a foreign scheme, and whether that took a guess.

        A foreign code that nothing here corresponds to (AGR.c.03) is read as its branch (AGR).
        """
        codes, guessed = self._find(("theme", scheme), words)
        if not codes and scheme and "." in words:
            codes, guessed = self._find(("theme", scheme), words.partition(".")[0])[0], True
        return codes, guessed

    def _find(self, which: tuple[str, str], words: str) -> tuple[list[str], bool]:
        if which not in self._names:
            sort, name = which
            self._names[which] = self._term_names(name) if sort == "term" else self._theme_names(name)
        names, folded = self._names[which], fold(words)
        if folded in names:
            return names[folded], False
        close = _misspelt(folded, names)
        return (names[close], True) if close else ([], False)

    def _term_names(self, vocabulary: str) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for code, term in self.terms(vocabulary).items():
            short = term.label.split(",")[0]
            for word in (short, term.label, term.label_en, code):
                names[fold(word)] = [code]
        names.pop("", None)
        return names

    def _theme_names(self, scheme: str) -> dict[str, list[str]]:
        if scheme:
            return self._foreign_names(scheme)
        names: dict[str, list[str]] = {}
        for code, theme in self.themes.items():
            for word in (theme.label_en, theme.label, code):
                names[fold(word)] = [theme.code]
        names.pop("", None)
        return names

    def _foreign_names(self, scheme: str) -> dict[str, list[str]]:
        """Of all the themes that a foreign code names, the broadest: the code says no more than that."""
        mappings = ThemeMapping.objects.filter(scheme=scheme).select_related("theme__merged_into")
        found: dict[str, list[Theme]] = {}
        for mapping in mappings:
            found.setdefault(fold(mapping.code), []).append(mapping.theme.merged_into or mapping.theme)
        return {code: _broadest(themes) for code, themes in found.items()}

    @cached_property
    def has_communes(self) -> bool:
        """Whether the areas were loaded."""
        return Area.objects.filter(level=AreaLevel.COMMUNE).exists()

    def commune(self, code: str) -> Area:
        """The commune with that INSEE code."""
        if code not in self._communes:
            self._communes[code] = Area.objects.get(level=AreaLevel.COMMUNE, code=code)
        return self._communes[code]

    def communes_at(self, postcode: str) -> list[Area]:
        """The communes that share a postcode, the most peopled first."""
        if postcode not in self._at_postcode:
            near = Area.objects.filter(level=AreaLevel.COMMUNE, postcodes__contains=postcode)
            exact = [
                area
                for area in near.order_by("-population")
                if postcode in re.findall(r"\d+", area.postcodes)
            ]
            self._remember(exact)
            self._at_postcode[postcode] = exact
        return self._at_postcode[postcode]

    def communes_called(self, name: str, departement: str) -> list[Area]:
        """The communes of a département with that name."""
        wanted = Area.objects.filter(
            level=AreaLevel.COMMUNE, search_name=fold(name), code__startswith=departement
        )
        found = list(wanted)
        self._remember(found)
        return found

    def _remember(self, communes: Iterable[Area]) -> None:
        for area in communes:
            self._communes.setdefault(area.code, area)


def _misspelt(word: str, names: Iterable[str]) -> str:
    """The name for which the word is a misspelling, "" if there is none; figures are never guessed."""
    figures = re.findall(r"\d+", word)
    candidates = [name for name in names if re.findall(r"\d+", name) == figures]
    swapped = [name for name in candidates if sorted(name) == sorted(word)]
    if len(swapped) == 1:
        return swapped[0]
    return next(iter(get_close_matches(word, candidates, n=1, cutoff=ALIKE)), "")


def _broadest(themes: list[Theme]) -> list[str]:
    depth = min(theme.depth for theme in themes)
    return sorted({theme.code for theme in themes if theme.depth == depth})
