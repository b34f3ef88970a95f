"""Pictures of animals, mountain and sea."""

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
from home.demo.scenery import hills, house, lavender, sun, tree


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
    for x, y, tilt in (
        (390, 240, -14),
        (470, 470, 16),
        (770, 330, 12),
        (860, 160, -20),
        (200, 340, 10),
        (1100, 430, -8),
    ):
        _bee(sheet, x, y, tilt)
    for x in range(30, 1240, 104):
        lavender(
            sheet,
            x + sheet.scatter(-16, 16),
            806,
            1.15 + sheet.scatter(-0.12, 0.2),
            mix(VIOLET, CREAM, sheet.scatter(0, 0.3)),
        )


def _bee(sheet: Sheet, x: float, y: float, tilt: float) -> None:
    wings = [turn(oval(x + dx, y - 27, 13, 25, a), tilt, (x, y)) for dx, a in ((-6, -24), (14, 16))]
    sheet.cut(SNOW, *wings, shadow=0.6)
    sheet.cut(OCHRE, oval(x, y, 35, 23, tilt))
    sheet.flat(
        NIGHT,
        *(turn(box(x + dx, y - h / 2, 9, h, 3), tilt, (x, y)) for dx, h in ((-16, 38), (2, 44))),
        oval(x + 30 * math.cos(math.radians(tilt)), y + 30 * math.sin(math.radians(tilt)), 13),
    )


def goat(sheet: Sheet) -> None:
    """A goat on a ridge of the high country, and the cheeses that follow."""
    sun(sheet, 230, 200, 78)
    hills(sheet, 300, TEAL, mix(TEAL, CREAM, 0.68))
    sheet.cut(mix(OCHRE, OLIVE, 0.3), ridge((-40, 620), (260, 560), (640, 548), (980, 600), (1240, 570)))
    _goat_body(sheet)
    for x in (60, 330, 1010, 1140):
        lavender(sheet, x, 640, 0.7, mix(VIOLET, CREAM, 0.2))
    sheet.cut(mix(OLIVE, INK, 0.15), ridge((-40, 720), (400, 676), (800, 700), (1240, 668)))
    for x, y in ((300, 724), (430, 736), (364, 672)):
        sheet.cut(GREEN, leaf(x - 90, y + 26, 180, 54, 4), shadow=0.5)
        sheet.cut(SNOW, box(x - 62, y - 22, 124, 56, 22))
        sheet.flat(mix(SAND, SNOW, 0.4), oval(x, y - 20, 60, 15))


def _goat_body(sheet: Sheet) -> None:
    legs = [
        ribbon([(x, 430), (x + bend, 500), (x, 580)], 36, 18)
        for x, bend in ((516, 6), (590, -6), (724, 6), (792, -4))
    ]
    sheet.cut(mix(SAND, BARK, 0.28), *legs[1:3])
    body = blob(
        (486, 354),
        (560, 316),
        (680, 326),
        (780, 312),
        (830, 372),
        (806, 456),
        (670, 492),
        (540, 484),
        (484, 440),
    )
    neck = blob((756, 410), (780, 290), (812, 212), (880, 226), (872, 320), (828, 440))
    tail = blob((496, 372), (456, 326), (472, 300), (520, 346))
    sheet.cut(CREAM, body, neck, tail, legs[0], legs[3])
    head = blob((800, 236), (826, 176), (884, 178), (958, 236), (964, 264), (932, 280), (860, 276))
    sheet.cut(PLUM, *(ribbon([(846 + d, 184), (820 + d, 110), (760 + d, 78)], 24, 5) for d in (28, 0)))
    sheet.cut(CREAM, head)
    sheet.cut(mix(SAND, CLAY, 0.4), leaf(826, 208, 82, 38, 152))
    sheet.flat(
        NIGHT,
        oval(886, 216, 8),
        oval(950, 252, 6, 4),
        *(box(x - 9, 574, 19, 17, 3) for x in (516, 590, 724, 792)),
    )
    sheet.cut(mix(CREAM, BARK, 0.3), ribbon([(912, 280), (906, 312), (914, 340)], 20, 3))
    sheet.flat(mix(SAND, BARK, 0.45), blob((540, 322), (640, 320), (668, 386), (600, 424), (536, 380)))


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
        sheet.cut(
            mix(OLIVE, INK, 0.12),
            *(leaf(x + d, 810, sheet.scatter(60, 110), 18, a) for d, a in ((0, -96), (16, -76), (-16, -112))),
            shadow=0.6,
        )
    sheet.cut(mix(SAND, CLAY, 0.55), oval(1010, 716, 130, 40))
    for x, y, tilt in ((950, 690, -14), (1068, 690, 16), (1010, 676, 4)):
        sheet.cut(CREAM, oval(x, y, 37, 48, tilt))
    sheet.cut(
        mix(SAND, CLAY, 0.3),
        blob((872, 704), (940, 726), (1080, 726), (1148, 704), (1110, 776), (1010, 796), (910, 776)),
    )
    sheet.flat(
        mix(SAND, CLAY, 0.6),
        *(ribbon([(900 + d, 738 + d % 5 * 6), (960 + d, 752 - d % 7 * 3)], 6) for d in range(0, 150, 24)),
    )


def _hen(sheet: Sheet, x: float, y: float, s: float, colour: str, *, flip: bool) -> None:
    def at(shape: list[list[tuple[float, float]]]) -> list[list[tuple[float, float]]]:
        return move(shape, x, y, s, flip=flip)

    sheet.cut(
        OCHRE,
        *(at(ribbon([(dx, 60), (dx + 4, 128)], 11, 8)) for dx in (-22, 26)),
        *(at(ribbon([(dx - 16, 134), (dx + 30, 130)], 9, 5)) for dx in (-22, 26)),
        shadow=0.6,
    )
    sheet.cut(RED, at(join((oval(94, -164, 19), oval(122, -172, 21), oval(148, -152, 17)))))
    sheet.cut(
        colour,
        at(
            blob(
                (-176, -120),
                (-120, -52),
                (-20, -40),
                (60, -100),
                (96, -158),
                (150, -144),
                (152, -90),
                (130, 10),
                (60, 76),
                (-60, 78),
                (-140, 14),
                (-206, -60),
            )
        ),
    )
    sheet.cut(RED, at(oval(150, -76, 14, 25)), shadow=0.5)
    sheet.cut(OCHRE, at(poly((152, -134), (196, -112), (152, -100))), shadow=0.5)
    sheet.flat(NIGHT, at(oval(124, -128, 9)))
    sheet.cut(mix(colour, BARK, 0.2), at(blob((-100, -16), (-20, -30), (66, 0), (20, 46), (-60, 40))))


def mountain(sheet: Sheet) -> None:
    """High peaks, larches and a lake."""
    sun(sheet, 880, 180, 70)
    _peaks(sheet)
    sheet.cut(mix(TEAL, OLIVE, 0.3), ridge((-40, 540), (260, 520), (560, 566), (900, 512), (1240, 540)))
    sheet.cut(
        mix(BLUE, TEAL, 0.35), blob((210, 640), (460, 596), (860, 606), (1040, 650), (860, 706), (420, 712))
    )
    sheet.flat(
        mix(BLUE, CREAM, 0.55), box(420, 640, 190, 7, 3), box(650, 668, 240, 7, 3), box(520, 690, 120, 7, 3)
    )
    for x, y, s in (
        (70, 650, 1.2),
        (180, 600, 0.9),
        (1030, 610, 0.95),
        (1130, 680, 1.4),
        (320, 580, 0.7),
        (930, 580, 0.7),
    ):
        _larch(sheet, x, y, s)
    sheet.cut(mix(OLIVE, GREEN, 0.35), ridge((-40, 720), (300, 744), (700, 724), (1240, 736)))
    for x in (160, 520, 560, 900):
        sheet.cut(
            OCHRE,
            *(oval(x + 15 * math.cos(a), 756 + 15 * math.sin(a), 10) for a in (0, 1.26, 2.5, 3.8, 5)),
            shadow=0.5,
        )
        sheet.flat(RED, oval(x, 756, 8))


def _peaks(sheet: Sheet) -> None:
    for points, colour in (
        ([(-40, 560), (150, 250), (330, 560)], mix(BLUE, CREAM, 0.55)),
        ([(760, 560), (1010, 220), (1260, 560)], mix(BLUE, CREAM, 0.5)),
        ([(130, 580), (500, 110), (860, 580)], mix(BLUE, CREAM, 0.2)),
    ):
        sheet.cut(colour, poly(*points))
        (x0, y0), (x1, y1), (x2, y2) = points
        sheet.flat(mix(colour, NIGHT, 0.22), poly((x1, y1), (x2, y2), (x1 + (x2 - x1) * 0.12, y2)))
        t = 0.36
        cap = [
            (x1, y1),
            (x1 + (x2 - x1) * t, y1 + (y2 - y1) * t),
            (x1 + (x2 - x1) * 0.16, y1 + (y2 - y1) * 0.3),
            (x1 + 8, y1 + (y2 - y1) * 0.46),
            (x1 + (x0 - x1) * 0.14, y1 + (y0 - y1) * 0.28),
            (x1 + (x0 - x1) * t, y1 + (y0 - y1) * t),
        ]
        sheet.cut(SNOW, poly(*cap), shadow=0.5)


def _larch(sheet: Sheet, x: float, y: float, s: float) -> None:
    sheet.cut(BARK, box(x - 7 * s, y - 20 * s, 14 * s, 46 * s))
    for k in range(4):
        w, top = (76 - k * 15) * s, y - (60 + k * 46) * s
        sheet.cut(
            mix(OLIVE, TEAL, 0.25 + 0.12 * k),
            poly((x - w, top + 62 * s), (x, top - 24 * s), (x + w, top + 62 * s)),
        )


def sails(sheet: Sheet) -> None:
    """Two lateen boats before the white cliffs of the coves."""
    sun(sheet, 920, 190, 84)
    sheet.cut(
        mix(BLUE, CREAM, 0.8), ridge((-40, 360), (200, 330), (420, 360), (700, 330), (1240, 372)), shadow=0.4
    )
    cliff = [
        (-20, 240),
        (80, 176),
        (150, 230),
        (214, 196),
        (270, 300),
        (330, 320),
        (390, 420),
        (450, 480),
        (-20, 480),
    ]
    sheet.cut(SNOW, poly(*cliff))
    sheet.flat(
        mix(SAND, SNOW, 0.25),
        poly((80, 176), (150, 230), (130, 480), (60, 480)),
        poly((214, 196), (270, 300), (280, 480), (230, 480)),
    )
    sheet.cut(
        mix(OLIVE, GREEN, 0.2),
        *(oval(x, y, 24, 18) for x, y in ((40, 208), (116, 206), (240, 250), (300, 318), (178, 226))),
        shadow=0.6,
    )
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
    sheet.cut(
        sail, [[*blob((x - 150 * s, y - 110 * s), (x + 20 * s, y - 330 * s), (x + 128 * s, y - 40 * s))[0]]]
    )
    sheet.flat(
        mix(sail, hull, 0.8),
        poly(
            (x - 96 * s, y - 170 * s),
            (x - 40 * s, y - 246 * s),
            (x + 86 * s, y - 140 * s),
            (x + 108 * s, y - 92 * s),
        ),
    )
    sheet.cut(BARK, ribbon([(x - 176 * s, y - 74 * s), (x + 52 * s, y - 372 * s)], 10 * s, 6 * s))
    sheet.cut(
        hull,
        blob(
            (x - 170 * s, y - 34 * s),
            (x, y - 14 * s),
            (x + 170 * s, y - 40 * s),
            (x + 120 * s, y + 50 * s),
            (x, y + 70 * s),
            (x - 120 * s, y + 50 * s),
        ),
    )
    sheet.flat(CREAM, ribbon([(x - 150 * s, y - 8 * s), (x, y + 12 * s), (x + 152 * s, y - 12 * s)], 12 * s))


PICTURES: dict[str, tuple[str, Scene]] = {
    "bees": (mix(OCHRE, CREAM, 0.78), beehives),
    "cheese": (mix(TEAL, CREAM, 0.86), goat),
    "mountain": (DAWN, mountain),
    "sails": (SKY, sails),
    "hens": (SKY, hens),
}
