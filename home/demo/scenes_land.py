"""Pictures of the land: fields, orchards, animals, mountain and sea."""

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
    NIGHT,
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
    Sheet,
    arc,
    blob,
    box,
    join,
    leaf,
    mix,
    move,
    oval,
    poly,
    ribbon,
    ridge,
    turn,
)
from home.demo.scenery import cypress, hills, house, lavender, sprig, sun, tree

LILAC = mix(VIOLET, CREAM, 0.42)


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
        sheet.flat(mix(colour, CREAM, 0.28), *(move(t, 0, 0) for t in _tips(i)))


def _tips(row: int) -> list[list[list[tuple[float, float]]]]:
    tips = []
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
    sheet.cut(SAND, *(ribbon([(752 - i * 10, 660 - i * 70), (820 - i * 13, 660 - i * 70)], 11) for i in range(5)), shadow=0.5)
    for x, y in ((300, 640), (470, 700)):
        sheet.cut(RED, *(oval(x + dx, y + dy, 24) for dx, dy in ((-52, 0), (-16, -14), (24, -12), (56, 2), (4, -38))))
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
        sheet.cut(BARK, *(box(x, y, 6 + i * 2, 20 + i * 12) for x in range(20 - i * 9, 1230, 96 + i * 22)), shadow=0.4)
        sheet.cut(green, box(-20, y - r * 0.7, 1250, r * 1.5), *(oval(x, y - r * 0.7, r, r * 0.9) for x in range(-10, 1240, int(r * 1.5))), shadow=0.8)
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
    veins = [ribbon([(x, y - 50 * size), (x + dx * size, y + dy * size)], 5, 2) for dx, dy in ((0, 104), (-84, 30), (84, 30), (-66, -52), (66, -52))]
    sheet.flat(mix(colour, CREAM, 0.35), *(turn(v, tilt, (x, y)) for v in veins))


def beehives(sheet: Sheet) -> None:
    """Three painted hives among the lavender, and bees at work."""
    sun(sheet, 1010, 170, 74)
    hills(sheet, 300, OLIVE, mix(GREEN, CREAM, 0.72), 2)
    sheet.cut(mix(GREEN, CREAM, 0.25), ridge((-40, 470), (420, 446), (820, 470), (1240, 452)))
    for x, floors, colour in ((190, 2, TEAL), (500, 3, OCHRE), (820, 2, RED)):
        for k in range(floors):
            shade = mix(colour, CREAM, 0.12 + 0.3 * (k % 2))
            sheet.cut(shade, box(x, 560 - k * 104, 220, 104, 4))
            sheet.flat(mix(shade, INK, 0.45), box(x + 80, 590 - k * 104, 60, 13, 6))
        sheet.cut(mix(INK, colour, 0.25), box(x - 14, 542 - (floors - 1) * 104, 248, 24, 5))
        sheet.cut(BARK, box(x + 14, 664, 24, 40), box(x + 182, 664, 24, 40), box(x - 10, 658, 240, 16))
    for x, y, tilt in ((390, 240, -14), (470, 470, 16), (770, 330, 12), (860, 160, -20), (200, 340, 10), (1100, 430, -8)):
        _bee(sheet, x, y, tilt)
    for x in range(30, 1240, 104):
        lavender(sheet, x + sheet.scatter(-16, 16), 806, 1.15 + sheet.scatter(-0.12, 0.2), mix(VIOLET, CREAM, sheet.scatter(0, 0.3)))


def _bee(sheet: Sheet, x: float, y: float, tilt: float) -> None:
    wings = [turn(oval(x + dx, y - 27, 13, 25, a), tilt, (x, y)) for dx, a in ((-6, -24), (14, 16))]
    sheet.cut(SNOW, *wings, shadow=0.6)
    sheet.cut(OCHRE, oval(x, y, 35, 23, tilt))
    sheet.flat(NIGHT, *(turn(box(x + dx, y - h / 2, 9, h, 3), tilt, (x, y)) for dx, h in ((-16, 38), (2, 44))), oval(x + 30 * math.cos(math.radians(tilt)), y + 30 * math.sin(math.radians(tilt)), 13))


def goat(sheet: Sheet) -> None:
    """A goat on a ridge of the high country, and the cheeses that follow."""
    sun(sheet, 230, 200, 78)
    hills(sheet, 300, TEAL, mix(TEAL, CREAM, 0.68))
    sheet.cut(mix(OCHRE, OLIVE, 0.3), ridge((-40, 620), (260, 560), (640, 548), (980, 600), (1240, 570)))
    legs = [ribbon([(x, 430), (x + bend, 500), (x, 580)], 36, 18) for x, bend in ((516, 6), (590, -6), (724, 6), (792, -4))]
    sheet.cut(mix(SAND, BARK, 0.28), *legs[1:3])
    body = blob((486, 354), (560, 316), (680, 326), (780, 312), (830, 372), (806, 456), (670, 492), (540, 484), (484, 440))
    neck = blob((756, 410), (780, 290), (812, 212), (880, 226), (872, 320), (828, 440))
    tail = blob((496, 372), (456, 326), (472, 300), (520, 346))
    sheet.cut(CREAM, body, neck, tail, legs[0], legs[3])
    head = blob((800, 236), (826, 176), (884, 178), (958, 236), (964, 264), (932, 280), (860, 276))
    sheet.cut(PLUM, *(ribbon([(846 + d, 184), (820 + d, 110), (760 + d, 78)], 24, 5) for d in (28, 0)))
    sheet.cut(CREAM, head)
    sheet.cut(mix(SAND, CLAY, 0.4), leaf(826, 208, 82, 38, 152))
    sheet.flat(NIGHT, oval(886, 216, 8), oval(950, 252, 6, 4), *(box(x - 9, 574, 19, 17, 3) for x in (516, 590, 724, 792)))
    sheet.cut(mix(CREAM, BARK, 0.3), ribbon([(912, 280), (906, 312), (914, 340)], 20, 3))
    sheet.flat(mix(SAND, BARK, 0.45), blob((540, 322), (640, 320), (668, 386), (600, 424), (536, 380)))
    for x in (60, 330, 1010, 1140):
        lavender(sheet, x, 640, 0.7, mix(VIOLET, CREAM, 0.2))
    sheet.cut(mix(OLIVE, INK, 0.15), ridge((-40, 720), (400, 676), (800, 700), (1240, 668)))
    for x, y in ((300, 724), (430, 736), (364, 672)):
        sheet.cut(GREEN, leaf(x - 90, y + 26, 180, 54, 4), shadow=0.5)
        sheet.cut(SNOW, box(x - 62, y - 22, 124, 56, 22))
        sheet.flat(mix(SAND, SNOW, 0.4), oval(x, y - 20, 60, 15))


def garden(sheet: Sheet) -> None:
    """The kitchen garden cut through: what shows and what grows below."""
    sun(sheet, 990, 150, 70)
    hills(sheet, 250, GREEN, mix(GREEN, CREAM, 0.75), 2)
    soil = mix(BARK, INK, 0.25)
    for i, shade in enumerate((0.35, 0.18, 0)):
        sheet.cut(mix(soil, CLAY, shade), ridge((-40, 436 + 116 * i), (360, 426 + 120 * i), (760, 440 + 114 * i), (1240, 428 + 118 * i)))
    for x, kind in ((120, "carrot"), (290, "leek"), (460, "beet"), (640, "lettuce"), (820, "carrot"), (970, "beet"), (1110, "leek")):
        _vegetable(sheet, x, 440, kind)
    sheet.flat(mix(soil, CREAM, 0.3), *(oval(sheet.scatter(0, 1200), sheet.scatter(700, 790), sheet.scatter(4, 11), 5) for _ in range(26)))
    worm = ribbon([(560, 690), (620, 664), (676, 700), (740, 676)], 15, 9)
    sheet.cut(mix(RED, CREAM, 0.5), worm, shadow=0.5)


def _vegetable(sheet: Sheet, x: float, y: float, kind: str) -> None:
    if kind == "carrot":
        sheet.cut(GREEN, *(leaf(x, y + 6, 200 - abs(a) * 1.7, 20, a - 90) for a in range(-48, 49, 12)))
        sheet.cut(mix(OCHRE, RED, 0.35), blob((x - 44, y + 4), (x, y - 14), (x + 44, y + 4), (x + 30, y + 110), (x, y + 246), (x - 30, y + 110)))
        sheet.flat(mix(OCHRE, BARK, 0.3), box(x - 32, y + 50, 34, 6, 3), box(x + 2, y + 96, 26, 6, 3), box(x - 20, y + 146, 24, 6, 3))
    elif kind == "leek":
        sheet.cut(TEAL, *(leaf(x, y - 30, 250 - abs(a), 46, a - 90) for a in (-30, 28, -10, 8)))
        sheet.cut(mix(GREEN, CREAM, 0.55), box(x - 26, y - 70, 52, 110, 8))
        sheet.cut(SNOW, box(x - 26, y + 10, 52, 160, 22), shadow=0.6)
        sheet.flat(SNOW, *(ribbon([(x + d, y + 160), (x + d * 2.4, y + 204)], 5, 2) for d in (-16, -5, 6, 16)))
    elif kind == "beet":
        sheet.cut(mix(OLIVE, GREEN, 0.4), *(leaf(x, y + 10, 190 - abs(a), 62, a - 90) for a in (-38, 36, 0)))
        sheet.flat(mix(RED, CREAM, 0.2), *(ribbon([(x, y), (x + d, y - 128)], 8, 2) for d in (-74, 70, 0)))
        sheet.cut(mix(RED, VIOLET, 0.45), oval(x, y + 70, 74, 76), ribbon([(x, y + 130), (x + 8, y + 180), (x - 4, y + 226)], 26, 3))
    else:
        for shade, spread, ry in ((0, 82, 62), (0.22, 56, 70), (0.44, 30, 66), (0.62, 8, 52)):
            sheet.cut(mix(GREEN, CREAM, shade), *(oval(x + d * spread, y - 34 - (82 - spread) * 0.2, 42, ry, d * 34) for d in (-1, 1)), shadow=0.7)


def mountain(sheet: Sheet) -> None:
    """High peaks, larches and a lake."""
    sun(sheet, 880, 180, 70)
    for points, colour in (
        ([(-40, 560), (150, 250), (330, 560)], mix(BLUE, CREAM, 0.55)),
        ([(760, 560), (1010, 220), (1260, 560)], mix(BLUE, CREAM, 0.5)),
        ([(130, 580), (500, 110), (860, 580)], mix(BLUE, CREAM, 0.2)),
    ):
        sheet.cut(colour, poly(*points))
        (x0, y0), (x1, y1), (x2, y2) = points
        sheet.flat(mix(colour, NIGHT, 0.22), poly((x1, y1), (x2, y2), (x1 + (x2 - x1) * 0.12, y2)))
        t = 0.36
        cap = [(x1, y1), (x1 + (x2 - x1) * t, y1 + (y2 - y1) * t), (x1 + (x2 - x1) * 0.16, y1 + (y2 - y1) * 0.3), (x1 + 8, y1 + (y2 - y1) * 0.46),
               (x1 + (x0 - x1) * 0.14, y1 + (y0 - y1) * 0.28), (x1 + (x0 - x1) * t, y1 + (y0 - y1) * t)]
        sheet.cut(SNOW, poly(*cap), shadow=0.5)
    sheet.cut(mix(TEAL, OLIVE, 0.3), ridge((-40, 540), (260, 520), (560, 566), (900, 512), (1240, 540)))
    sheet.cut(mix(BLUE, TEAL, 0.35), blob((210, 640), (460, 596), (860, 606), (1040, 650), (860, 706), (420, 712)))
    sheet.flat(mix(BLUE, CREAM, 0.55), box(420, 640, 190, 7, 3), box(650, 668, 240, 7, 3), box(520, 690, 120, 7, 3))
    for x, y, s in ((70, 650, 1.2), (180, 600, 0.9), (1030, 610, 0.95), (1130, 680, 1.4), (320, 580, 0.7), (930, 580, 0.7)):
        _larch(sheet, x, y, s)
    sheet.cut(mix(OLIVE, GREEN, 0.35), ridge((-40, 720), (300, 744), (700, 724), (1240, 736)))
    for x in (160, 520, 560, 900):
        sheet.cut(OCHRE, *(oval(x + 15 * math.cos(a), 756 + 15 * math.sin(a), 10) for a in (0, 1.26, 2.5, 3.8, 5)), shadow=0.5)
        sheet.flat(RED, oval(x, 756, 8))


def _larch(sheet: Sheet, x: float, y: float, s: float) -> None:
    sheet.cut(BARK, box(x - 7 * s, y - 20 * s, 14 * s, 46 * s))
    for k in range(4):
        w, top = (76 - k * 15) * s, y - (60 + k * 46) * s
        sheet.cut(mix(OLIVE, TEAL, 0.25 + 0.12 * k), poly((x - w, top + 62 * s), (x, top - 24 * s), (x + w, top + 62 * s)))


def sails(sheet: Sheet) -> None:
    """Two lateen boats before the white cliffs of the coves."""
    sun(sheet, 920, 190, 84)
    sheet.cut(mix(BLUE, CREAM, 0.8), ridge((-40, 360), (200, 330), (420, 360), (700, 330), (1240, 372)), shadow=0.4)
    cliff = [(-20, 240), (80, 176), (150, 230), (214, 196), (270, 300), (330, 320), (390, 420), (450, 480), (-20, 480)]
    sheet.cut(SNOW, poly(*cliff))
    sheet.flat(mix(SAND, SNOW, 0.25), poly((80, 176), (150, 230), (130, 480), (60, 480)), poly((214, 196), (270, 300), (280, 480), (230, 480)))
    sheet.cut(mix(OLIVE, GREEN, 0.2), *(oval(x, y, 24, 18) for x, y in ((40, 208), (116, 206), (240, 250), (300, 318), (178, 226))), shadow=0.6)
    sheet.cut(mix(BLUE, TEAL, 0.4), ridge((-40, 462), (400, 456), (800, 464), (1240, 456)))
    _boat(sheet, 840, 520, 0.8, OCHRE, CREAM)
    sheet.cut(mix(BLUE, TEAL, 0.15), *_waves(560))
    _boat(sheet, 470, 640, 1.25, RED, CREAM)
    sheet.cut(BLUE, *_waves(652))
    sheet.cut(mix(BLUE, NIGHT, 0.5), *_waves(728))
    for x, y in ((620, 170), (700, 230), (560, 250)):
        sheet.cut(SNOW, arc(x - 22, y, 24, 7, -160, -20), arc(x + 22, y, 24, 7, -160, -20), shadow=0.5)


def _waves(y: float) -> tuple[list[list[tuple[float, float]]], ...]:
    return (ridge(*((x, y + (14 if (x // 60) % 2 else -14)) for x in range(-120, 1381, 60))),)


def _boat(sheet: Sheet, x: float, y: float, s: float, hull: str, sail: str) -> None:
    sheet.cut(BARK, ribbon([(x, y), (x - 6 * s, y - 300 * s)], 12 * s, 8 * s))
    sheet.cut(sail, [[*blob((x - 150 * s, y - 110 * s), (x + 20 * s, y - 330 * s), (x + 128 * s, y - 40 * s))[0]]])
    sheet.flat(mix(sail, hull, 0.8), poly((x - 96 * s, y - 170 * s), (x - 40 * s, y - 246 * s), (x + 86 * s, y - 140 * s), (x + 108 * s, y - 92 * s)))
    sheet.cut(BARK, ribbon([(x - 176 * s, y - 74 * s), (x + 52 * s, y - 372 * s)], 10 * s, 6 * s))
    sheet.cut(hull, blob((x - 170 * s, y - 34 * s), (x, y - 14 * s), (x + 170 * s, y - 40 * s), (x + 120 * s, y + 50 * s), (x, y + 70 * s), (x - 120 * s, y + 50 * s)))
    sheet.flat(CREAM, ribbon([(x - 150 * s, y - 8 * s), (x, y + 12 * s), (x + 152 * s, y - 12 * s)], 12 * s))


def hens(sheet: Sheet) -> None:
    """Three hens in the grass and a nest of eggs."""
    sun(sheet, 210, 170, 70)
    hills(sheet, 270, OCHRE, mix(OCHRE, CREAM, 0.76), 2)
    house(sheet, 880, 470, 210, 108, mix(CLAY, CREAM, 0.5), RED, TEAL)
    tree(sheet, 770, 470, 0.95, mix(OLIVE, GREEN, 0.5))
    sheet.cut(mix(GREEN, CREAM, 0.2), ridge((-40, 460), (420, 440), (820, 468), (1240, 450)))
    _hen(sheet, 320, 560, 0.8, SNOW, flip=False)
    _hen(sheet, 1010, 580, 0.86, mix(BARK, PLUM, 0.3), flip=True)
    sheet.cut(mix(GREEN, OLIVE, 0.4), ridge((-40, 640), (480, 618), (1240, 646)))
    _hen(sheet, 560, 660, 1.25, CLAY, flip=False)
    for x in range(10, 1230, 62):
        sheet.cut(mix(OLIVE, INK, 0.12), *(leaf(x + d, 810, sheet.scatter(60, 110), 18, a) for d, a in ((0, -96), (16, -76), (-16, -112))), shadow=0.6)
    sheet.cut(mix(SAND, CLAY, 0.55), oval(1010, 716, 130, 40))
    for x, y, tilt in ((950, 690, -14), (1068, 690, 16), (1010, 676, 4)):
        sheet.cut(CREAM, oval(x, y, 37, 48, tilt))
    sheet.cut(mix(SAND, CLAY, 0.3), blob((872, 704), (940, 726), (1080, 726), (1148, 704), (1110, 776), (1010, 796), (910, 776)))
    sheet.flat(mix(SAND, CLAY, 0.6), *(ribbon([(900 + d, 738 + d % 5 * 6), (960 + d, 752 - d % 7 * 3)], 6) for d in range(0, 150, 24)))


def _hen(sheet: Sheet, x: float, y: float, s: float, colour: str, *, flip: bool) -> None:
    def at(shape: list[list[tuple[float, float]]]) -> list[list[tuple[float, float]]]:
        return move(shape, x, y, s, flip)

    sheet.cut(OCHRE, *(at(ribbon([(dx, 60), (dx + 4, 128)], 11, 8)) for dx in (-22, 26)), *(at(ribbon([(dx - 16, 134), (dx + 30, 130)], 9, 5)) for dx in (-22, 26)), shadow=0.6)
    sheet.cut(RED, at(join((oval(94, -164, 19), oval(122, -172, 21), oval(148, -152, 17)))))
    sheet.cut(colour, at(blob((-176, -120), (-120, -52), (-20, -40), (60, -100), (96, -158), (150, -144), (152, -90), (130, 10), (60, 76), (-60, 78), (-140, 14), (-206, -60))))
    sheet.cut(RED, at(oval(150, -76, 14, 25)), shadow=0.5)
    sheet.cut(OCHRE, at(poly((152, -134), (196, -112), (152, -100))), shadow=0.5)
    sheet.flat(NIGHT, at(oval(124, -128, 9)))
    sheet.cut(mix(colour, BARK, 0.2), at(blob((-100, -16), (-20, -30), (66, 0), (20, 46), (-60, 40))))


PICTURES: dict[str, tuple[str, Scene]] = {
    "hills": (SKY, lavender_field),
    "olive": (CREAM, olive_branch),
    "orchard": (DAWN, orchard),
    "vines": (mix(VIOLET, CREAM, 0.88), vineyard),
    "bees": (mix(OCHRE, CREAM, 0.78), beehives),
    "cheese": (mix(TEAL, CREAM, 0.86), goat),
    "garden": (mix(TEAL, CREAM, 0.84), garden),
    "mountain": (DAWN, mountain),
    "sails": (SKY, sails),
    "hens": (SKY, hens),
}
