"""Small things about words."""

from anyascii import anyascii


def fold(words: str) -> str:
    """Lower case without accents, ligatures or doubled spaces: what searches compare."""
    return " ".join(anyascii(words).lower().replace("'", " ").replace("-", " ").split())
