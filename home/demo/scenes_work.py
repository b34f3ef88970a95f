"""Pictures of tools and tables: workshop, kitchen, sewing, printing, radio, computer, books, bread."""

from __future__ import annotations

import math

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
    SNOW,
    STONE,
    TEAL,
    VIOLET,
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

STEEL = mix(BLUE, CREAM, 0.62)
WOOD = mix(CLAY, SAND, 0.45)


def workshop(sheet: Sheet) -> None:
    """Tools on the wall and a plane on the bench."""
    sheet.cut(mix(TEAL, CREAM, 0.1), box(70, 50, 1060, 480, 8))
    sheet.flat(mix(TEAL, INK, 0.35), *(oval(x, y, 3.5) for x in range(110, 1120, 44) for y in range(86, 520, 44)))
    _hammer(sheet, 190, 110)
    _saw(sheet, 330, 130)
    sheet.cut(STEEL, turn(box(694, 110, 20, 250, 4), 0, (704, 110)), box(694, 340, 150, 20, 4))
    sheet.flat(INK, *(box(694, 130 + k * 22, 10 if k % 2 else 14, 3) for k in range(9)))
    for x, colour in ((890, RED), (950, OCHRE), (1010, VIOLET)):
        sheet.cut(STEEL, box(x - 5, 230, 10, 130, 3), poly((x - 8, 352), (x + 8, 352), (x + 4, 376), (x - 4, 376)))
        sheet.cut(colour, box(x - 17, 110, 34, 126, 15))
        sheet.flat(mix(colour, CREAM, 0.4), box(x - 8, 128, 5, 88, 2))
    sheet.cut(STEEL, arc(520, 420, 56, 26, -230, 50), ribbon([(480, 440), (330, 440)], 30, 24), arc(300, 440, 46, 22, 40, 320))
    sheet.cut(WOOD, box(-20, 590, 1240, 70))
    sheet.flat(mix(WOOD, BARK, 0.35), box(-20, 640, 1240, 8))
    sheet.cut(mix(WOOD, BARK, 0.35), box(60, 660, 120, 160), box(1020, 660, 120, 160), box(180, 690, 840, 60))
    sheet.cut(mix(CLAY, BARK, 0.3), blob((720, 590), (724, 530), (780, 506), (960, 510), (1000, 540), (1004, 590)))
    sheet.cut(STEEL, poly((838, 440), (872, 452), (830, 576), (806, 568)))
    sheet.cut(OCHRE, blob((900, 520), (896, 462), (940, 440), (966, 470), (946, 520)), oval(760, 498, 28))
    for x, y, r in ((640, 570, 26), (590, 578, 20), (680, 580, 17)):
        sheet.cut(mix(SAND, CREAM, 0.2), arc(x, y, r, 9, -200, 110), shadow=0.8)
    sheet.cut(SAND, box(240, 548, 270, 42, 3), box(270, 508, 210, 40, 3))
    sheet.flat(mix(SAND, BARK, 0.35), *(arc(300 + k * 60, 569, 12 + k * 3, 3, 180, 360) for k in range(3)))


def _hammer(sheet: Sheet, x: float, y: float) -> None:
    sheet.cut(OCHRE, ribbon([(x, y + 20), (x, y + 350)], 26, 34))
    sheet.cut(mix(INK, BLUE, 0.4), blob((x - 92, y + 30), (x - 40, y - 4), (x + 66, y - 4), (x + 70, y + 54), (x - 20, y + 56), (x - 60, y + 44)))


def _saw(sheet: Sheet, x: float, y: float) -> None:
    teeth = [(x + 60 + k * 11, y + 178 - k * 3.4 + (11 if k % 2 else 0)) for k in range(25)]
    sheet.cut(STEEL, [[(x + 40, y + 50), (x + 320, y + 56), *teeth[::-1], (x + 44, y + 180)]])
    handle = blob((x - 26, y + 60), (x + 40, y + 34), (x + 76, y + 70), (x + 70, y + 170), (x + 20, y + 196), (x - 34, y + 160))
    sheet.cut(RED, handle, holes=[blob((x + 2, y + 88), (x + 34, y + 80), (x + 40, y + 140), (x + 8, y + 152))])


def kitchen(sheet: Sheet) -> None:
    """A large pot on the stove, vegetables around it."""
    sheet.cut(mix(TEAL, CREAM, 0.66), box(-20, -20, 1240, 600))
    for row in range(5):
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
        sheet.cut(CREAM, ribbon([(x, 330), (x - 34, 270), (x + 24, 210), (x - 10, 140 + i % 2 * 30)], 20, 5), shadow=0.5)
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
    sheet.cut(OCHRE, poly((1080, 600), (1190, 560), (1196, 596), (1110, 620)))


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
        sheet.cut(lid, [[*skirt, *((x + w + 6 - k * (w + 12) / 8, base - h + (34 if k % 2 else 20)) for k in range(9))]], shadow=0.5)
        sheet.flat(mix(lid, INK, 0.25), box(x + 4, base - h + 4, w - 8, 5, 2))
    sheet.cut(CREAM, box(x + w * 0.24, base - h * 0.52, w * 0.52, h * 0.26, 4), shadow=0.4)
    sheet.flat(BARK, box(x + w * 0.32, base - h * 0.44, w * 0.36, 4, 2), box(x + w * 0.32, base - h * 0.36, w * 0.24, 4, 2))


def sewing(sheet: Sheet) -> None:
    """A sewing machine and the sail that becomes a bag."""
    sheet.cut(mix(VIOLET, CREAM, 0.74), oval(600, 360, 420), shadow=0.5)
    sheet.cut(WOOD, box(-20, 650, 1240, 180))
    sheet.flat(mix(WOOD, BARK, 0.35), box(-20, 664, 1240, 7))
    sheet.cut(TEAL, blob((-40, 610), (180, 560), (420, 600), (560, 612), (560, 650), (380, 720), (160, 700), (-40, 780)))
    sheet.flat(CREAM, *(ribbon([(20 + k * 60, 610 + (k % 3) * 10), (52 + k * 60, 606 + (k % 3) * 10)], 6) for k in range(9)))
    sheet.cut(VIOLET, box(330, 590, 590, 66, 14))
    machine = [(760, 600), (760, 360), (520, 360), (500, 420), (430, 420), (416, 380), (416, 290), (450, 248), (870, 248), (908, 290), (908, 600)]
    sheet.cut(mix(VIOLET, PLUM, 0.15), [machine])
    sheet.flat(OCHRE, ribbon([(480, 304), (610, 284), (720, 320), (850, 292)], 8, 4), oval(836, 440, 30))
    sheet.flat(mix(VIOLET, PLUM, 0.15), oval(836, 440, 17))
    sheet.cut(STEEL, box(452, 418, 26, 110, 4), box(461, 520, 8, 62, 3), box(438, 574, 60, 14, 5))
    sheet.cut(OCHRE, oval(934, 310, 56, 64), shadow=1)
    sheet.flat(mix(OCHRE, BARK, 0.35), oval(934, 310, 34, 42))
    for x, colour in ((600, RED), (800, GREEN)):
        sheet.cut(SAND, box(x - 30, 234, 60, 14, 5), box(x - 30, 150, 60, 14, 5))
        sheet.cut(colour, box(x - 24, 164, 48, 70, 4))
        sheet.flat(mix(colour, INK, 0.25), *(box(x - 24, 176 + k * 14, 48, 3) for k in range(4)))
    sheet.cut(RED, ribbon([(578, 196), (500, 230), (462, 300), (465, 420)], 3), shadow=0)
    for x, y, colour in ((1000, 700, RED), (1070, 736, OCHRE), (1110, 684, TEAL)):
        sheet.cut(colour, oval(x, y, 30), holes=[oval(x + dx, y + dy, 5) for dx in (-9, 9) for dy in (-9, 9)])
    sheet.cut(STEEL, arc(700, 760, 34, 10, 0, 360), arc(700, 694, 34, 10, 0, 360), ribbon([(724, 744), (880, 700)], 17, 4), ribbon([(724, 710), (884, 752)], 17, 4))


def press(sheet: Sheet) -> None:
    """Fresh posters on the line, the roller still inked."""
    sheet.cut(mix(OCHRE, CREAM, 0.55), box(-20, -20, 1240, 580))
    sheet.cut(INK, ribbon([(-20, 90), (400, 128), (800, 128), (1220, 90)], 5), shadow=0.4)
    for i, (x, ground) in enumerate(((90, CREAM), (386, TEAL), (682, CREAM), (962, RED))):
        _poster(sheet, x, 124 - (8 if i in (0, 3) else 0), ground, i)
    sheet.cut(WOOD, box(-20, 560, 1240, 260))
    sheet.flat(mix(WOOD, BARK, 0.35), box(-20, 576, 1240, 7))
    sheet.cut(SNOW, box(120, 610, 420, 200, 4, -3))
    sheet.cut(VIOLET, box(160, 640, 300, 110, 4, -3))
    sheet.cut(mix(VIOLET, INK, 0.25), box(440, 600, 84, 190, 34, -3))
    sheet.flat(mix(VIOLET, CREAM, 0.3), box(462, 622, 10, 140, 5, -3))
    sheet.cut(STEEL, ribbon([(480, 596), (600, 566), (620, 680), (700, 676)], 14, soft=False), ribbon([(486, 792), (610, 770), (620, 680)], 14, soft=False))
    sheet.cut(RED, box(690, 654, 170, 46, 21))
    for i, colour in enumerate((OCHRE, TEAL, RED)):
        x = 920 + i * 92
        sheet.cut(STEEL, box(x, 640, 76, 84, 8))
        sheet.flat(colour, box(x, 664, 76, 40))
        sheet.cut(colour, oval(x + 38, 640, 36, 12), shadow=0.5)
    for k in range(5):
        sheet.cut(mix(SNOW, SAND, 0.2 * (k % 2)), box(900 + k * 3, 772 - k * 9, 260, 40, 3))


def _poster(sheet: Sheet, x: float, y: float, ground: str, kind: int) -> None:
    sheet.cut(ground, box(x, y, 210, 300, 3))
    if kind == 0:
        sheet.flat(OCHRE, oval(x + 140, y + 86, 42))
        sheet.flat(TEAL, poly((x + 14, y + 210), (x + 90, y + 90), (x + 196, y + 210)))
        sheet.flat(INK, box(x + 14, y + 230, 182, 16), box(x + 14, y + 256, 120, 10))
    elif kind == 1:
        sheet.flat(OCHRE, *(half_disc(x + 105, y + 236, 92 - 26 * k) for k in (0, 2)))
        sheet.flat(CREAM, half_disc(x + 105, y + 236, 66), box(x + 14, y + 18, 150, 18), box(x + 14, y + 46, 96, 12))
        sheet.flat(OCHRE, half_disc(x + 105, y + 236, 40))
    elif kind == 2:
        for k, colour in enumerate((RED, VIOLET, GREEN, OCHRE, BLUE)):
            sheet.flat(colour, box(x + 16, y + 20 + k * 44, 178 - k * 30, 32))
        sheet.flat(INK, box(x + 16, y + 252, 178, 12), box(x + 16, y + 272, 90, 8))
    else:
        sheet.flat(CREAM, *(leaf(x + 105, y + 200, 120, 40, a) for a in (-150, -120, -90, -60, -30)), box(x + 100, y + 190, 10, 60))
        sheet.flat(OCHRE, box(x + 16, y + 264, 178, 14))
    for dx in (40, 160):
        sheet.cut(BARK, box(x + dx, y - 18, 12, 36, 4), shadow=0.6)


def radio(sheet: Sheet) -> None:
    """A microphone and the waves that leave it."""
    for r, colour in ((520, mix(VIOLET, CREAM, 0.74)), (430, mix(TEAL, CREAM, 0.6)), (340, mix(OCHRE, CREAM, 0.35)), (250, CREAM)):
        sheet.cut(colour, oval(600, 330, r), shadow=0.6)
    for side in (0, 180):
        for k, colour in enumerate((RED, OCHRE, VIOLET)):
            sheet.cut(colour, arc(600, 330, 250 + 66 * k, 22, side - 34 + 3 * k, side + 34 - 3 * k))
    sheet.cut(INK, arc(600, 350, 170, 20, 6, 174), box(588, 510, 24, 190), blob((450, 730), (520, 690), (680, 690), (750, 730), (740, 756), (460, 756)))
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


def computer(sheet: Sheet) -> None:
    """A laptop brought back to life, a plant and a cup."""
    sheet.cut(mix(BLUE, CREAM, 0.72), box(-20, -20, 1240, 640))
    sheet.cut(mix(OCHRE, CREAM, 0.6), oval(230, 220, 150), shadow=0.6)
    sheet.cut(WOOD, box(-20, 610, 1240, 220))
    sheet.flat(mix(WOOD, BARK, 0.35), box(-20, 624, 1240, 7))
    sheet.cut(NIGHT, box(330, 150, 560, 390, 18))
    screen = (356, 176, 508, 324)
    sheet.flat(mix(TEAL, CREAM, 0.72), box(*screen, 4))
    sheet.flat(OCHRE, oval(760, 270, 44))
    clip = [(356, 420), (440, 350), (540, 400), (640, 320), (760, 400), (864, 350), (864, 500), (356, 500)]
    sheet.flat(TEAL, [clip])
    sheet.flat(GREEN, poly((356, 460), (520, 420), (700, 456), (864, 420), (864, 500), (356, 500)))
    for k, colour in enumerate((RED, OCHRE, VIOLET)):
        sheet.cut(SNOW, box(384, 202 + k * 62, 190, 48, 6), shadow=0.5)
        sheet.flat(colour, oval(410, 226 + k * 62, 14))
        sheet.flat(mix(INK, CREAM, 0.4), box(434, 214 + k * 62, 120, 7, 3), box(434, 230 + k * 62, 80, 6, 3))
    sheet.cut(mix(NIGHT, CREAM, 0.35), poly((300, 600), (920, 600), (890, 536), (330, 536)))
    sheet.flat(mix(NIGHT, CREAM, 0.6), *(box(368 + c * 40 - r * 6, 546 + r * 15, 34, 11, 3) for r in range(3) for c in range(12)))
    sheet.cut(mix(NIGHT, CREAM, 0.2), box(286, 598, 648, 22, 10))
    sheet.cut(mix(NIGHT, CREAM, 0.2), box(240, 676, 0.1, 0.1))
    sheet.cut(CLAY, poly((1000, 480), (1140, 480), (1120, 630), (1020, 630)))
    sheet.cut(mix(CLAY, BARK, 0.3), box(990, 466, 160, 28, 5))
    for a, length in ((-150, 150), (-122, 210), (-92, 240), (-62, 210), (-32, 150)):
        sheet.cut(mix(OLIVE, GREEN, 0.3 + (a % 4) * 0.1), leaf(1070, 470, length, 62, a))
    sheet.cut(RED, box(140, 540, 120, 110, 18))
    sheet.cut(RED, arc(140, 594, 42, 16, 90, 270))
    sheet.flat(CREAM, box(140, 574, 120, 12))
    for x in (176, 222):
        sheet.cut(CREAM, ribbon([(x, 524), (x - 14, 490), (x + 12, 456), (x, 420)], 10, 3), shadow=0.4)


def books(sheet: Sheet) -> None:
    """Shelves of shared books, one left open."""
    sheet.cut(mix(PLUM, CREAM, 0.14), box(90, -20, 1020, 560, 6))
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
    sheet.cut(WOOD, box(-20, 640, 1240, 190))
    sheet.flat(mix(WOOD, BARK, 0.35), box(-20, 654, 1240, 7))
    sheet.cut(RED, poly((330, 700), (600, 716), (870, 700), (870, 726), (600, 742), (330, 726)))
    for side in (-1, 1):
        page = [(600, 700), (600 + side * 120, 640), (600 + side * 260, 670), (600 + side * 262, 700), (600 + side * 130, 680), (600, 716)]
        sheet.cut(CREAM, [page])
        top = [(600, 700), (600 + side * 110, 570), (600 + side * 250, 610), (600 + side * 260, 676), (600 + side * 120, 646)]
        sheet.cut(SNOW, [top], shadow=0.7)
        lines = [ribbon([(600 + side * (60 + k * 4), 660 - k * 18), (600 + side * (214 + k * 4), 656 - k * 12)], 4) for k in range(4)]
        sheet.flat(mix(INK, CREAM, 0.55), *lines)
    stalk, leaves = sprig((150, 660), (170, 430), 9, 84, 34, -10)
    sheet.cut(OLIVE, stalk, leaves)
    sheet.cut(TEAL, poly((100, 580), (210, 580), (194, 690), (116, 690)))
    sheet.cut(OCHRE, box(1000, 610, 96, 80, 12))
    sheet.cut(OCHRE, arc(1100, 648, 34, 13, -90, 90))


def bread(sheet: Sheet) -> None:
    """A country loaf, ears of wheat and the oven's glow."""
    sheet.cut(mix(OCHRE, CREAM, 0.55), oval(600, 380, 400), shadow=0.5)
    sheet.cut(mix(CLAY, CREAM, 0.4), oval(600, 380, 318), shadow=0.6)
    for x, y, tilt, size in ((170, 740, -16, 1.15), (90, 760, -30, 0.9), (250, 770, -4, 0.9), (1030, 740, 16, 1.15), (1110, 760, 30, 0.9), (950, 770, 4, 0.9)):
        _wheat(sheet, x, y, tilt, size)
    sheet.cut(mix(WOOD, BARK, 0.2), box(210, 590, 780, 56, 26))
    sheet.cut(WOOD, box(210, 576, 780, 50, 24))
    crust = mix(CLAY, BARK, 0.25)
    sheet.cut(crust, blob((300, 560), (290, 420), (420, 290), (600, 256), (780, 290), (910, 420), (900, 560), (760, 600), (440, 600)))
    sheet.cut(mix(crust, OCHRE, 0.35), blob((330, 500), (340, 420), (440, 322), (600, 286), (760, 322), (860, 420), (870, 500), (600, 440)), shadow=0)
    for x, lean in ((450, -70), (600, 0), (750, 70)):
        cutline = [(x + lean, 330 + abs(lean) * 0.3), (x, 430), (x - lean * 0.5, 530)]
        sheet.cut(mix(OCHRE, CREAM, 0.45), leaf(cutline[0][0], cutline[0][1], 220, 46, math.degrees(math.atan2(200, -1.5 * lean))), shadow=0.5)
    for x, y in ((380, 440), (520, 350), (680, 350), (820, 440), (676, 480), (524, 480)):
        sheet.flat(CREAM, *(oval(x + sheet.scatter(-26, 26), y + sheet.scatter(-22, 22), sheet.scatter(2, 4.5)) for _ in range(6)))
    for k in range(2):
        x = 690 + k * 130
        sheet.cut(crust, blob((x, 640), (x + 10, 560), (x + 70, 536), (x + 140, 560), (x + 150, 640), (x + 75, 662)))
        sheet.cut(mix(SAND, CREAM, 0.3), blob((x + 16, 632), (x + 24, 574), (x + 72, 554), (x + 126, 574), (x + 134, 632), (x + 75, 646)), shadow=0)
        sheet.flat(mix(SAND, CLAY, 0.3), *(oval(x + 40 + (i * 37) % 78, 584 + (i * 23) % 48, 5 + i % 3 * 2, 4) for i in range(8)))


def _wheat(sheet: Sheet, x: float, y: float, tilt: float, size: float) -> None:
    stem = ribbon([(x, y + 80), (x, y - 330 * size)], 8 * size, 4)
    grains = []
    for k in range(8):
        top = y - (150 + 30 * k) * size
        grains += [leaf(x, top, 62 * size, 24 * size, a) for a in (-52, -128)]
    grains.append(leaf(x, y - 360 * size, 70 * size, 24 * size, -90))
    foot = (x, y)
    sheet.cut(mix(OCHRE, OLIVE, 0.35), turn(stem, tilt, foot), turn(leaf(x, y - 60 * size, 150 * size, 24, -60), tilt, foot))
    sheet.cut(OCHRE, *(turn(g, tilt, foot) for g in grains))


PICTURES: dict[str, tuple[str, Scene]] = {
    "workshop": (STONE, workshop),
    "kitchen": (STONE, kitchen),
    "jars": (STONE, jars),
    "sewing": (mix(VIOLET, CREAM, 0.86), sewing),
    "press": (STONE, press),
    "radio": (mix(VIOLET, CREAM, 0.86), radio),
    "computer": (STONE, computer),
    "books": (mix(OCHRE, CREAM, 0.7), books),
    "bread": (mix(OCHRE, CREAM, 0.8), bread),
}
