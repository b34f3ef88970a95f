"""Pictures of trades: workshop, sewing, printing, computer."""

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
    turn,
)


def workshop(sheet: Sheet) -> None:
    """Tools on the wall and a plane on the bench."""
    sheet.cut(mix(TEAL, CREAM, 0.1), box(70, 50, 1060, 480, 8))
    sheet.flat(
        mix(TEAL, INK, 0.35), *(oval(x, y, 3.5) for x in range(110, 1120, 44) for y in range(86, 520, 44))
    )
    _hammer(sheet, 190, 110)
    _saw(sheet, 330, 130)
    sheet.cut(STEEL, turn(box(694, 110, 20, 250, 4), 0, (704, 110)), box(694, 340, 150, 20, 4))
    sheet.flat(INK, *(box(694, 130 + k * 22, 10 if k % 2 else 14, 3) for k in range(9)))
    for x, colour in ((890, RED), (950, OCHRE), (1010, VIOLET)):
        sheet.cut(
            STEEL, box(x - 5, 230, 10, 130, 3), poly((x - 8, 352), (x + 8, 352), (x + 4, 376), (x - 4, 376))
        )
        sheet.cut(colour, box(x - 17, 110, 34, 126, 15))
        sheet.flat(mix(colour, CREAM, 0.4), box(x - 8, 128, 5, 88, 2))
    sheet.cut(
        STEEL,
        arc(520, 420, 56, 26, -230, 50),
        ribbon([(480, 440), (330, 440)], 30, 24),
        arc(300, 440, 46, 22, 40, 320),
    )
    _bench(sheet)


def _bench(sheet: Sheet) -> None:
    sheet.cut(WOOD, box(-20, 590, 1240, 70))
    sheet.flat(mix(WOOD, BARK, 0.35), box(-20, 640, 1240, 8))
    sheet.cut(mix(WOOD, BARK, 0.35), box(60, 660, 120, 160), box(1020, 660, 120, 160), box(180, 690, 840, 60))
    sheet.cut(
        OCHRE,
        blob((930, 540), (922, 470), (966, 446), (994, 482), (974, 540)),
        oval(746, 500, 30),
        box(736, 510, 20, 40),
    )
    sheet.cut(STEEL, poly((862, 424), (898, 438), (850, 560), (818, 552)))
    sheet.cut(mix(CLAY, BARK, 0.45), box(690, 534, 340, 58, 14))
    sheet.flat(mix(CLAY, BARK, 0.15), box(708, 548, 300, 8, 4))
    for x, y, r in ((640, 570, 26), (590, 578, 20), (550, 582, 15)):
        sheet.cut(mix(OCHRE, CREAM, 0.35), arc(x, y, r, 10, -200, 110), shadow=0.8)
    sheet.cut(mix(CLAY, SAND, 0.7), box(150, 548, 320, 42, 3), box(200, 506, 230, 42, 3))
    sheet.flat(
        mix(CLAY, BARK, 0.2),
        *(arc(210 + k * 92, 570, 15, 3, 0, 360) for k in range(3)),
        box(216, 520, 180, 4, 2),
        box(240, 532, 120, 4, 2),
    )


def _hammer(sheet: Sheet, x: float, y: float) -> None:
    sheet.cut(OCHRE, ribbon([(x, y + 20), (x, y + 350)], 26, 34))
    sheet.cut(
        mix(INK, BLUE, 0.4),
        blob(
            (x - 92, y + 30),
            (x - 40, y - 4),
            (x + 66, y - 4),
            (x + 70, y + 54),
            (x - 20, y + 56),
            (x - 60, y + 44),
        ),
    )


def _saw(sheet: Sheet, x: float, y: float) -> None:
    teeth = [(x + 60 + k * 11, y + 178 - k * 3.4 + (11 if k % 2 else 0)) for k in range(25)]
    sheet.cut(STEEL, [[(x + 40, y + 50), (x + 320, y + 56), *teeth[::-1], (x + 44, y + 180)]])
    handle = blob(
        (x - 26, y + 60),
        (x + 40, y + 34),
        (x + 76, y + 70),
        (x + 70, y + 170),
        (x + 20, y + 196),
        (x - 34, y + 160),
    )
    sheet.cut(
        RED, handle, holes=[blob((x + 2, y + 88), (x + 34, y + 80), (x + 40, y + 140), (x + 8, y + 152))]
    )


def sewing(sheet: Sheet) -> None:
    """A sewing machine and the sail that becomes a bag."""
    sheet.cut(mix(VIOLET, CREAM, 0.74), oval(600, 360, 420), shadow=0.5)
    sheet.cut(WOOD, box(-20, 650, 1240, 180))
    sheet.flat(mix(WOOD, BARK, 0.35), box(-20, 664, 1240, 7))
    sheet.cut(
        TEAL,
        blob((-40, 610), (180, 560), (420, 600), (560, 612), (560, 650), (380, 720), (160, 700), (-40, 780)),
    )
    sheet.flat(
        CREAM,
        *(
            ribbon([(20 + k * 60, 610 + (k % 3) * 10), (52 + k * 60, 606 + (k % 3) * 10)], 6)
            for k in range(9)
        ),
    )
    sheet.cut(VIOLET, box(330, 590, 590, 66, 14))
    _machine(sheet)
    for x, y, colour in ((1000, 700, RED), (1070, 736, OCHRE), (1110, 684, TEAL)):
        sheet.cut(colour, oval(x, y, 30), holes=[oval(x + dx, y + dy, 5) for dx in (-9, 9) for dy in (-9, 9)])
    sheet.cut(
        STEEL,
        arc(700, 760, 34, 10, 0, 360),
        arc(700, 694, 34, 10, 0, 360),
        ribbon([(724, 744), (880, 700)], 17, 4),
        ribbon([(724, 710), (884, 752)], 17, 4),
    )


def _machine(sheet: Sheet) -> None:
    machine = [
        (760, 600),
        (760, 360),
        (520, 360),
        (500, 420),
        (430, 420),
        (416, 380),
        (416, 290),
        (450, 248),
        (870, 248),
        (908, 290),
        (908, 600),
    ]
    sheet.cut(mix(VIOLET, PLUM, 0.15), poly(*machine))
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
    sheet.cut(
        STEEL,
        ribbon([(480, 596), (600, 566), (620, 680), (700, 676)], 14, soft=False),
        ribbon([(486, 792), (610, 770), (620, 680)], 14, soft=False),
    )
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
        sheet.flat(
            CREAM, half_disc(x + 105, y + 236, 66), box(x + 14, y + 18, 150, 18), box(x + 14, y + 46, 96, 12)
        )
        sheet.flat(OCHRE, half_disc(x + 105, y + 236, 40))
    elif kind == 2:
        for k, colour in enumerate((RED, VIOLET, GREEN, OCHRE, BLUE)):
            sheet.flat(colour, box(x + 16, y + 20 + k * 44, 178 - k * 30, 32))
        sheet.flat(INK, box(x + 16, y + 252, 178, 12), box(x + 16, y + 272, 90, 8))
    else:
        sheet.flat(
            CREAM,
            *(leaf(x + 105, y + 200, 120, 40, a) for a in (-150, -120, -90, -60, -30)),
            box(x + 100, y + 190, 10, 60),
        )
        sheet.flat(OCHRE, box(x + 16, y + 264, 178, 14))
    for dx in (40, 160):
        sheet.cut(BARK, box(x + dx, y - 18, 12, 36, 4), shadow=0.6)


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
    sheet.flat(TEAL, poly(*clip))
    sheet.flat(GREEN, poly((356, 460), (520, 420), (700, 456), (864, 420), (864, 500), (356, 500)))
    for k, colour in enumerate((RED, OCHRE, VIOLET)):
        sheet.cut(SNOW, box(384, 202 + k * 62, 190, 48, 6), shadow=0.5)
        sheet.flat(colour, oval(410, 226 + k * 62, 14))
        sheet.flat(mix(INK, CREAM, 0.4), box(434, 214 + k * 62, 120, 7, 3), box(434, 230 + k * 62, 80, 6, 3))
    sheet.cut(mix(NIGHT, CREAM, 0.35), poly((300, 600), (920, 600), (890, 536), (330, 536)))
    sheet.flat(
        mix(NIGHT, CREAM, 0.6),
        *(box(368 + c * 40 - r * 6, 546 + r * 15, 34, 11, 3) for r in range(3) for c in range(12)),
    )
    sheet.cut(mix(NIGHT, CREAM, 0.2), box(286, 598, 648, 22, 10))
    sheet.cut(CLAY, poly((1000, 480), (1140, 480), (1120, 630), (1020, 630)))
    sheet.cut(mix(CLAY, BARK, 0.3), box(990, 466, 160, 28, 5))
    for a, length in ((-150, 150), (-122, 210), (-92, 240), (-62, 210), (-32, 150)):
        sheet.cut(mix(OLIVE, GREEN, 0.3 + (a % 4) * 0.1), leaf(1070, 470, length, 62, a))
    sheet.cut(RED, box(140, 540, 120, 110, 18))
    sheet.cut(RED, arc(140, 594, 42, 16, 90, 270))
    sheet.flat(CREAM, box(140, 574, 120, 12))
    for x in (176, 222):
        sheet.cut(CREAM, ribbon([(x, 524), (x - 14, 490), (x + 12, 456), (x, 420)], 10, 3), shadow=0.4)


PICTURES: dict[str, tuple[str, Scene]] = {
    "workshop": (STONE, workshop),
    "sewing": (mix(VIOLET, CREAM, 0.86), sewing),
    "press": (STONE, press),
    "computer": (STONE, computer),
}
