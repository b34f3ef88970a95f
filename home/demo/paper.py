"""Cutting coloured paper: shapes as polygons, and the sheet they are laid on.

Everything is drawn on a canvas of 1200 by 800 units, larger inside so that the edges come out smooth.
A shape is a list of polygons; `Sheet.cut` lays all of them at once, as one piece of paper with its shadow.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Shape = list[list[Point]]

WIDTH, HEIGHT = 1200, 800
SCALE = 3

# The colours of the four sites, and a few papers mixed from them.
TEAL, OCHRE, OLIVE, RED = "#0B6B63", "#E9A23B", "#4A6B1F", "#C0402B"
VIOLET, GREEN, BLUE, NIGHT = "#5B3E96", "#7FB13A", "#1D4E89", "#14213D"
INK, PLUM, CREAM, SNOW = "#12302E", "#2A2140", "#FBF7EF", "#F7F8FA"


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` of the way from the first to the second."""
    pairs = zip(_rgb(first), _rgb(second), strict=True)
    return "#{:02X}{:02X}{:02X}".format(*(round(a + (b - a) * share) for a, b in pairs))


def _rgb(colour: str) -> tuple[int, int, int]:
    value = int(colour.lstrip("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


SAND, STONE = mix(OCHRE, CREAM, 0.68), mix(OCHRE, CREAM, 0.84)
CLAY, BARK = mix(RED, OCHRE, 0.45), mix(PLUM, RED, 0.42)
STEEL, WOOD = mix(BLUE, CREAM, 0.62), mix(CLAY, SAND, 0.45)
SKY, DAWN = mix(BLUE, "#FFFFFF", 0.83), mix(OCHRE, CREAM, 0.82)


def poly(*points: Point) -> Shape:
    """A straight-edged piece."""
    return [list(points)]


def oval(x: float, y: float, rx: float, ry: float | None = None, angle: float = 0) -> Shape:
    """A disc, or an ellipse when a second radius is given."""
    ry = rx if ry is None else ry
    steps = 72
    ring = [
        (x + rx * math.cos(t), y + ry * math.sin(t)) for t in (2 * math.pi * i / steps for i in range(steps))
    ]
    return turn([ring], angle, (x, y))


def box(x: float, y: float, w: float, h: float, r: float = 0, angle: float = 0) -> Shape:
    """A rectangle by its top left corner, with rounded corners when asked."""
    r = min(r, w / 2, h / 2)
    if r <= 0:
        ring = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    else:
        ring = []
        for cx, cy, start in (
            (x + w - r, y + r, -90),
            (x + w - r, y + h - r, 0),
            (x + r, y + h - r, 90),
            (x + r, y + r, 180),
        ):
            for step in range(9):
                a = math.radians(start + 90 * step / 8)
                ring.append((cx + r * math.cos(a), cy + r * math.sin(a)))
    return turn([ring], angle, (x + w / 2, y + h / 2))


def curve(points: Sequence[Point], *, closed: bool = False, steps: int = 16) -> list[Point]:
    """A soft line through the points (Catmull-Rom)."""
    n = len(points)
    line = []
    for i in range(n if closed else n - 1):
        around = [points[k % n if closed else min(max(k, 0), n - 1)] for k in range(i - 1, i + 3)]
        xs, ys = [x for x, _ in around], [y for _, y in around]
        line += [(_between(xs, s / steps), _between(ys, s / steps)) for s in range(steps)]
    return line if closed else [*line, points[-1]]


def _between(values: Sequence[float], t: float) -> float:
    a, b, c, d = values
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def blob(*points: Point) -> Shape:
    """A soft closed piece through the points."""
    return [curve(points, closed=True)]


def ridge(*points: Point) -> Shape:
    """Land from edge to edge: a soft skyline, closed below the picture."""
    return [[*curve(points), (WIDTH + 20, HEIGHT + 20), (-20, HEIGHT + 20)]]


def ribbon(points: Sequence[Point], width: float, end: float | None = None, *, soft: bool = True) -> Shape:
    """A strip along a line, tapering to `end` when given."""
    line = curve(points) if soft and len(points) > 2 else list(points)
    end = width if end is None else end
    left, right = [], []
    for i, (x, y) in enumerate(line):
        (ax, ay), (bx, by) = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        length = math.hypot(bx - ax, by - ay) or 1
        half = (width + (end - width) * i / max(len(line) - 1, 1)) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return [left + right[::-1]]


def leaf(x: float, y: float, length: float, width: float, angle: float) -> Shape:
    """A pointed leaf that leaves its stalk at (x, y)."""
    half = [
        (x + length * t, y - width / 2 * math.sin(math.pi * t**0.85)) for t in (i / 14 for i in range(15))
    ]
    under = [(px, 2 * y - py) for px, py in half[::-1]]
    return turn([half + under], angle, (x, y))


def arc(x: float, y: float, r: float, width: float, start: float, stop: float) -> Shape:
    """A piece of ring, from one angle to another (degrees, clockwise from the right)."""
    turns = [math.radians(start + (stop - start) * i / 40) for i in range(41)]
    outer = [(x + r * math.cos(a), y + r * math.sin(a)) for a in turns]
    inner = [(x + (r - width) * math.cos(a), y + (r - width) * math.sin(a)) for a in turns[::-1]]
    return [outer + inner]


def half_disc(x: float, y: float, r: float, angle: float = 0) -> Shape:
    """Half a disc, its flat side down before it is turned."""
    ring = [
        (x + r * math.cos(math.radians(a)), y + r * math.sin(math.radians(a))) for a in range(180, 361, 5)
    ]
    return turn([ring], angle, (x, y))


def turn(shape: Shape, angle: float, centre: Point) -> Shape:
    """The same piece, turned around a point."""
    if not angle:
        return shape
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    cx, cy = centre
    return [
        [(cx + (x - cx) * c - (y - cy) * s, cy + (x - cx) * s + (y - cy) * c) for x, y in ring]
        for ring in shape
    ]


def move(shape: Shape, dx: float, dy: float, size: float = 1, *, flip: bool = False) -> Shape:
    """The same piece, drawn around (0, 0), put elsewhere and enlarged."""
    side = -size if flip else size
    return [[(x * side + dx, y * size + dy) for x, y in ring] for ring in shape]


def join(shapes: Iterable[Shape]) -> Shape:
    """Several pieces as one."""
    return [ring for shape in shapes for ring in shape]


class Sheet:
    """The picture under way: pieces of paper, one over another."""

    def __init__(self, ground: str, seed: str) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same picture each time is what is wanted
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)

    def cut(self, colour: str, *shapes: Shape, holes: Sequence[Shape] = (), shadow: float = 1.0) -> None:
        """Lay the shapes as one piece of this colour; `shadow` 0 is ink printed flat on the piece below."""
        mask = self._mask(shapes)
        if holes:
            mask = ImageChops.subtract(mask, self._mask(holes))
        frame = mask.getbbox()
        if frame is None:
            return
        if shadow:
            self._shade(mask, frame, shadow)
        self.image.paste(colour, frame, mask.crop(frame))

    def flat(self, colour: str, *shapes: Shape) -> None:
        """A detail without a shadow of its own."""
        self.cut(colour, *shapes, shadow=0)

    def scatter(self, low: float, high: float) -> float:
        """A number between the two, the same each time the picture is drawn."""
        return self.chance.uniform(low, high)

    def finish(self) -> Image.Image:
        """The picture at its final size."""
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def _mask(self, shapes: Sequence[Shape]) -> Image.Image:
        mask = Image.new("L", self.image.size, 0)
        pen = ImageDraw.Draw(mask)
        for ring in join(shapes):
            pen.polygon([(x * SCALE, y * SCALE) for x, y in ring], fill=255)
        return mask

    def _shade(self, mask: Image.Image, frame: tuple[int, int, int, int], strength: float) -> None:
        pad, right, down = 12 * SCALE, 2 * SCALE, 4 * SCALE
        area = (frame[0] - pad, frame[1] - pad, frame[2] + pad, frame[3] + pad)
        # Cropping beyond the edge gives empty paper, so that no shadow comes back in on the other side.
        moved = mask.crop((area[0] - right, area[1] - down, area[2] - right, area[3] - down))
        soft = moved.filter(ImageFilter.GaussianBlur(3 * SCALE)).point(
            [int(v * 0.2 * strength) for v in range(256)]
        )
        self.image.paste(NIGHT, (area[0], area[1]), soft)


Scene = Callable[[Sheet], None]
