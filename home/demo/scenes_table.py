"""Pictures of the table and the evening: kitchen, preserves, bread, books, radio."""

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
    PLUM,
    RED,
    SAND,
    SNOW,
    STEEL,
    STONE,
    TEAL,
    VIOLET,
    WOOD,
    Scene,
    Sheet,
    arc,
    blob,
    box,
    half_disc,
    leaf,
    mix,
    oval,
    poly,
    ribbon,
    ridge,
    turn,
)
from home.demo.scenery import sprig, tomato


def kitchen(sheet: Sheet) -> None:
    """A large pot on the stove, vegetables around it."""
    sheet.cut(mix(TEAL, CREAM, 0.66), box(-20, -20, 1240, 660))
    for row in range(6):
        for column in range(11):
            if (row + column) % 2:
                sheet.flat(mix(TEAL, CREAM, 0.74), box(-10 + column * 116, row * 116, 112, 112, 4))
    sheet.cut(BARK, box(110, 96, 980, 16, 8))
    for x, colour, kind in ((210, STEEL, 0), (340, RED, 1), (860, OCHRE, 1), (990, STEEL, 0)):
        sheet.cut(INK, ribbon([(x, 92), (x, 130)], 7), shadow=0.5)
        sheet.cut(colour, box(x - 8, 124, 16, 140, 7))
        if kind:
            sheet.cut(colour, oval(x, 300, 54))
            sheet.flat(mix(colour, INK, 0.25), oval(x, 300, 40))
        else:
            sheet.cut(colour, half_disc(x, 262, 46, 180))
    for i, x in enumerate((500, 600, 700)):
        sheet.cut(
            CREAM,
            ribbon([(x, 330), (x - 34, 270), (x + 24, 210), (x - 10, 140 + i % 2 * 30)], 20, 5),
            shadow=0.5,
        )
    sheet.cut(INK, box(-20, 640, 1240, 200))
    sheet.cut(mix(WOOD, CREAM, 0.1), box(-20, 620, 1240, 40))
    sheet.cut(INK, box(380, 600, 440, 22, 8))
    sheet.cut(RED, box(400, 380, 400, 228, 34))
    sheet.flat(mix(RED, CREAM, 0.25), box(426, 420, 18, 130, 9))
    sheet.cut(mix(RED, INK, 0.3), box(352, 430, 60, 26, 12), box(788, 430, 60, 26, 12))
    sheet.cut(mix(RED, INK, 0.15), box(384, 366, 432, 28, 10))
    sheet.cut(CREAM, ribbon([(770, 372), (850, 240)], 16, 20))
    for x in (300, 600, 900):
        sheet.cut(CREAM, oval(x, 730, 34))
        sheet.flat(INK, box(x - 4, 702, 8, 30, 3))
    for x, y, r in ((930, 566, 52), (1030, 574, 46), (984, 500, 42)):
        tomato(sheet, x, y, r)
    sheet.cut(VIOLET, blob((70, 600), (90, 520), (180, 500), (270, 560), (250, 616), (150, 622)))
    sheet.cut(OLIVE, *(leaf(92, 560, 60, 22, a) for a in (150, 190, 230)))
    sheet.cut(mix(SAND, CREAM, 0.3), oval(330, 586, 36, 38))
    sheet.cut(mix(SAND, BARK, 0.3), leaf(330, 556, 44, 12, -80))


def jars(sheet: Sheet) -> None:
    """Preserves of the summer on their shelves."""
    sheet.cut(mix(OLIVE, CREAM, 0.72), box(-20, -20, 1240, 840))
    fills = (RED, OCHRE, GREEN, VIOLET, mix(RED, OCHRE, 0.4), OLIVE, PLUM, mix(OCHRE, GREEN, 0.4))
    lids = (CREAM, TEAL, RED, OCHRE)
    for row, base in enumerate((286, 530, 774)):
        sheet.cut(WOOD, box(-20, base, 1240, 26))
        sheet.flat(mix(WOOD, BARK, 0.4), box(-20, base + 20, 1240, 6))
        x = 40.0 - row * 26
        index = row * 3
        while x < 1180:
            w, h = sheet.scatter(112, 150), sheet.scatter(140, 186)
            _jar(sheet, x, base, w, h, fills[index % len(fills)], lids[(index + row) % 4])
            x += w + sheet.scatter(16, 30)
            index += 1


def _jar(sheet: Sheet, x: float, base: float, w: float, h: float, fill: str, lid: str) -> None:
    sheet.cut(mix(fill, CREAM, 0.72), box(x, base - h, w, h, 20))
    sheet.flat(fill, box(x + 7, base - h + 26, w - 14, h - 32, 15))
    for _ in range(7):
        cx, cy = x + sheet.scatter(24, w - 24), base - sheet.scatter(24, h - 46)
        sheet.flat(mix(fill, CREAM, 0.2), oval(cx, cy, sheet.scatter(7, 13)))
    sheet.flat(mix(fill, CREAM, 0.55), box(x + 14, base - h + 34, 8, h - 62, 4))
    sheet.cut(lid, box(x + 6, base - h - 20, w - 12, 32, 7), shadow=0.7)
    skirt = [(x - 6, base - h + 20), (x + 10, base - h), (x + w - 10, base - h), (x + w + 6, base - h + 20)]
    if lid != TEAL:
        sheet.cut(
            lid,
            [[*skirt, *((x + w + 6 - k * (w + 12) / 8, base - h + (34 if k % 2 else 20)) for k in range(9))]],
            shadow=0.5,
        )
        sheet.flat(mix(lid, INK, 0.25), box(x + 4, base - h + 4, w - 8, 5, 2))
    sheet.cut(CREAM, box(x + w * 0.24, base - h * 0.52, w * 0.52, h * 0.26, 4), shadow=0.4)
    sheet.flat(
        BARK,
        box(x + w * 0.32, base - h * 0.44, w * 0.36, 4, 2),
        box(x + w * 0.32, base - h * 0.36, w * 0.24, 4, 2),
    )


def bread(sheet: Sheet) -> None:
    """A country loaf, ears of wheat and the oven's glow."""
    sheet.cut(mix(OCHRE, CREAM, 0.55), oval(600, 380, 400), shadow=0.5)
    sheet.cut(mix(CLAY, CREAM, 0.4), oval(600, 380, 318), shadow=0.6)
    for x, y, tilt, size in (
        (170, 740, -16, 1.15),
        (90, 760, -30, 0.9),
        (250, 770, -4, 0.9),
        (1030, 740, 16, 1.15),
        (1110, 760, 30, 0.9),
        (950, 770, 4, 0.9),
    ):
        _wheat(sheet, x, y, tilt, size)
    sheet.cut(mix(WOOD, BARK, 0.2), box(210, 590, 780, 56, 26))
    sheet.cut(WOOD, box(210, 576, 780, 50, 24))
    _loaf(sheet, mix(CLAY, BARK, 0.25))
    _slices(sheet, mix(CLAY, BARK, 0.25))


def _loaf(sheet: Sheet, crust: str) -> None:
    sheet.cut(
        crust,
        blob(
            (300, 560),
            (290, 420),
            (420, 290),
            (600, 256),
            (780, 290),
            (910, 420),
            (900, 560),
            (760, 600),
            (440, 600),
        ),
    )
    sheet.cut(
        mix(crust, OCHRE, 0.35),
        blob((330, 500), (340, 420), (440, 322), (600, 286), (760, 322), (860, 420), (870, 500), (600, 440)),
        shadow=0,
    )
    for x, lean in ((450, -70), (600, 0), (750, 70)):
        slant = math.degrees(math.atan2(200, -1.5 * lean))
        score = leaf(x + lean, 330 + abs(lean) * 0.3, 220, 46, slant)
        sheet.cut(mix(OCHRE, CREAM, 0.45), score, shadow=0.5)
    for x, y in ((380, 440), (520, 350), (680, 350), (820, 440), (676, 480), (524, 480)):
        sheet.flat(
            CREAM,
            *(
                oval(x + sheet.scatter(-26, 26), y + sheet.scatter(-22, 22), sheet.scatter(2, 4.5))
                for _ in range(6)
            ),
        )


def _slices(sheet: Sheet, crust: str) -> None:
    for k in range(2):
        x = 690 + k * 130
        sheet.cut(
            crust, blob((x, 640), (x + 10, 560), (x + 70, 536), (x + 140, 560), (x + 150, 640), (x + 75, 662))
        )
        sheet.cut(
            mix(SAND, CREAM, 0.3),
            blob((x + 16, 632), (x + 24, 574), (x + 72, 554), (x + 126, 574), (x + 134, 632), (x + 75, 646)),
            shadow=0,
        )
        sheet.flat(
            mix(SAND, CLAY, 0.3),
            *(oval(x + 40 + (i * 37) % 78, 584 + (i * 23) % 48, 5 + i % 3 * 2, 4) for i in range(8)),
        )


def _wheat(sheet: Sheet, x: float, y: float, tilt: float, size: float) -> None:
    stem = ribbon([(x, y + 80), (x, y - 330 * size)], 8 * size, 4)
    grains = []
    for k in range(8):
        top = y - (150 + 30 * k) * size
        grains += [leaf(x, top, 62 * size, 24 * size, a) for a in (-52, -128)]
    grains.append(leaf(x, y - 360 * size, 70 * size, 24 * size, -90))
    foot = (x, y)
    sheet.cut(
        mix(OCHRE, OLIVE, 0.35),
        turn(stem, tilt, foot),
        turn(leaf(x, y - 60 * size, 150 * size, 24, -60), tilt, foot),
    )
    sheet.cut(OCHRE, *(turn(g, tilt, foot) for g in grains))


def books(sheet: Sheet) -> None:
    """Shelves of shared books, one left open."""
    sheet.cut(mix(PLUM, CREAM, 0.14), box(90, -20, 1020, 560, 6))
    _shelves(sheet)
    sheet.cut(WOOD, box(-20, 640, 1240, 190))
    sheet.flat(mix(WOOD, BARK, 0.35), box(-20, 654, 1240, 7))
    sheet.cut(RED, poly((330, 700), (600, 716), (870, 700), (870, 726), (600, 742), (330, 726)))
    _open_book(sheet)
    stalk, leaves = sprig((150, 660), (170, 430), 9, 84, 34, -10)
    sheet.cut(OLIVE, stalk, leaves)
    sheet.cut(TEAL, poly((100, 580), (210, 580), (194, 690), (116, 690)))
    sheet.cut(OCHRE, box(1000, 610, 96, 80, 12))
    sheet.cut(OCHRE, arc(1100, 648, 34, 13, -90, 90))


def _shelves(sheet: Sheet) -> None:
    colours = (RED, OCHRE, TEAL, VIOLET, GREEN, BLUE, CLAY, OLIVE, CREAM)
    index = 0
    for base in (246, 500):
        sheet.cut(mix(PLUM, INK, 0.5), box(112, base - 230, 976, 232), shadow=0.4)
        x = 128.0
        while x < 1030:
            w, h = sheet.scatter(34, 64), sheet.scatter(146, 206)
            if x + w > 1070:
                break
            colour = colours[index % 9]
            sheet.cut(colour, box(x, base - h, w, h, 3))
            band = mix(colour, CREAM if colour != CREAM else OCHRE, 0.55)
            sheet.flat(band, box(x, base - h + 18, w, 9), box(x, base - 36, w, 9))
            x += w + (30 if index % 7 == 6 else 3)
            index += 2 if index % 4 else 3
        sheet.cut(mix(PLUM, CREAM, 0.14), box(90, base, 1020, 22))


def _open_book(sheet: Sheet) -> None:
    for side in (-1, 1):
        page = [
            (600, 700),
            (600 + side * 120, 640),
            (600 + side * 260, 670),
            (600 + side * 262, 700),
            (600 + side * 130, 680),
            (600, 716),
        ]
        sheet.cut(CREAM, poly(*page))
        top = [
            (600, 700),
            (600 + side * 110, 570),
            (600 + side * 250, 610),
            (600 + side * 260, 676),
            (600 + side * 120, 646),
        ]
        sheet.cut(SNOW, poly(*top), shadow=0.7)
        lines = [
            ribbon([(600 + side * (60 + k * 4), 660 - k * 18), (600 + side * (214 + k * 4), 656 - k * 12)], 4)
            for k in range(4)
        ]
        sheet.flat(mix(INK, CREAM, 0.55), *lines)


def radio(sheet: Sheet) -> None:
    """A microphone and the waves that leave it."""
    for r, colour in (
        (520, mix(VIOLET, CREAM, 0.74)),
        (430, mix(TEAL, CREAM, 0.6)),
        (340, mix(OCHRE, CREAM, 0.35)),
        (250, CREAM),
    ):
        sheet.cut(colour, oval(600, 330, r), shadow=0.6)
    for side in (0, 180):
        for k, colour in enumerate((RED, OCHRE, VIOLET)):
            sheet.cut(colour, arc(600, 330, 250 + 66 * k, 22, side - 34 + 3 * k, side + 34 - 3 * k))
    sheet.cut(
        INK,
        arc(600, 350, 170, 20, 6, 174),
        box(588, 510, 24, 190),
        blob((450, 730), (520, 690), (680, 690), (750, 730), (740, 756), (460, 756)),
    )
    sheet.cut(INK, oval(440, 356, 20), oval(760, 356, 20))
    sheet.cut(TEAL, box(478, 110, 244, 380, 120))
    grille = mix(TEAL, CREAM, 0.55)
    sheet.flat(grille, *(box(530, 160 + k * 32, 140, 14, 7) for k in range(6)))
    sheet.cut(OCHRE, box(466, 352, 268, 30, 10))
    sheet.cut(CREAM, box(540, 404, 120, 40, 8), shadow=0.6)
    sheet.cut(RED, oval(600, 424, 11), shadow=0)
    sheet.cut(mix(PLUM, INK, 0.3), ridge((-40, 744), (600, 740), (1240, 744)))
    for x, colour in ((170, RED), (236, OCHRE), (302, GREEN), (900, VIOLET), (966, OCHRE), (1032, RED)):
        sheet.flat(mix(INK, CREAM, 0.25), box(x, 756, 8, 40, 4))
        sheet.cut(colour, box(x - 12, 760 + (x % 5) * 4, 32, 16, 4), shadow=0.6)


PICTURES: dict[str, tuple[str, Scene]] = {
    "kitchen": (STONE, kitchen),
    "jars": (STONE, jars),
    "radio": (mix(VIOLET, CREAM, 0.86), radio),
    "books": (mix(OCHRE, CREAM, 0.7), books),
    "bread": (mix(OCHRE, CREAM, 0.8), bread),
}
