"""Pictures of the street: van, bicycle, stage, washing line."""

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
    curve,
    half_disc,
    leaf,
    mix,
    oval,
    poly,
    ribbon,
    ridge,
    turn,
)
from home.demo.scenery import crate, cypress, hills, house, lavender, sun, tomato, wheel


def van(sheet: Sheet) -> None:
    """The blue van on its round, crates on the roof."""
    sun(sheet, 1010, 170, 72)
    hills(sheet, 280, OLIVE, mix(GREEN, CREAM, 0.7))
    for x, w, h, wall in (
        (60, 110, 120, STONE),
        (168, 90, 160, mix(CLAY, CREAM, 0.5)),
        (256, 110, 110, mix(OCHRE, CREAM, 0.5)),
    ):
        house(sheet, x, 470, w, h, wall, shutter=VIOLET)
    cypress(sheet, 400, 480, 0.9)
    sheet.cut(mix(OCHRE, GREEN, 0.35), ridge((-40, 470), (500, 452), (1240, 480)))
    sheet.cut(mix(PLUM, CREAM, 0.35), ridge((-40, 640), (600, 632), (1240, 640)))
    sheet.flat(CREAM, *(box(x, 722, 110, 10, 4) for x in range(20, 1220, 190)))
    crate(sheet, 330, 234, 150, 56, GREEN, "leafy")
    crate(sheet, 494, 234, 150, 56, RED)
    sheet.cut(INK, box(310, 288, 460, 10, 4), box(340, 288, 8, 26), box(740, 288, 8, 26))
    body = poly(
        (250, 640),
        (250, 350),
        (284, 312),
        (770, 312),
        (846, 340),
        (918, 466),
        (1010, 490),
        (1034, 530),
        (1034, 640),
    )
    sheet.cut(BLUE, body)
    sheet.cut(mix(BLUE, CREAM, 0.78), poly((776, 350), (832, 362), (888, 462), (776, 462)), shadow=0.4)
    sheet.flat(mix(BLUE, NIGHT, 0.4), box(748, 330, 6, 300), box(250, 560, 784, 8))
    _counter(sheet)
    sheet.cut(OCHRE, oval(1008, 540, 17))
    sheet.cut(SNOW, box(984, 604, 60, 20, 6), box(240, 604, 40, 20, 6), box(800, 506, 40, 10, 4))
    for x in (400, 880):
        sheet.cut(mix(BLUE, NIGHT, 0.6), half_disc(x, 642, 78))
        wheel(sheet, x, 644, 60)
    for x in (60, 1120, 1180):
        lavender(sheet, x, 806, 0.9, VIOLET)


def _counter(sheet: Sheet) -> None:
    sheet.cut(CREAM, box(300, 370, 400, 150, 8), shadow=0.7)
    sheet.cut(
        OCHRE,
        poly((288, 356), (712, 356), (736, 412), (264, 412)),
        *(half_disc(297 + i * 67.4, 410, 33, 180) for i in range(7)),
        shadow=0.9,
    )
    for i, colour in enumerate((RED, GREEN, OCHRE, VIOLET, RED)):
        sheet.cut(colour, oval(344 + i * 78, 492, 30), shadow=0.6)
    sheet.cut(mix(CLAY, SAND, 0.5), box(300, 498, 400, 34, 3))


def bike(sheet: Sheet) -> None:
    """A bicycle against a warm wall, its basket full."""
    sheet.cut(mix(CLAY, CREAM, 0.55), box(-20, -20, 1240, 660))
    _windows(sheet)
    sheet.cut(mix(SAND, BARK, 0.2), ridge((-40, 640), (600, 634), (1240, 640)))
    rear, front, crank = (380, 560), (840, 560), (560, 566)
    for x, y in (rear, front):
        sheet.cut(INK, oval(x, y, 150), holes=[oval(x, y, 134)])
        spokes = [
            ribbon([(x, y), (x + 136 * math.cos(a), y + 136 * math.sin(a))], 3, 3)
            for a in (math.pi * i / 8 for i in range(16))
        ]
        sheet.cut(mix(INK, CREAM, 0.35), *spokes, shadow=0.5)
        sheet.cut(INK, oval(x, y, 16), shadow=0.5)
    saddle, head = (506, 360), (768, 340)
    sheet.cut(
        RED,
        *(
            ribbon(list(pair), 17)
            for pair in (
                (rear, crank),
                (rear, (516, 400)),
                (saddle, crank),
                ((520, 410), (776, 372)),
                (crank, (782, 396)),
                (head, front),
            )
        ),
    )
    sheet.cut(INK, oval(560, 566, 34), holes=[oval(560, 566, 22)])
    sheet.cut(INK, ribbon([(560, 566), (600, 622)], 11), box(580, 618, 52, 13, 5), shadow=0.7)
    sheet.cut(BARK, blob((446, 344), (520, 330), (572, 348), (530, 366), (460, 372)))
    sheet.cut(INK, ribbon([(768, 346), (760, 296), (716, 280), (690, 296)], 13))
    _basket(sheet)


def _windows(sheet: Sheet) -> None:
    for x in (90, 490):
        sheet.cut(mix(INK, BLUE, 0.3), box(x + 60, 70, 100, 180, 50), box(x + 60, 150, 100, 106))
        sheet.cut(TEAL, box(x, 66, 56, 188, 4), box(x + 164, 66, 56, 188, 4))
        sheet.flat(
            mix(TEAL, INK, 0.3), *(box(x + d, 82 + k * 22, 40, 7, 3) for k in range(8) for d in (8, 172))
        )
        sheet.cut(BARK, box(x + 40, 256, 140, 34, 4))
        for k in range(4):
            sheet.cut(
                RED if k % 2 else OCHRE,
                *(
                    oval(x + 60 + k * 34 + 13 * math.cos(a), 240 + 13 * math.sin(a), 10)
                    for a in (0, 1.26, 2.5, 3.8, 5)
                ),
                shadow=0.5,
            )
            sheet.flat(CREAM, oval(x + 60 + k * 34, 240, 6))


def _basket(sheet: Sheet) -> None:
    sheet.cut(
        GREEN, *(leaf(870 + d, 330, 150, 34, a) for d, a in ((-30, -112), (0, -92), (26, -74), (50, -60)))
    )
    for x, y in ((826, 300), (872, 312), (916, 306)):
        tomato(sheet, x, y, 30)
    sheet.cut(mix(CLAY, SAND, 0.5), ribbon([(900, 210), (950, 322)], 30, 34, soft=False))
    sheet.cut(mix(OCHRE, BARK, 0.25), poly((780, 312), (968, 312), (942, 420), (806, 420)))
    sheet.flat(mix(OCHRE, BARK, 0.55), *(box(788 + k * 6, 334 + k * 28, 172 - k * 12, 6) for k in range(3)))


def stage(sheet: Sheet) -> None:
    """An open-air stage at night: curtain, mask and strings of light."""
    sheet.cut(mix(NIGHT, VIOLET, 0.25), ridge((-40, 470), (300, 400), (700, 440), (1240, 380)), shadow=0.6)
    for _ in range(34):
        sheet.flat(CREAM, oval(sheet.scatter(260, 940), sheet.scatter(90, 400), sheet.scatter(1.5, 4)))
    sheet.cut(mix(OCHRE, CREAM, 0.4), oval(890, 190, 58), holes=[oval(866, 176, 52)])
    sheet.cut(mix(OCHRE, NIGHT, 0.62), poly((560, -10), (640, -10), (920, 680), (280, 680)), shadow=0)
    sheet.cut(mix(CLAY, BARK, 0.2), poly((120, 620), (1080, 620), (1240, 820), (-40, 820)))
    sheet.flat(
        mix(CLAY, BARK, 0.6),
        *(ribbon([(600 + d * 130, 620), (600 + d * 190, 820)], 4, 7) for d in range(-4, 5)),
    )
    sheet.cut(mix(OCHRE, CREAM, 0.2), oval(600, 690, 250, 46), shadow=0)
    for mask_x, colour, tilt, smile in ((500, CREAM, -12, 1), (706, OCHRE, 12, -1)):
        _mask(sheet, mask_x, 430, colour, tilt, smile)
    for flip in (1, -1):
        for k in range(5):
            x = 0 + k * 52 if flip == 1 else 1200 - k * 52
            fold = blob(
                (x, -60),
                (x + 40 * flip, 200),
                (x + (26 - k * 12) * flip, 480),
                (x + (46 - k * 16) * flip, 850),
                (x - 90 * flip, 850),
                (x - 80 * flip, -60),
            )
            sheet.cut(mix(RED, PLUM, 0.12 + 0.2 * (k % 2)), fold)
    for k in range(7):
        sheet.cut(mix(RED, PLUM, 0.05 + 0.18 * (k % 2)), half_disc(600 + (k - 3) * 186, -10, 112, 180))
    wire = [(120, 150), (360, 236), (600, 262), (840, 236), (1080, 150)]
    sheet.cut(INK, ribbon(wire, 5), shadow=0.4)
    for i, (x, y) in enumerate(
        ((210, 194), (320, 226), (440, 250), (560, 261), (680, 258), (800, 244), (910, 216), (1010, 180))
    ):
        sheet.cut((OCHRE, CREAM, GREEN)[i % 3], oval(x, y + 22, 17, 21))


def _mask(sheet: Sheet, x: float, y: float, colour: str, tilt: float, smile: int) -> None:
    face = blob(
        (x - 104, y - 110), (x, y - 130), (x + 104, y - 110), (x + 98, y + 30), (x, y + 146), (x - 98, y + 30)
    )
    mouth = (
        arc(x, y + (8 if smile == 1 else 118), 66, 26, 20, 160)
        if smile == 1
        else arc(x, y + 118, 66, 26, 200, 340)
    )
    eyes = [
        half_disc(x + dx, y - 30, 27, 0 if smile == 1 else 14 * (1 if dx > 0 else -1)) for dx in (-46, 46)
    ]
    holes = [turn(piece, tilt, (x, y)) for piece in (mouth, *eyes)]
    sheet.cut(colour, turn(face, tilt, (x, y)), holes=holes)
    cheeks = [turn(oval(x + dx, y + 14, 19, 15), tilt, (x, y)) for dx in (-68, 68)]
    sheet.flat(mix(colour, RED, 0.55), *cheeks)


def laundry(sheet: Sheet) -> None:
    """Washing on the line, above the lavender."""
    sun(sheet, 210, 160, 76)
    hills(sheet, 360, TEAL, mix(TEAL, CREAM, 0.7), 2)
    sheet.cut(mix(GREEN, CREAM, 0.22), ridge((-40, 560), (420, 530), (820, 560), (1240, 536)))
    house(sheet, 1010, 570, 150, 110, STONE, shutter=VIOLET)
    cypress(sheet, 980, 572, 0.9)
    sheet.cut(
        BARK,
        box(60, 130, 18, 620, 4),
        box(1122, 110, 18, 640, 4),
        box(20, 160, 98, 14, 4),
        box(1082, 140, 98, 14, 4),
    )
    sheet.cut(INK, ribbon([(40, 166), (400, 214), (800, 214), (1164, 146)], 5), shadow=0.4)
    _linen(sheet)
    for x in range(0, 1240, 92):
        lavender(
            sheet,
            x + sheet.scatter(-14, 14),
            812,
            1.2 + sheet.scatter(-0.1, 0.25),
            mix(VIOLET, CREAM, sheet.scatter(0, 0.3)),
        )
    sheet.cut(CLAY, poly((560, 690), (800, 690), (770, 800), (590, 800)))
    sheet.flat(mix(CLAY, BARK, 0.5), *(box(572 + k * 6, 714 + k * 26, 216 - k * 12, 7) for k in range(3)))
    sheet.cut(SNOW, blob((572, 690), (620, 650), (680, 668), (740, 646), (790, 690)))


SHIRT = (
    (430, 212),
    (500, 200),
    (540, 226),
    (580, 200),
    (650, 212),
    (700, 330),
    (646, 356),
    (624, 300),
    (630, 470),
    (450, 470),
    (456, 300),
    (434, 356),
    (380, 330),
)


def _linen(sheet: Sheet) -> None:
    hem = curve([(348, 520), (290, 492), (236, 520), (178, 496), (126, 524)])
    sheet.cut(SNOW, [[(140, 182), (352, 208), (372, 360), *hem, (116, 350)]])
    sheet.flat(
        mix(SNOW, TEAL, 0.22),
        ribbon([(196, 210), (190, 350), (204, 490)], 8, 3),
        ribbon([(290, 216), (304, 350), (288, 480)], 8, 3),
    )
    sheet.cut(OCHRE, poly(*SHIRT))
    sheet.flat(mix(OCHRE, CREAM, 0.6), *(oval(540, 270 + k * 44, 7) for k in range(4)))
    for x, colour in ((740, VIOLET), (844, mix(VIOLET, CREAM, 0.6)), (948, RED)):
        sheet.cut(colour, poly((x, 212), (x + 86, 202), (x + 90, 384), (x - 4, 390)))
        sheet.flat(mix(colour, CREAM, 0.5), box(x, 340, 88, 8), box(x, 356, 88, 8))
    for x, y in (
        (144, 180),
        (346, 206),
        (446, 212),
        (634, 212),
        (750, 210),
        (820, 206),
        (854, 208),
        (924, 200),
        (958, 198),
        (1028, 188),
    ):
        sheet.cut(BARK, box(x - 5, y - 16, 10, 34, 4), shadow=0.6)


PICTURES: dict[str, tuple[str, Scene]] = {
    "van": (DAWN, van),
    "bike": (STONE, bike),
    "stage": (mix(NIGHT, VIOLET, 0.12), stage),
    "laundry": (SKY, laundry),
}
