"""Pictures of streets and houses: market, village, building site, vehicles, stage, washing line."""

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
from home.demo.scenery import crate, cypress, hills, house, lavender, rays, sun, tomato, tree, wheel


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
        sheet.cut(colour, poly((x + 40 - i * 8.6, 130), (x + 126 - i * 8.6, 130), (x + 94, 290), (x, 290)), half_disc(x + 47, 290, 47, 180), shadow=0.8)
    sheet.cut(mix(BARK, INK, 0.2), box(196, 116, 808, 18, 6))
    for i, (fill, kind) in enumerate(((RED, "round"), (GREEN, "leafy"), (OCHRE, "round"), (VIOLET, "round"))):
        crate(sheet, 214 + i * 198, 410, 178, 70, fill, kind)
    for i, (fill, kind) in enumerate(((OLIVE, "leafy"), (mix(OCHRE, RED, 0.4), "round"), (mix(GREEN, OCHRE, 0.4), "round"), (TEAL, "leafy"))):
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
    sheet.cut(mix(OLIVE, GREEN, 0.3), ridge((-40, 640), (200, 560), (460, 420), (700, 400), (940, 520), (1240, 640)))
    sheet.cut(mix(STONE, CLAY, 0.16), box(560, 150, 110, 330))
    sheet.flat(mix(STONE, BARK, 0.5), box(596, 190, 38, 62, 19), oval(615, 316, 23))
    sheet.flat(CREAM, oval(615, 316, 17))
    sheet.flat(NIGHT, ribbon([(615, 316), (615, 304)], 4), ribbon([(615, 316), (625, 320)], 4))
    sheet.cut(mix(STONE, CLAY, 0.35), box(548, 138, 134, 18, 3))
    sheet.cut(PLUM, arc(615, 134, 46, 6, 180, 360), box(612, 66, 6, 70), box(566, 130, 98, 8))
    sheet.cut(OCHRE, half_disc(615, 124, 20))
    rows = (
        (430, ((430, 130, 190), (690, 140, 200))),
        (510, ((350, 150, 200), (500, 130, 170), (630, 150, 210), (782, 140, 180))),
        (610, ((250, 160, 210), (412, 140, 170), (552, 170, 220), (724, 140, 180), (866, 160, 200))),
    )
    walls = (STONE, mix(OCHRE, CREAM, 0.35), mix(CLAY, CREAM, 0.5), mix(RED, CREAM, 0.62), mix(OCHRE, CREAM, 0.6))
    shutters = (TEAL, BLUE, VIOLET, OLIVE)
    for row, (y, fronts) in enumerate(rows):
        for i, (x, w, h) in enumerate(fronts):
            house(sheet, x, y + 30, w, h, walls[(i * 2 + row) % 5], mix(CLAY, RED, 0.3 * (i % 2)), shutters[(i + row) % 4])
    sheet.cut(mix(OLIVE, INK, 0.1), ridge((-40, 700), (240, 622), (600, 640), (900, 616), (1240, 690)))
    for x, y, s in ((150, 690, 1.1), (214, 668, 0.8), (1080, 680, 1.15)):
        cypress(sheet, x, y, s)
    tree(sheet, 980, 710, 0.9, mix(OLIVE, GREEN, 0.4))
    sheet.cut(mix(GREEN, OLIVE, 0.3), ridge((-40, 760), (400, 720), (800, 742), (1240, 716)))
    sheet.cut(SAND, ribbon([(520, 820), (600, 750), (560, 690), (610, 650)], 90, 16))


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
    sheet.cut(wood, *(box(x, 372, 22, 300) for x in (322, 500, 664, 852)), box(322, 660, 552, 24), box(322, 364, 552, 24), box(690, 556, 160, 16), box(690, 430, 160, 14))
    sheet.cut(wood, ribbon([(676, 660), (860, 580)], 18), ribbon([(334, 384), (506, 384)], 14))
    for x in (340, 470, 600, 730, 860):
        sheet.cut(mix(wood, BARK, 0.18), ribbon([(x - 20, 380), (600 + (x - 600) * 0.28, 170)], 18))
    sheet.cut(mix(wood, BARK, 0.3), box(506, 158, 190, 22, 3))
    sheet.cut(CLAY, poly((296, 392), (520, 392), (586, 164), (496, 152)))
    sheet.flat(mix(CLAY, BARK, 0.4), *(ribbon([(332 + k * 34, 352 - k * 40), (531 + k * 11.5, 352 - k * 40)], 6) for k in range(5)))
    for dx in (0, 62):
        sheet.cut(BARK, ribbon([(930 + dx, 690), (866 + dx, 300)], 12))
    sheet.cut(BARK, *(ribbon([(922 - i * 10, 640 - i * 62), (984 - i * 10, 640 - i * 62)], 9) for i in range(6)), shadow=0.5)
    for i in range(7):
        sheet.cut(mix(STONE, (CLAY, BARK, SAND)[i % 3], 0.3), box(60 + (i % 4) * 62 + (i // 4) * 30, 640 - (i // 4) * 40, 58, 38, 12))
    sheet.cut(mix(OLIVE, GREEN, 0.3), ridge((-40, 700), (500, 686), (1240, 706)))
    sheet.cut(TEAL, poly((1020, 640), (1150, 640), (1120, 716), (1050, 716)))
    sheet.cut(mix(TEAL, CREAM, 0.6), oval(1085, 640, 66, 16))
    sheet.cut(INK, arc(1085, 640, 70, 6, 180, 360), shadow=0.5)


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
        sheet.flat(mix(CLAY, BARK, 0.32), *(half_disc(x, y - 6, 19, 180) for x in range(left + 20, right, 40)))
    for row in range(2):
        for column in range(4):
            _panel(sheet, row, column)
    sheet.cut(mix(CLAY, BARK, 0.4), box(30, 612, 1140, 22, 8))
    for x in (240, 540, 840):
        sheet.flat(mix(INK, BLUE, 0.3), box(x, 676, 100, 140, 4))
        sheet.cut(TEAL, box(x - 50, 670, 46, 150, 3), box(x + 104, 670, 46, 150, 3))
    for x, y, s in ((140, 150, 1), (220, 210, 0.7), (520, 110, 0.8)):
        sheet.cut(NIGHT, arc(x - 26 * s, y, 28 * s, 8 * s, -160, -20), arc(x + 26 * s, y, 28 * s, 8 * s, -160, -20), shadow=0.5)


def _panel(sheet: Sheet, row: int, column: int) -> None:
    def corner(u: float, v: float) -> tuple[float, float]:
        y = 276 + v * 270
        half = 268 + (y - 276) * 0.38
        return 600 + (u - 0.5) * 2 * half, y

    u0, u1, v0, v1 = column / 4 + 0.012, (column + 1) / 4 - 0.012, row / 2 + 0.02, (row + 1) / 2 - 0.02
    frame = poly(corner(u0, v0), corner(u1, v0), corner(u1, v1), corner(u0, v1))
    sheet.cut(mix(BLUE, NIGHT, 0.35 + 0.12 * ((row + column) % 2)), frame)
    lines = [ribbon([corner(u0, v0 + (v1 - v0) * k / 4), corner(u1, v0 + (v1 - v0) * k / 4)], 3) for k in (1, 2, 3)]
    lines += [ribbon([corner(u0 + (u1 - u0) * k / 3, v0), corner(u0 + (u1 - u0) * k / 3, v1)], 3) for k in (1, 2)]
    sheet.flat(mix(BLUE, CREAM, 0.45), *lines)
    shine = poly(corner(u0 + 0.02, v0 + 0.03), corner(u0 + 0.07, v0 + 0.03), corner(u0 + 0.03, v0 + 0.2), corner(u0 + 0.02, v0 + 0.2))
    sheet.flat(mix(BLUE, CREAM, 0.6), shine)


def van(sheet: Sheet) -> None:
    """The blue van on its round, crates on the roof."""
    sun(sheet, 1010, 170, 72)
    hills(sheet, 280, OLIVE, mix(GREEN, CREAM, 0.7))
    for x, w, h, wall in ((60, 110, 120, STONE), (168, 90, 160, mix(CLAY, CREAM, 0.5)), (256, 110, 110, mix(OCHRE, CREAM, 0.5))):
        house(sheet, x, 470, w, h, wall, shutter=VIOLET)
    cypress(sheet, 400, 480, 0.9)
    sheet.cut(mix(OCHRE, GREEN, 0.35), ridge((-40, 470), (500, 452), (1240, 480)))
    sheet.cut(mix(PLUM, CREAM, 0.35), ridge((-40, 640), (600, 632), (1240, 640)))
    sheet.flat(CREAM, *(box(x, 722, 110, 10, 4) for x in range(20, 1220, 190)))
    crate(sheet, 330, 234, 150, 56, GREEN, "leafy")
    crate(sheet, 494, 234, 150, 56, RED)
    sheet.cut(INK, box(310, 288, 460, 10, 4), box(340, 288, 8, 26), box(740, 288, 8, 26))
    body = [[(250, 640), (250, 350), (284, 312), (770, 312), (846, 340), (918, 466), (1010, 490), (1034, 530), (1034, 640)]]
    sheet.cut(BLUE, body)
    sheet.cut(mix(BLUE, CREAM, 0.78), poly((776, 350), (832, 362), (888, 462), (776, 462)), shadow=0.4)
    sheet.flat(mix(BLUE, NIGHT, 0.4), box(748, 330, 6, 300), box(250, 560, 784, 8))
    sheet.cut(CREAM, box(300, 370, 400, 150, 8), shadow=0.7)
    sheet.cut(OCHRE, poly((288, 356), (712, 356), (736, 412), (264, 412)), *(half_disc(297 + i * 67.4, 410, 33, 180) for i in range(7)), shadow=0.9)
    for i, colour in enumerate((RED, GREEN, OCHRE, VIOLET, RED)):
        sheet.cut(colour, oval(344 + i * 78, 492, 30), shadow=0.6)
    sheet.cut(mix(CLAY, SAND, 0.5), box(300, 498, 400, 34, 3))
    sheet.cut(OCHRE, oval(1008, 540, 17))
    sheet.cut(SNOW, box(984, 604, 60, 20, 6), box(240, 604, 40, 20, 6), box(800, 506, 40, 10, 4))
    for x in (400, 880):
        sheet.cut(mix(BLUE, NIGHT, 0.6), half_disc(x, 642, 78))
        wheel(sheet, x, 644, 60)
    for x in (60, 1120, 1180):
        lavender(sheet, x, 806, 0.9, VIOLET)


def bike(sheet: Sheet) -> None:
    """A bicycle against a warm wall, its basket full."""
    sheet.cut(mix(CLAY, CREAM, 0.55), box(-20, -20, 1240, 660))
    for x in (90, 890):
        sheet.cut(mix(INK, BLUE, 0.3), box(x + 60, 70, 100, 180, 50))
        sheet.cut(TEAL, box(x, 66, 56, 188, 4), box(x + 164, 66, 56, 188, 4))
        sheet.flat(mix(TEAL, INK, 0.3), *(box(x + d, 82 + k * 22, 40, 7, 3) for k in range(8) for d in (8, 172)))
        sheet.cut(BARK, box(x + 40, 256, 140, 34, 4))
        for k in range(4):
            sheet.cut(RED if k % 2 else OCHRE, *(oval(x + 60 + k * 34 + 13 * math.cos(a), 240 + 13 * math.sin(a), 10) for a in (0, 1.26, 2.5, 3.8, 5)), shadow=0.5)
    sheet.cut(mix(SAND, BARK, 0.2), ridge((-40, 640), (600, 634), (1240, 640)))
    rear, front, crank = (380, 560), (840, 560), (560, 566)
    for x, y in (rear, front):
        sheet.cut(INK, oval(x, y, 150), holes=[oval(x, y, 134)])
        spokes = [ribbon([(x, y), (x + 136 * math.cos(a), y + 136 * math.sin(a))], 3, 3) for a in (math.pi * i / 8 for i in range(16))]
        sheet.cut(mix(INK, CREAM, 0.35), *spokes, shadow=0.5)
        sheet.cut(INK, oval(x, y, 16), shadow=0.5)
    saddle, head = (506, 360), (768, 340)
    sheet.cut(RED, *(ribbon(list(pair), 17) for pair in ((rear, crank), (rear, (516, 400)), (saddle, crank), ((520, 410), (776, 372)), (crank, (782, 396)), (head, front))))
    sheet.cut(INK, oval(560, 566, 34), holes=[oval(560, 566, 22)])
    sheet.cut(INK, ribbon([(560, 566), (600, 622)], 11), box(580, 618, 52, 13, 5), shadow=0.7)
    sheet.cut(BARK, blob((446, 344), (520, 330), (572, 348), (530, 366), (460, 372)))
    sheet.cut(INK, ribbon([(768, 346), (760, 296), (716, 280), (690, 296)], 13))
    sheet.cut(GREEN, *(leaf(870 + d, 330, 150, 34, a) for d, a in ((-30, -112), (0, -92), (26, -74), (50, -60))))
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
    sheet.flat(mix(CLAY, BARK, 0.6), *(ribbon([(600 + d * 130, 620), (600 + d * 190, 820)], 4, 7) for d in range(-4, 5)))
    sheet.cut(mix(OCHRE, CREAM, 0.2), oval(600, 690, 250, 46), shadow=0)
    for mask_x, colour, tilt, smile in ((500, CREAM, -12, 1), (706, OCHRE, 12, -1)):
        _mask(sheet, mask_x, 430, colour, tilt, smile)
    for flip in (1, -1):
        for k in range(5):
            x = 0 + k * 52 if flip == 1 else 1200 - k * 52
            fold = blob((x, -60), (x + 40 * flip, 200), (x + (26 - k * 12) * flip, 480), (x + (46 - k * 16) * flip, 850), (x - 90 * flip, 850), (x - 80 * flip, -60))
            sheet.cut(mix(RED, PLUM, 0.12 + 0.2 * (k % 2)), fold)
    for k in range(7):
        sheet.cut(mix(RED, PLUM, 0.05 + 0.18 * (k % 2)), half_disc(600 + (k - 3) * 186, -10, 112, 180))
    wire = [(120, 150), (360, 236), (600, 262), (840, 236), (1080, 150)]
    sheet.cut(INK, ribbon(wire, 5), shadow=0.4)
    for i, (x, y) in enumerate(((210, 194), (320, 226), (440, 250), (560, 261), (680, 258), (800, 244), (910, 216), (1010, 180))):
        sheet.cut((OCHRE, CREAM, GREEN)[i % 3], oval(x, y + 22, 17, 21))


def _mask(sheet: Sheet, x: float, y: float, colour: str, tilt: float, smile: int) -> None:
    face = blob((x - 104, y - 110), (x, y - 130), (x + 104, y - 110), (x + 98, y + 30), (x, y + 146), (x - 98, y + 30))
    mouth = arc(x, y + (8 if smile == 1 else 118), 66, 26, 20, 160) if smile == 1 else arc(x, y + 118, 66, 26, 200, 340)
    eyes = [half_disc(x + dx, y - 30, 27, 0 if smile == 1 else 14 * (1 if dx > 0 else -1)) for dx in (-46, 46)]
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
    sheet.cut(BARK, box(60, 130, 18, 620, 4), box(1122, 110, 18, 640, 4), box(20, 160, 98, 14, 4), box(1082, 140, 98, 14, 4))
    sheet.cut(INK, ribbon([(40, 166), (400, 214), (800, 214), (1164, 146)], 5), shadow=0.4)
    hem = curve([(348, 520), (290, 492), (236, 520), (178, 496), (126, 524)])
    sheet.cut(SNOW, [[(140, 182), (352, 208), (372, 360), *hem, (116, 350)]])
    sheet.flat(mix(SNOW, TEAL, 0.22), ribbon([(196, 210), (190, 350), (204, 490)], 8, 3), ribbon([(290, 216), (304, 350), (288, 480)], 8, 3))
    shirt = [(430, 212), (500, 200), (540, 226), (580, 200), (650, 212), (700, 330), (646, 356), (624, 300), (630, 470), (450, 470), (456, 300), (434, 356), (380, 330)]
    sheet.cut(OCHRE, poly(*shirt))
    sheet.flat(mix(OCHRE, CREAM, 0.6), *(oval(540, 270 + k * 44, 7) for k in range(4)))
    for x, colour in ((740, VIOLET), (844, mix(VIOLET, CREAM, 0.6)), (948, RED)):
        sheet.cut(colour, poly((x, 212), (x + 86, 202), (x + 90, 384), (x - 4, 390)))
        sheet.flat(mix(colour, CREAM, 0.5), box(x, 340, 88, 8), box(x, 356, 88, 8))
    for x, y in ((144, 180), (346, 206), (446, 212), (634, 212), (750, 210), (820, 206), (854, 208), (924, 200), (958, 198), (1028, 188)):
        sheet.cut(BARK, box(x - 5, y - 16, 10, 34, 4), shadow=0.6)
    for x in range(0, 1240, 92):
        lavender(sheet, x + sheet.scatter(-14, 14), 812, 1.2 + sheet.scatter(-0.1, 0.25), mix(VIOLET, CREAM, sheet.scatter(0, 0.3)))
    sheet.cut(CLAY, poly((560, 690), (800, 690), (770, 800), (590, 800)))
    sheet.flat(mix(CLAY, BARK, 0.5), *(box(572 + k * 6, 714 + k * 26, 216 - k * 12, 7) for k in range(3)))
    sheet.cut(SNOW, blob((572, 690), (620, 650), (680, 668), (740, 646), (790, 690)))


PICTURES: dict[str, tuple[str, Scene]] = {
    "market": (SKY, market),
    "village": (SKY, village),
    "building": (SKY, building),
    "solar": (SKY, solar),
    "van": (DAWN, van),
    "bike": (STONE, bike),
    "stage": (mix(NIGHT, VIOLET, 0.12), stage),
    "laundry": (SKY, laundry),
}
