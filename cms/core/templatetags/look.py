"""The drawn parts of the look: icons, marks, weave, paper cuts, monograms and French dates.

Everything is inlined SVG coloured by classes or presentation attributes, because the content
security policy refuses inline styles.
"""

import datetime
import re
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_DRAWINGS = Path(__file__).resolve().parent.parent / "templates" / "core"
_INNER = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)

#: The colours each mark was drawn in: main, second, and the one its shapes are cut on.
MARKS: dict[str, tuple[str, str, str]] = {
    "apeas": ("#0B6B63", "#E9A23B", "#12302E"),
    "alliance": ("#4A6B1F", "#C0402B", "#25301B"),
    "mesclun": ("#5B3E96", "#7FB13A", "#2A2140"),
    "pes": ("#1D4E89", "#E9A23B", "#14213D"),
}
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\Z")

#: Shapes a monogram can be cut on; which one follows from the name, so it never changes.
_MONOGRAM_CUTS: tuple[str, ...] = (
    '<path class="cut-b" d="M0 96V70Q24 48 48 62T96 54V96Z"/>'
    '<path class="cut-a" d="M0 96V84Q30 66 60 80T96 76V96Z"/>',
    '<path class="cut-a" d="M0 96V72H96V96Z"/><path class="cut-b" d="M0 84H96V90H0Z"/>'
    '<path class="cut-b" d="M0 72H96V77H0Z"/>',
    '<circle class="cut-c" cx="82" cy="10" r="20"/><path class="cut-a" d="M0 96V78L40 66 96 82V96Z"/>',
    '<path class="cut-b" d="M0 96A24 24 0 0 1 48 96Z"/><path class="cut-a" d="M48 96A24 24 0 0 1 96 96Z"/>'
    '<path class="cut-c" d="M24 96A24 24 0 0 1 72 96Z"/>',
    '<path class="cut-a" d="M96 96H34Q40 60 96 50Z"/><path class="cut-c" d="M0 96Q2 76 26 74 28 92 0 96Z"/>',
    '<path class="cut-b" d="M0 0H96V8H0Z"/>'
    '<path class="cut-a" d="M0 8a12 9 0 0 0 24 0ZM48 8a12 9 0 0 0 24 0Z"/>'
    '<path class="cut-c" d="M24 8a12 9 0 0 0 24 0ZM72 8a12 9 0 0 0 24 0Z"/>',
)


@lru_cache(maxsize=256)
def _drawing(folder: str, name: str) -> str:
    """The SVG text of a drawing that ships with the kernel."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise template.TemplateSyntaxError(f"Not the name of a drawing: {name!r}")
    try:
        return (_DRAWINGS / folder / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise template.TemplateSyntaxError(f"No {name}.svg in core/{folder}") from error


@lru_cache(maxsize=256)
def _inner(folder: str, name: str) -> str:
    """The shapes of a drawing, without its `<svg>` element."""
    match = _INNER.search(_drawing(folder, name))
    if match is None:
        raise template.TemplateSyntaxError(f"{name}.svg holds no <svg> element")
    return " ".join(match.group(1).split())


def _ours(markup: str) -> SafeString:
    """Markup that ships with the code: no visitor or editor wrote any of it."""
    return mark_safe(markup)  # noqa: S308


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """A Lucide icon, inlined. Always beside a text: it is hidden from assistive technology."""
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="20" height="20" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true" focusable="false">{}</svg>',
        extra_class,
        _ours(_inner("icons", name)),
    )


@register.simple_tag
def illustration(name: str, extra_class: str = "") -> SafeString:
    """A paper cut in the network's palette: an object, or a scene that fills its box."""
    is_scene = name.startswith("scene-")
    box = "0 0 1440 364" if is_scene else "0 0 200 150"
    fit = "xMidYMax slice" if is_scene else "xMidYMid meet"
    return format_html(
        '<svg class="cutout {} {}" viewBox="{}" preserveAspectRatio="{}" '
        'aria-hidden="true" focusable="false">{}</svg>',
        "cutout--scene" if is_scene else "cutout--object",
        extra_class,
        box,
        fit,
        _ours(_inner("illustrations", name)),
    )


@register.simple_tag
def scene(mark: str) -> SafeString:
    """The landscape of a network, the common hills for one that has no drawing of its own."""
    return illustration(f"scene-{mark}" if mark in MARKS else "scene-hills")


@register.simple_tag
def mark(name: str, primary: str = "", of: str = "") -> SafeString:
    """A network's drawn logo, recoloured if it changed its colour; initials `of` one that has none."""
    main, second, dark = MARKS.get(name, MARKS["pes"])
    if _HEX.match(primary or ""):
        main = primary
    if name in MARKS:
        shapes = _ours(
            _inner("marks", name).replace("{main}", main).replace("{second}", second).replace("{dark}", dark)
        )
    else:
        shapes = format_html(
            '<rect width="64" height="64" rx="12" fill="{}"/><text x="32" y="43" '
            'text-anchor="middle" fill="#fff">{}</text>',
            main,
            initials(of),
        )
    return format_html(
        '<svg class="mark" viewBox="0 0 64 64" width="48" height="48" aria-hidden="true" '
        'focusable="false">{}</svg>',
        shapes,
    )


@register.simple_tag
def initials(text: str) -> str:
    """One or two letters for a name, without its small words."""
    words = re.findall(r"[^\W_]+", text)
    great = [word for word in words if len(word) > 3 or word.isupper()] or words
    return "".join(word[0] for word in great[:2]).upper()


@register.simple_tag
def pairs(*values: str) -> list[tuple[str, str]]:
    """Addresses and words given by turns, as the (words, address) list that parts take."""
    return [(words, url) for url, words in zip(values[::2], values[1::2], strict=True)]


@register.simple_tag
def mark_url(name: str) -> str:
    """The static file of a mark, for the browser's tab."""
    return static(f"core/marks/{name if name in MARKS else 'pes'}.svg")


@register.simple_tag
def weave(size: str = "") -> SafeString:
    """The woven band that marks what is shared; `fine` for a line, `wide` for a header."""
    pattern = "weave-fine" if size == "fine" else "weave"
    return format_html(
        '<svg class="weave {}" aria-hidden="true" focusable="false">'
        '<rect width="100%" height="100%" fill="url(#{})"/></svg>',
        f"weave--{size}" if size else "",
        pattern,
    )


@register.simple_tag
def awning(colour: str = "primary") -> SafeString:
    """The striped canvas over a market stall: `primary`, `accent` or `weave`."""
    return format_html(
        '<svg class="awning" aria-hidden="true" focusable="false">'
        '<rect width="100%" height="100%" fill="url(#awning-{})"/></svg>',
        colour if colour in {"primary", "accent", "weave"} else "primary",
    )


@register.simple_tag
def stripe(colour: str) -> SafeString:
    """A band in another network's own colour, which no style sheet of ours can know."""
    return format_html(
        '<svg class="stripe" aria-hidden="true" focusable="false">'
        '<rect width="100%" height="100%" fill="{}"/></svg>',
        colour if _HEX.match(colour or "") else "currentColor",
    )


@register.simple_tag
def monogram(letters: str, seed: str = "") -> SafeString:
    """One or two letters on a paper cut: what stands for a structure that has no logo."""
    shape = _MONOGRAM_CUTS[zlib.crc32((seed or letters).encode()) % len(_MONOGRAM_CUTS)]
    return format_html(
        '<svg class="monogram" viewBox="0 0 96 96" width="96" height="96" aria-hidden="true" '
        'focusable="false"><rect class="cut-ground" width="96" height="96"/>{}'
        '<text x="48" y="56" text-anchor="middle">{}</text></svg>',
        _ours(shape),
        letters[:2].upper(),
    )


@register.filter
def is_picture(image: Any) -> bool:
    """Whether an image is rather a scene, which may be cropped, than a logo, which may not."""
    if not image:
        return False
    return bool(image.width >= 600 and 1.2 <= image.width / image.height <= 2)


@register.filter
def longdate(value: datetime.date | datetime.datetime | None) -> str:
    """A date in full, with the French "1er"."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if (translation.get_language() or "").startswith("fr"):
        text = formats.date_format(value, "j F Y")
        return f"1er{text[1:]}" if value.day == 1 else text
    return formats.date_format(value, "DATE_FORMAT")


@register.filter
def isodate(value: datetime.date | datetime.datetime) -> str:
    """The machine form of a date, for `<time datetime>`."""
    return value.isoformat()


@register.filter
def elided(sentence: str) -> str:
    """The sentence with "de" shortened before a name that begins with a vowel, in French."""
    if not (translation.get_language() or "").startswith("fr"):
        return sentence
    return re.sub(r"\b([dD])e (?=[AEIOUYÀÂÉÈÊÎÔŒaeiouyàâéèêîôœ])", r"\1’", sentence)


@register.simple_tag
def page_window(pages: Page, around: int = 1) -> list[int | None]:
    """The page numbers to show: first, last, those around this one; None stands for a gap."""
    last = pages.paginator.num_pages
    shown = sorted(
        {1, last} | set(range(max(1, pages.number - around), min(last, pages.number + around) + 1))
    )
    window: list[int | None] = []
    for number in shown:
        if window and window[-1] is not None and number - window[-1] > 1:
            window.append(None)
        window.append(number)
    return window
