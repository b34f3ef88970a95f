"""Pictures of squares and houses: market, village, building site, solar roof."""

from __future__ import annotations

from home.demo.paper import (
    BARK,
    BLUE,
    CLAY,
    CREAM,
    GREEN,
    INK,
    NIGHT,
    OCHRE,
    OLIVE,
    PLUM,
    RED,
    SAND,
    SKY,
    STONE,
    TEAL,
    VIOLET,
    Scene,
    Sheet,
    arc,
    box,
    half_disc,
    mix,
    oval,
    poly,
    ribbon,
    ridge,
)
from home.demo.scenery import crate, cypress, hills, house, rays, sun, tree


def market(sheet: Sheet) -> None:
    """A market stall under its striped awning."""
    hills(sheet, 200, VIOLET, mix(VIOLET, CREAM, 0.8), 2)
    for x, w, h, wall in ((-30, 190, 330, mix(OCHRE, CREAM, 0.4)), (1030, 200, 370, mix(CLAY, CREAM, 0.45))):
        house(sheet, x, 690, w, h, wall, shutter=TEAL)
    sheet.cut(mix(SAND, BARK, 0.15), ridge((-40, 680), (600, 668), (1240, 682)))
    sheet.cut(BARK, box(178, 190, 18, 540), box(1004, 190, 18, 540))
    sheet.cut(mix(PLUM, BARK, 0.3), box(196, 250, 808, 410))
    for i in range(10):
        x, colour = 130 + i * 94, RED if i % 2 else CREAM
        sheet.cut(
            colour,
            poly((x + 40 - i * 8.6, 130), (x + 126 - i * 8.6, 130), (x + 94, 290), (x, 290)),
            half_disc(x + 47, 290, 47, 180),
            shadow=0.8,
        )
    sheet.cut(mix(BARK, INK, 0.2), box(196, 116, 808, 18, 6))
    for i, (fill, kind) in enumerate(((RED, "round"), (GREEN, "leafy"), (OCHRE, "round"), (VIOLET, "round"))):
        crate(sheet, 214 + i * 198, 410, 178, 70, fill, kind)
    for i, (fill, kind) in enumerate(
        (
            (OLIVE, "leafy"),
            (mix(OCHRE, RED, 0.4), "round"),
            (mix(GREEN, OCHRE, 0.4), "round"),
            (TEAL, "leafy"),
        )
    ):
        crate(sheet, 196 + i * 206, 560, 190, 84, fill, kind)
    sheet.cut(CREAM, box(160, 644, 880, 34, 4))
    sheet.cut(TEAL, box(176, 676, 848, 90))
    sheet.flat(mix(TEAL, CREAM, 0.3), *(box(190 + i * 84, 690, 6, 62, 3) for i in range(10)))
    for x in (300, 504, 700, 906):
        sheet.cut(NIGHT, box(x - 32, 626, 64, 42, 5, -4))
        sheet.flat(CREAM, box(x - 18, 640, 36, 5, 2, -4), box(x - 18, 651, 24, 5, 2, -4))


def village(sheet: Sheet) -> None:
    """A hill village under its bell tower."""
    sun(sheet, 950, 180, 80)
    hills(sheet, 330, TEAL, mix(TEAL, CREAM, 0.72), 2)
    sheet.cut(
        mix(OLIVE, GREEN, 0.3), ridge((-40, 640), (200, 560), (460, 420), (700, 400), (940, 520), (1240, 640))
    )
    _bell_tower(sheet)
    rows = (
        (430, ((430, 130, 190), (690, 140, 200))),
        (510, ((350, 150, 200), (500, 130, 170), (630, 150, 210), (782, 140, 180))),
        (610, ((250, 160, 210), (412, 140, 170), (552, 170, 220), (724, 140, 180), (866, 160, 200))),
    )
    walls = (
        STONE,
        mix(OCHRE, CREAM, 0.35),
        mix(CLAY, CREAM, 0.5),
        mix(RED, CREAM, 0.62),
        mix(OCHRE, CREAM, 0.6),
    )
    shutters = (TEAL, BLUE, VIOLET, OLIVE)
    for row, (y, fronts) in enumerate(rows):
        for i, (x, w, h) in enumerate(fronts):
            house(
                sheet,
                x,
                y + 30,
                w,
                h,
                walls[(i * 2 + row) % 5],
                mix(CLAY, RED, 0.3 * (i % 2)),
                shutters[(i + row) % 4],
            )
    sheet.cut(mix(OLIVE, INK, 0.1), ridge((-40, 700), (240, 622), (600, 640), (900, 616), (1240, 690)))
    for x, y, s in ((150, 690, 1.1), (214, 668, 0.8), (1080, 680, 1.15)):
        cypress(sheet, x, y, s)
    tree(sheet, 980, 710, 0.9, mix(OLIVE, GREEN, 0.4))
    sheet.cut(mix(GREEN, OLIVE, 0.3), ridge((-40, 760), (400, 720), (800, 742), (1240, 716)))
    sheet.cut(SAND, ribbon([(520, 820), (600, 750), (560, 690), (610, 650)], 90, 16))


def _bell_tower(sheet: Sheet) -> None:
    sheet.cut(mix(STONE, CLAY, 0.16), box(560, 150, 110, 330))
    sheet.flat(mix(STONE, BARK, 0.5), box(596, 190, 38, 62, 19), oval(615, 316, 23))
    sheet.flat(CREAM, oval(615, 316, 17))
    sheet.flat(NIGHT, ribbon([(615, 316), (615, 304)], 4), ribbon([(615, 316), (625, 320)], 4))
    sheet.cut(mix(STONE, CLAY, 0.35), box(548, 138, 134, 18, 3))
    sheet.cut(PLUM, arc(615, 134, 46, 6, 180, 360), box(612, 66, 6, 70), box(566, 130, 98, 8))
    sheet.cut(OCHRE, half_disc(615, 124, 20))


def building(sheet: Sheet) -> None:
    """A timber frame going up, filled with straw."""
    sun(sheet, 180, 170, 74)
    hills(sheet, 330, CLAY, mix(CLAY, CREAM, 0.78), 2)
    sheet.cut(mix(OCHRE, OLIVE, 0.3), ridge((-40, 640), (500, 616), (1240, 640)))
    wood, straw = mix(CLAY, SAND, 0.42), mix(OCHRE, CREAM, 0.25)
    sheet.cut(mix(SAND, CREAM, 0.4), box(330, 380, 540, 290))
    for row in range(4):
        for i in range(3):
            x, y = 344 + i * 106, 602 - row * 62
            sheet.cut(straw, box(x, y, 102, 58, 8), shadow=0.6)
            sheet.flat(mix(straw, BARK, 0.35), box(x + 28, y, 4, 58), box(x + 70, y, 4, 58))
    sheet.flat(mix(SKY, CREAM, 0.2), box(700, 440, 130, 120))
    _frame(sheet, wood)
    for dx in (0, 62):
        sheet.cut(BARK, ribbon([(930 + dx, 690), (866 + dx, 300)], 12))
    sheet.cut(
        BARK,
        *(ribbon([(922 - i * 10, 640 - i * 62), (984 - i * 10, 640 - i * 62)], 9) for i in range(6)),
        shadow=0.5,
    )
    for i in range(7):
        sheet.cut(
            mix(STONE, (CLAY, BARK, SAND)[i % 3], 0.3),
            box(60 + (i % 4) * 62 + (i // 4) * 30, 640 - (i // 4) * 40, 58, 38, 12),
        )
    sheet.cut(mix(OLIVE, GREEN, 0.3), ridge((-40, 700), (500, 686), (1240, 706)))
    sheet.cut(TEAL, poly((1020, 640), (1150, 640), (1120, 716), (1050, 716)))
    sheet.cut(mix(TEAL, CREAM, 0.6), oval(1085, 640, 66, 16))
    sheet.cut(INK, arc(1085, 640, 70, 6, 180, 360), shadow=0.5)


def _frame(sheet: Sheet, wood: str) -> None:
    sheet.cut(
        wood,
        *(box(x, 372, 22, 300) for x in (322, 500, 664, 852)),
        box(322, 660, 552, 24),
        box(322, 364, 552, 24),
        box(690, 556, 160, 16),
        box(690, 430, 160, 14),
    )
    sheet.cut(wood, ribbon([(676, 660), (860, 580)], 18), ribbon([(334, 384), (506, 384)], 14))
    for x in (340, 470, 600, 730, 860):
        sheet.cut(mix(wood, BARK, 0.18), ribbon([(x - 20, 380), (600 + (x - 600) * 0.28, 170)], 18))
    sheet.cut(mix(wood, BARK, 0.3), box(506, 158, 190, 22, 3))
    sheet.cut(CLAY, poly((296, 392), (520, 392), (586, 164), (496, 152)))
    sheet.flat(
        mix(CLAY, BARK, 0.4),
        *(ribbon([(332 + k * 34, 352 - k * 40), (531 + k * 11.5, 352 - k * 40)], 6) for k in range(5)),
    )


def solar(sheet: Sheet) -> None:
    """Panels on a tiled roof, in full sun."""
    sheet.cut(mix(OCHRE, CREAM, 0.55), rays(980, 180, 130, 420, 16, 20), shadow=0.4)
    sun(sheet, 980, 180, 92)
    hills(sheet, 430, TEAL, mix(TEAL, CREAM, 0.7), 2)
    sheet.cut(mix(OCHRE, CREAM, 0.5), box(120, 560, 960, 260))
    roof = poly((40, 620), (1160, 620), (960, 230), (240, 230))
    sheet.cut(mix(CLAY, CREAM, 0.5), box(290, 130, 86, 150))
    sheet.cut(BARK, box(278, 118, 110, 22, 3))
    sheet.cut(CLAY, roof)
    for k in range(1, 8):
        y = 230 + k * 49
        left, right = 240 - k * 25, 960 + k * 25
        sheet.flat(
            mix(CLAY, BARK, 0.32), *(half_disc(x, y - 6, 19, 180) for x in range(left + 20, right, 40))
        )
    for row in range(2):
        for column in range(4):
            _panel(sheet, row, column)
    sheet.cut(mix(CLAY, BARK, 0.4), box(30, 612, 1140, 22, 8))
    for x in (240, 540, 840):
        sheet.flat(mix(INK, BLUE, 0.3), box(x, 676, 100, 140, 4))
        sheet.cut(TEAL, box(x - 50, 670, 46, 150, 3), box(x + 104, 670, 46, 150, 3))
    for x, y, s in ((140, 150, 1), (220, 210, 0.7), (520, 110, 0.8)):
        sheet.cut(
            NIGHT,
            arc(x - 26 * s, y, 28 * s, 8 * s, -160, -20),
            arc(x + 26 * s, y, 28 * s, 8 * s, -160, -20),
            shadow=0.5,
        )


def _panel(sheet: Sheet, row: int, column: int) -> None:
    def corner(u: float, v: float) -> tuple[float, float]:
        y = 276 + v * 270
        half = 268 + (y - 276) * 0.38
        return 600 + (u - 0.5) * 2 * half, y

    u0, u1, v0, v1 = column / 4 + 0.012, (column + 1) / 4 - 0.012, row / 2 + 0.02, (row + 1) / 2 - 0.02
    frame = poly(corner(u0, v0), corner(u1, v0), corner(u1, v1), corner(u0, v1))
    sheet.cut(mix(BLUE, NIGHT, 0.35 + 0.12 * ((row + column) % 2)), frame)
    lines = [
        ribbon([corner(u0, v0 + (v1 - v0) * k / 4), corner(u1, v0 + (v1 - v0) * k / 4)], 3) for k in (1, 2, 3)
    ]
    lines += [
        ribbon([corner(u0 + (u1 - u0) * k / 3, v0), corner(u0 + (u1 - u0) * k / 3, v1)], 3) for k in (1, 2)
    ]
    sheet.flat(mix(BLUE, CREAM, 0.45), *lines)
    shine = poly(
        corner(u0 + 0.02, v0 + 0.03),
        corner(u0 + 0.07, v0 + 0.03),
        corner(u0 + 0.03, v0 + 0.2),
        corner(u0 + 0.02, v0 + 0.2),
    )
    sheet.flat(mix(BLUE, CREAM, 0.6), shine)


PICTURES: dict[str, tuple[str, Scene]] = {
    "market": (SKY, market),
    "village": (SKY, village),
    "building": (SKY, building),
    "solar": (SKY, solar),
}
