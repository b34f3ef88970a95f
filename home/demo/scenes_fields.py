"""Pictures of what is grown: lavender, olives, apples, vines, vegetables."""

from __future__ import annotations

import math

from home.demo.paper import (
    BARK,
    BLUE,
    CLAY,
    CREAM,
    DAWN,
    GREEN,
    INK,
    OCHRE,
    OLIVE,
    PLUM,
    RED,
    SAND,
    SKY,
    SNOW,
    STONE,
    TEAL,
    VIOLET,
    Scene,
    Shape,
    Sheet,
    blob,
    box,
    leaf,
    mix,
    oval,
    poly,
    ribbon,
    ridge,
    turn,
)
from home.demo.scenery import cypress, hills, house, sprig, sun, tree


def lavender_field(sheet: Sheet) -> None:
    """Rows of lavender that run to a farmhouse under the hills."""
    sun(sheet, 300, 210, 82)
    hills(sheet, 300, BLUE, mix(BLUE, CREAM, 0.7))
    sheet.cut(mix(GREEN, OLIVE, 0.35), ridge((-40, 450), (300, 428), (700, 440), (1240, 424)))
    house(sheet, 850, 446, 176, 96, STONE, shutter=TEAL)
    for x, size in ((800, 0.9), (1060, 1.05), (1104, 0.8)):
        cypress(sheet, x, 452, size)
    sheet.cut(mix(SAND, GREEN, 0.2), ridge((-40, 478), (500, 462), (1240, 470)))
    for i in range(-7, 8):
        colour = mix(VIOLET, CREAM, 0.1 if i % 2 else 0.3)
        tufts = []
        for k in range(26):
            depth = (k / 25) ** 2.1
            x, y = 560 + i * (16 + 190 * depth), 478 + 350 * depth
            tufts.append(oval(x, y, 6 + 62 * depth, 5 + 40 * depth))
        sheet.cut(colour, *tufts, shadow=0.7)
        sheet.flat(mix(colour, CREAM, 0.28), *_tips(i))


def _tips(row: int) -> list[Shape]:
    tips: list[Shape] = []
    for k in range(8, 26, 2):
        depth = (k / 25) ** 2.1
        x, y = 560 + row * (16 + 190 * depth), 478 + 350 * depth
        tips.extend(oval(x + d * 60 * depth, y - 16 * depth, 9 * depth, 15 * depth) for d in (-0.5, 0, 0.5))
    return tips


def olive_branch(sheet: Sheet) -> None:
    """A branch heavy with olives, before a large sun."""
    sheet.cut(mix(OCHRE, CREAM, 0.5), oval(640, 400, 350), shadow=0.6)
    sheet.cut(OCHRE, oval(640, 400, 262))
    branches = (
        ((110, 770), (1110, 70), 26, -46, OLIVE, (0.24, 0.42, 0.62, 0.82)),
        ((440, 560), (1110, 640), 15, 30, mix(OLIVE, GREEN, 0.45), (0.3, 0.56, 0.8)),
        ((590, 440), (380, 30), 13, 34, mix(OLIVE, TEAL, 0.35), (0.5, 0.8)),
    )
    for start, stop, count, bend, colour, _fruit in branches:
        stalk, leaves = sprig(start, stop, count, 178, 36, bend)
        sheet.cut(BARK, stalk)
        sheet.cut(colour, leaves)
    for start, stop, _count, bend, _colour, fruit in branches:
        for t in fruit:
            x = start[0] + (stop[0] - start[0]) * t + bend * 4 * t * (1 - t)
            y = start[1] + (stop[1] - start[1]) * t + bend * 4 * t * (1 - t)
            tilt = sheet.scatter(-22, 22)
            sheet.cut(BARK, ribbon([(x, y), (x + 3, y + 44)], 6), shadow=0.4)
            sheet.cut(PLUM, oval(x + 3, y + 82, 36, 48, tilt))
            sheet.flat(mix(PLUM, CREAM, 0.34), oval(x - 9, y + 66, 6, 13, tilt + 14))


def orchard(sheet: Sheet) -> None:
    """Apple trees in a row, a ladder and two full baskets."""
    sun(sheet, 950, 170, 72)
    hills(sheet, 290, TEAL, mix(TEAL, CREAM, 0.7), 2)
    sheet.cut(mix(GREEN, CREAM, 0.3), ridge((-40, 480), (400, 450), (820, 470), (1240, 446)))
    for x, size in ((90, 1.0), (360, 1.05), (900, 1.05), (1140, 1.0)):
        tree(sheet, x, 520, size, mix(OLIVE, GREEN, 0.45), RED)
    sheet.cut(mix(GREEN, OLIVE, 0.35), ridge((-40, 560), (500, 540), (1240, 566)))
    tree(sheet, 640, 690, 2.1, OLIVE, RED)
    for dx in (0, 74):
        sheet.cut(SAND, ribbon([(760 + dx, 716), (706 + dx * 0.7, 330)], 15))
    sheet.cut(
        SAND,
        *(ribbon([(752 - i * 10, 660 - i * 70), (820 - i * 13, 660 - i * 70)], 11) for i in range(5)),
        shadow=0.5,
    )
    for x, y in ((300, 640), (470, 700)):
        sheet.cut(
            RED,
            *(oval(x + dx, y + dy, 24) for dx, dy in ((-52, 0), (-16, -14), (24, -12), (56, 2), (4, -38))),
        )
        sheet.cut(CLAY, poly((x - 92, y), (x + 92, y), (x + 70, y + 82), (x - 70, y + 82)))
        weave = [box(x - 84 + 8 * k, y + 18 + 24 * k, 168 - 16 * k, 7) for k in range(3)]
        sheet.flat(mix(CLAY, BARK, 0.5), *weave)


def vineyard(sheet: Sheet) -> None:
    """A bunch of grapes and its leaves, with rows of vine behind."""
    sun(sheet, 230, 170, 70)
    hills(sheet, 250, VIOLET, mix(VIOLET, CREAM, 0.76), 2)
    sheet.cut(mix(OCHRE, CREAM, 0.45), ridge((-40, 430), (500, 380), (1240, 420)))
    for i in range(5):
        y, r = 452 + i * 40 + i * i * 12, 20 + i * 7
        green = mix(OLIVE, GREEN, 0.15 + 0.15 * (i % 3))
        sheet.cut(
            BARK,
            *(box(x, y, 6 + i * 2, 20 + i * 12) for x in range(20 - i * 9, 1230, 96 + i * 22)),
            shadow=0.4,
        )
        sheet.cut(
            green,
            box(-20, y - r * 0.7, 1250, r * 1.5),
            *(oval(x, y - r * 0.7, r, r * 0.9) for x in range(-10, 1240, int(r * 1.5))),
            shadow=0.8,
        )
    sheet.cut(BARK, ribbon([(520, -20), (700, 92), (860, 78), (1220, 150)], 34, 22))
    _vine_leaf(sheet, 700, 210, 1.18, OLIVE, 14)
    _vine_leaf(sheet, 1046, 232, 0.96, mix(OLIVE, GREEN, 0.5), -22)
    sheet.cut(BARK, ribbon([(880, 84), (874, 190), (880, 260)], 13))
    for row, count in enumerate((4, 5, 5, 4, 4, 3, 2, 1)):
        for k in range(count):
            x, y = 880 + (k - (count - 1) / 2) * 66 + (row % 2) * 4, 258 + row * 58
            sheet.cut(mix(VIOLET, PLUM, 0.2 + 0.12 * ((k + row) % 4)), oval(x, y, 39))
            sheet.flat(mix(VIOLET, CREAM, 0.45), oval(x - 12, y - 14, 8, 6, -30))


def _vine_leaf(sheet: Sheet, x: float, y: float, size: float, colour: str, tilt: float) -> None:
    outline = []
    for i in range(50):
        a = 2 * math.pi * i / 50
        r = 104 + 34 * math.cos(5 * (a - math.pi / 2)) + 5 * math.cos(25 * a)
        outline.append((x + r * size * math.cos(a), y + r * size * math.sin(a)))
    sheet.cut(colour, turn([outline], tilt, (x, y)))
    veins = [
        ribbon([(x, y - 50 * size), (x + dx * size, y + dy * size)], 5, 2)
        for dx, dy in ((0, 104), (-84, 30), (84, 30), (-66, -52), (66, -52))
    ]
    sheet.flat(mix(colour, CREAM, 0.35), *(turn(v, tilt, (x, y)) for v in veins))


def garden(sheet: Sheet) -> None:
    """The kitchen garden cut through: what shows and what grows below."""
    sun(sheet, 990, 150, 70)
    hills(sheet, 250, GREEN, mix(GREEN, CREAM, 0.75), 2)
    soil = mix(BARK, INK, 0.25)
    for i, shade in enumerate((0.35, 0.18, 0)):
        sheet.cut(
            mix(soil, CLAY, shade),
            ridge((-40, 436 + 116 * i), (360, 426 + 120 * i), (760, 440 + 114 * i), (1240, 428 + 118 * i)),
        )
    for x, grow in (
        (120, _carrot),
        (290, _leek),
        (460, _beet),
        (640, _lettuce),
        (820, _carrot),
        (970, _beet),
        (1110, _leek),
    ):
        grow(sheet, x, 440)
    sheet.flat(
        mix(soil, CREAM, 0.3),
        *(oval(sheet.scatter(0, 1200), sheet.scatter(700, 790), sheet.scatter(4, 11), 5) for _ in range(26)),
    )
    worm = ribbon([(560, 690), (620, 664), (676, 700), (740, 676)], 15, 9)
    sheet.cut(mix(RED, CREAM, 0.5), worm, shadow=0.5)


def _carrot(sheet: Sheet, x: float, y: float) -> None:
    sheet.cut(GREEN, *(leaf(x, y + 6, 200 - abs(a) * 1.7, 20, a - 90) for a in range(-48, 49, 12)))
    root = blob(
        (x - 44, y + 4), (x, y - 14), (x + 44, y + 4), (x + 30, y + 110), (x, y + 246), (x - 30, y + 110)
    )
    sheet.cut(mix(OCHRE, RED, 0.35), root)
    rings = [(-32, 50, 34), (2, 96, 26), (-20, 146, 24)]
    sheet.flat(mix(OCHRE, BARK, 0.3), *(box(x + dx, y + dy, w, 6, 3) for dx, dy, w in rings))


def _leek(sheet: Sheet, x: float, y: float) -> None:
    sheet.cut(TEAL, *(leaf(x, y - 30, 250 - abs(a), 46, a - 90) for a in (-30, 28, -10, 8)))
    sheet.cut(mix(GREEN, CREAM, 0.55), box(x - 26, y - 70, 52, 110, 8))
    sheet.cut(SNOW, box(x - 26, y + 10, 52, 160, 22), shadow=0.6)
    sheet.flat(SNOW, *(ribbon([(x + d, y + 160), (x + d * 2.4, y + 204)], 5, 2) for d in (-16, -5, 6, 16)))


def _beet(sheet: Sheet, x: float, y: float) -> None:
    sheet.cut(mix(OLIVE, GREEN, 0.4), *(leaf(x, y + 10, 190 - abs(a), 62, a - 90) for a in (-38, 36, 0)))
    sheet.flat(mix(RED, CREAM, 0.2), *(ribbon([(x, y), (x + d, y - 128)], 8, 2) for d in (-74, 70, 0)))
    tail = ribbon([(x, y + 130), (x + 8, y + 180), (x - 4, y + 226)], 26, 3)
    sheet.cut(mix(RED, VIOLET, 0.45), oval(x, y + 70, 74, 76), tail)


def _lettuce(sheet: Sheet, x: float, y: float) -> None:
    for shade, spread, ry in ((0, 82, 62), (0.22, 56, 70), (0.44, 30, 66), (0.62, 8, 52)):
        sides = [oval(x + d * spread, y - 34 - (82 - spread) * 0.2, 42, ry, d * 34) for d in (-1, 1)]
        sheet.cut(mix(GREEN, CREAM, shade), *sides, shadow=0.7)


PICTURES: dict[str, tuple[str, Scene]] = {
    "hills": (SKY, lavender_field),
    "olive": (CREAM, olive_branch),
    "orchard": (DAWN, orchard),
    "vines": (mix(VIOLET, CREAM, 0.88), vineyard),
    "garden": (mix(TEAL, CREAM, 0.84), garden),
}
