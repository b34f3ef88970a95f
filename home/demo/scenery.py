"""What comes back from one picture to the next: sun, hills, trees, houses, wheels, fruit."""

from __future__ import annotations

import math

from home.demo.paper import (
    BARK,
    BLUE,
    CLAY,
    CREAM,
    GREEN,
    INK,
    OCHRE,
    OLIVE,
    RED,
    SAND,
    Point,
    Shape,
    Sheet,
    blob,
    box,
    join,
    leaf,
    mix,
    oval,
    poly,
    ribbon,
    ridge,
    turn,
)


def sun(sheet: Sheet, x: float, y: float, r: float, colour: str = OCHRE) -> None:
    """A sun with a paler ring around it."""
    sheet.cut(mix(colour, CREAM, 0.62), oval(x, y, r * 1.45), shadow=0.5)
    sheet.cut(colour, oval(x, y, r))


def hills(sheet: Sheet, y: float, colour: str, ground: str, rows: int = 3) -> None:
    """Far hills, one behind another, each nearer one darker."""
    for i in range(rows):
        base = y + 46 * i
        points = [
            (x, base + sheet.scatter(-34, 34) + 26 * math.sin(x / 170 + i * 2.1))
            for x in range(-150, 1500, 150)
        ]
        sheet.cut(mix(ground, colour, 0.28 + 0.2 * i), ridge(*points), shadow=0.6)


def cypress(sheet: Sheet, x: float, y: float, size: float = 1, colour: str = OLIVE) -> None:
    """A cypress that stands at (x, y)."""
    body = blob(
        (x, y - 190 * size),
        (x + 22 * size, y - 90 * size),
        (x + 17 * size, y - 16 * size),
        (x, y - 8 * size),
        (x - 17 * size, y - 16 * size),
        (x - 22 * size, y - 90 * size),
    )
    sheet.cut(BARK, box(x - 4 * size, y - 20 * size, 8 * size, 22 * size), shadow=0)
    sheet.cut(mix(colour, INK, 0.25), body)


def tree(sheet: Sheet, x: float, y: float, size: float = 1, colour: str = GREEN, fruit: str = "") -> None:
    """A round tree that stands at (x, y), with fruit when a colour is given."""
    trunk = ribbon([(x, y), (x + 3 * size, y - 60 * size), (x, y - 110 * size)], 20 * size, 12 * size)
    sheet.cut(BARK, trunk, ribbon([(x, y - 60 * size), (x + 42 * size, y - 120 * size)], 10 * size, 6 * size))
    crown = join(
        oval(x + dx * size, y + dy * size, r * size)
        for dx, dy, r in ((0, -185, 66), (-58, -140, 54), (58, -142, 54), (-6, -122, 52))
    )
    sheet.cut(colour, crown)
    light = (oval(x - 22 * size, y - 196 * size, 30 * size), oval(x + 42 * size, y - 156 * size, 20 * size))
    sheet.flat(mix(colour, CREAM, 0.16), *light)
    if fruit:
        spots = [
            (-66, -140),
            (-26, -180),
            (18, -206),
            (58, -160),
            (28, -128),
            (-28, -112),
            (76, -126),
            (-4, -148),
        ]
        sheet.cut(fruit, *(oval(x + dx * size, y + dy * size, 12 * size) for dx, dy in spots), shadow=0.6)


def house(
    sheet: Sheet, x: float, y: float, w: float, h: float, wall: str, roof: str = CLAY, shutter: str = BLUE
) -> None:
    """A house front that stands on (x, y), with a low tiled roof and its shutters."""
    sheet.cut(wall, box(x, y - h, w, h))
    rise = w * 0.2
    sheet.cut(
        roof,
        poly((x - 12, y - h + 4), (x + w + 12, y - h + 4), (x + w - 8, y - h - rise), (x + 8, y - h - rise)),
    )
    tile = mix(roof, INK, 0.22)
    sheet.flat(tile, *(box(x - 4 + i * 18, y - h - rise + 8, 4, rise - 12) for i in range(int(w // 18) + 1)))
    columns = max(1, int(w // 82))
    gap = w / columns
    for row in range(max(1, int(h // 96))):
        for column in range(columns):
            _window(sheet, x + gap * (column + 0.5), y - h + 24 + row * 92, shutter)


def _window(sheet: Sheet, x: float, y: float, shutter: str) -> None:
    sheet.flat(mix(INK, BLUE, 0.3), box(x - 13, y, 26, 46, 3))
    sheet.cut(shutter, box(x - 28, y - 2, 14, 50, 2), box(x + 14, y - 2, 14, 50, 2), shadow=0.5)


def wheel(sheet: Sheet, x: float, y: float, r: float, tyre: str = INK, hub: str = SAND) -> None:
    """The wheel of a car or a van."""
    sheet.cut(tyre, oval(x, y, r))
    sheet.flat(hub, oval(x, y, r * 0.5))
    sheet.flat(tyre, oval(x, y, r * 0.16))


def lavender(sheet: Sheet, x: float, y: float, size: float, colour: str, stem: str = OLIVE) -> None:
    """A tuft of lavender in front."""
    stems, heads = [], []
    for i in range(-3, 4):
        top = (x + i * 20 * size + sheet.scatter(-5, 5), y - (128 - abs(i) * 13) * size)
        stems.append(ribbon([(x + i * 5 * size, y), top], 4 * size))
        heads += [oval(top[0], top[1] - k * 12 * size, (9 - k * 1.4) * size, 8 * size) for k in range(4)]
    sheet.cut(stem, *stems, shadow=0.5)
    sheet.cut(colour, *heads, shadow=0.7)


def sprig(
    start: Point, stop: Point, leaves: int, length: float, width: float, bend: float = 0
) -> tuple[Shape, Shape]:
    """A stalk and its leaves on both sides, from one point to another."""
    (x0, y0), (x1, y1) = start, stop
    angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
    middle = ((x0 + x1) / 2 + bend, (y0 + y1) / 2 + bend)
    stalk = ribbon([start, middle, stop], 9, 4)
    pieces = []
    for i in range(leaves):
        t = 0.12 + 0.86 * i / max(leaves - 1, 1)
        curve_by = 4 * t * (1 - t)
        x = x0 + (x1 - x0) * t + bend * curve_by
        y = y0 + (y1 - y0) * t + bend * curve_by
        side = 1 if i % 2 else -1
        pieces.append(leaf(x, y, length * (1 - 0.35 * t), width, angle + side * (48 - 14 * t)))
    return stalk, join(pieces)


def crate(sheet: Sheet, x: float, y: float, w: float, h: float, fill: str, kind: str = "round") -> None:
    """A wooden crate with something good in it; (x, y) is its top left corner."""
    r = h * 0.34
    count = int(w // (r * 1.55))
    for row in (0, 1):
        for i in range(count - row):
            cx = x + w / 2 + (i - (count - row - 1) / 2) * r * 1.6
            cy = y + r * 0.2 - row * r * 0.95
            if kind == "leafy":
                sheet.cut(
                    mix(fill, CREAM, 0.12 * ((i + row) % 3)),
                    *(leaf(cx, cy + r, r * 2.1, r, a) for a in (-125, -90, -55)),
                    shadow=0.5,
                )
            else:
                sheet.cut(mix(fill, OCHRE, 0.14 * ((i + row) % 3)), oval(cx, cy, r), shadow=0.6)
                sheet.flat(OLIVE, leaf(cx, cy - r * 0.7, r * 0.7, r * 0.35, -50))
    wood = mix(CLAY, SAND, 0.55)
    sheet.cut(wood, box(x, y, w, h, 4))
    sheet.flat(
        mix(wood, BARK, 0.4), box(x, y + h * 0.46, w, 4), box(x + 10, y, 5, h), box(x + w - 15, y, 5, h)
    )


def tomato(sheet: Sheet, x: float, y: float, r: float, colour: str = RED) -> None:
    """A tomato with its little star."""
    sheet.cut(colour, oval(x, y, r, r * 0.88))
    sheet.flat(OLIVE, *(leaf(x, y - r * 0.74, r * 0.5, r * 0.22, a) for a in (-160, -90, -20, 20, 160)))


def rays(x: float, y: float, inner: float, outer: float, count: int, width: float) -> Shape:
    """Tapering sunbeams around a point."""
    return join(
        turn(poly((x + inner, y - width), (x + outer, y), (x + inner, y + width)), 360 * i / count, (x, y))
        for i in range(count)
    )
