"""Draw the pictures of the demonstration: `python -m home.demo.pictures [name ...]`.

The files are committed beside this module; it is here so that they can be drawn again, or joined by others.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from home.demo import scenes_fields, scenes_houses, scenes_street, scenes_table, scenes_wild, scenes_work
from home.demo.paper import Sheet

FOLDER = Path(__file__).with_name("pictures")
MOST_BYTES = 38_000
PICTURES = (
    scenes_fields.PICTURES
    | scenes_wild.PICTURES
    | scenes_houses.PICTURES
    | scenes_street.PICTURES
    | scenes_work.PICTURES
    | scenes_table.PICTURES
)


def draw(*, names: list[str], folder: Path = FOLDER) -> list[Path]:
    """Draw these pictures, or all of them, and say where they are."""
    folder.mkdir(exist_ok=True)
    written = []
    for name in names or sorted(PICTURES):
        ground, scene = PICTURES[name]
        sheet = Sheet(ground, seed=name)
        scene(sheet)
        path = folder / f"{name}.webp"
        _save(sheet.finish(), path)
        written.append(path)
    return written


def _save(picture: Image.Image, path: Path) -> None:
    """As sharp as fits: a page shows a dozen of them, to phones on slow lines."""
    for quality in range(84, 50, -4):
        picture.save(path, quality=quality, method=6)
        if path.stat().st_size <= MOST_BYTES:
            return


if __name__ == "__main__":
    draw(names=sys.argv[1:])
