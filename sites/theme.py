"""The style sheet of a network: its tokens and typefaces, then the file of each part."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

import cms.core
from sites.colours import HEX
from sites.fonts import BODY_FONT, FONTS, Font
from sites.models import NetworkSettings
from sites.networks import current_network, networks_of

PARTS = Path(cms.core.__file__).parent / "static" / "core" / "css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRANDS = 3

Tokens = tuple[tuple[str, str], ...]
Version = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Sheet:
    """A style sheet, as it is sent, and what tells it from any other."""

    text: bytes
    packed: bytes
    digest: str


def sheet_for(request: HttpRequest) -> Sheet:
    """The style sheet of the site that answers."""
    network = current_network(request) or NetworkSettings()
    return _sheet(tokens_of(request, network), network.heading_font, _version())


def theme_url(request: HttpRequest) -> str:
    """The address of the style sheet; it changes with the content, so that it can be kept for ever."""
    return f"{reverse('theme_css')}?v={sheet_for(request).digest}"


def tokens_of(request: HttpRequest, network: NetworkSettings) -> Tokens:
    """The custom properties of the network; what is no colour gives way to the house's own."""
    house = NetworkSettings().tokens
    own = {name: value if HEX.match(value) else house[name] for name, value in network.tokens.items()}
    strands = [
        row.primary for row in networks_of(request).values() if not row.is_hub and HEX.match(row.primary)
    ]
    strands = [*strands, own["primary"], own["accent"], own["ink"]][:STRANDS]
    weave = {f"weave-{i}": colour for i, colour in enumerate(strands, start=1)}
    return tuple({**own, **weave}.items())


@lru_cache(maxsize=64)
def _sheet(tokens: Tokens, heading_font: str, version: Version) -> Sheet:
    text = "\n".join([*_faces(heading_font), _root(tokens, heading_font), *_parts()]).encode()
    return Sheet(text, gzip.compress(text, mtime=0), hashlib.sha256(text).hexdigest()[:16])


def _faces(heading_font: str) -> list[str]:
    """The typefaces, served from our own files."""
    return [font.css(static(font.file)) for font in (BODY_FONT, _heading(heading_font))]


def _root(tokens: Tokens, heading_font: str) -> str:
    fonts = (("body-font", BODY_FONT.stack), ("heading-font", _heading(heading_font).stack))
    return ":root{" + "".join(f"--{name}:{value};" for name, value in (*tokens, *fonts)) + "}"


def _heading(code: str) -> Font:
    return FONTS.get(code, FONTS["schibsted"])


def _parts() -> list[str]:
    return [COMMENT.sub("", path.read_text(encoding="utf-8")).strip() for path in _files()]


def _files() -> list[Path]:
    return sorted(PARTS.glob("*.css"))


def _version() -> Version:
    """What the files are at, where they may change under a running server."""
    if not settings.DEBUG:
        return ()
    return tuple((path.name, path.stat().st_mtime_ns) for path in _files())
