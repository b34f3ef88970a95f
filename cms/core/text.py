"""Small things about words."""

import re
from typing import Any

from anyascii import anyascii


def fold(words: str) -> str:
    """Lower case without accents, ligatures or doubled spaces: what searches compare."""
    # PostgreSQL takes no NUL.
    return " ".join(anyascii(words).lower().replace("\0", " ").replace("'", " ").replace("-", " ").split())


# Words too common to tell one page from another.
COMMON = frozenset(
    {"au", "aux", "avec", "ce", "ces", "chez", "dans", "de", "des", "du", "elle", "en", "est", "et", "il"}
    | {"je", "la", "le", "les", "leur", "ma", "mais", "me", "mes", "mon", "nos", "notre", "nous", "on", "ou"}
    | {"par", "pas", "plus", "pour", "que", "qui", "sa", "se", "ses", "son", "sur", "ta", "te", "tes", "ton"}
    | {"tu", "un", "une", "vos", "votre", "vous"}
)
WORD = re.compile(r"[a-z0-9]+")


def stems(words: str) -> list[str]:
    """The words that searches compare, in order: folded, without the common ones, in the singular."""
    found = WORD.findall(fold(words))
    return [_singular(word) for word in found if len(word) > 1 and word not in COMMON]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


# What a spreadsheet would run instead of showing.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def disarm(value: Any) -> Any:
    """Text that a spreadsheet takes for text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
