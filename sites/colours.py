"""Colours and their contrast, by WCAG 2.2."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HEX = re.compile(r"^#[0-9a-fA-F]{6}$")
AA_TEXT = 4.5


def validate_colour(value: str) -> None:
    """Raise ValidationError unless the value is a colour written #RRGGBB."""
    if not HEX.match(value):
        raise ValidationError(
            _("“%(value)s” is no colour: write # and six digits from 0 to f, for example #0B6B63.")
            % {"value": value}
        )


def luminance(colour: str) -> float:
    """Relative luminance, from 0 (black) to 1 (white), of a colour #RRGGBB."""

    def linear(part: str) -> float:
        share = int(part, 16) / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
