"""The typefaces a network can be set in, served from our own static files.

One text face for everybody and one heading face per network: two files a site at most.
Each face comes with a fallback made of a system font stretched to the same measures, so that
nothing jumps when the real file arrives. The percentages come from the files themselves: average
width of French text in the face against the system font, then ascent and descent on that scale.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Font:
    """A variable typeface: its file and the system font that stands in for it."""

    family: str
    file: str
    weights: str
    fallback: tuple[str, ...]
    size_adjust: str
    ascent: str
    descent: str
    generic: str = "sans-serif"

    @property
    def stack(self) -> str:
        """The value for `font-family`: the face, its stand-in, then the generic."""
        return f'"{self.family}", "{self.family} fallback", {self.generic}'

    def css(self, url: str) -> str:
        """The two `@font-face` rules, given the static URL of the file."""
        local = ", ".join(f'local("{name}")' for name in self.fallback)
        return (
            f'@font-face{{font-family:"{self.family}";src:url("{url}") format("woff2");'
            f"font-weight:{self.weights};font-style:normal;font-display:swap}}\n"
            f'@font-face{{font-family:"{self.family} fallback";src:{local};'
            f"size-adjust:{self.size_adjust};ascent-override:{self.ascent};"
            f"descent-override:{self.descent};line-gap-override:0%}}\n"
        )


_SANS = ("Arial", "ArialMT", "Liberation Sans", "Arimo", "Roboto")
_SANS_BOLD = ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Arimo Bold", "Roboto Bold")
_SERIF_BOLD = (
    "Times New Roman Bold",
    "TimesNewRomanPS-BoldMT",
    "Liberation Serif Bold",
    "Tinos Bold",
    "Noto Serif Bold",
)

#: The text face of every site.
BODY_FONT = Font(
    family="Atkinson Hyperlegible Next",
    file="core/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    weights="200 800",
    fallback=_SANS,
    size_adjust="100.3%",
    ascent="98.1%",
    descent="31.5%",
)

#: Heading faces, by the code kept in the network's settings.
FONTS: dict[str, Font] = {
    "bricolage": Font(
        family="Bricolage Grotesque",
        file="core/fonts/bricolage-grotesque-latin-wght-normal.woff2",
        weights="200 800",
        fallback=_SANS_BOLD,
        size_adjust="101.8%",
        ascent="91.3%",
        descent="26.5%",
    ),
    "fraunces": Font(
        family="Fraunces",
        file="core/fonts/fraunces-latin-wght-normal.woff2",
        weights="100 900",
        fallback=_SERIF_BOLD,
        size_adjust="114.8%",
        ascent="85.2%",
        descent="22.2%",
        generic="serif",
    ),
    "familjen": Font(
        family="Familjen Grotesk",
        file="core/fonts/familjen-grotesk-latin-wght-normal.woff2",
        weights="400 700",
        fallback=_SANS_BOLD,
        size_adjust="91.9%",
        ascent="111.5%",
        descent="24.5%",
    ),
    "schibsted": Font(
        family="Schibsted Grotesk",
        file="core/fonts/schibsted-grotesk-latin-wght-normal.woff2",
        weights="400 900",
        fallback=_SANS_BOLD,
        size_adjust="101.1%",
        ascent="96.6%",
        descent="25.5%",
    ),
}
