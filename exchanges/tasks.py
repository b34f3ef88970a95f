"""What the queue runs; each may run twice, late, or be killed."""

from collections.abc import Collection

from exchanges.matching.engine import match


def match_pages(origins: Collection[int]) -> dict[str, int]:
    """Bring the matches of these pages up to date."""
    return dict(match(origins=origins))


def match_everything() -> dict[str, int]:
    """Bring all matches up to date: what expired ends, what a lost task left out is found."""
    return dict(match())
