"""The texts of the demonstration, as its JSON files hold them, and the names of its four networks."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SOURCE = "demo"
HUB = "pes"

# The palettes of the four sites: reference/look.md of the field.
IDENTITIES: dict[str, dict[str, str]] = {
    "apeas": {
        "hostname": "pes.apeas.fr",
        "mark": "apeas",
        "ink": "#12302E",
        "primary": "#0B6B63",
        "accent": "#E9A23B",
        "on_accent": "#12302E",
        "paper": "#FBF7EF",
        "heading_font": "bricolage",
    },
    "alliance": {
        "hostname": "pes.allianceprovence.org",
        "mark": "alliance",
        "ink": "#25301B",
        "primary": "#4A6B1F",
        "accent": "#C0402B",
        "on_accent": "#FFFFFF",
        "paper": "#FAF8F0",
        "heading_font": "fraunces",
    },
    "mesclun": {
        "hostname": "pes.mesclun.org",
        "mark": "mesclun",
        "ink": "#2A2140",
        "primary": "#5B3E96",
        "accent": "#7FB13A",
        "on_accent": "#2A2140",
        "paper": "#F9F7FB",
        "heading_font": "familjen",
    },
    HUB: {
        "hostname": "pes.paca",
        "role": "hub",
        "mark": "pes",
        "ink": "#14213D",
        "primary": "#1D4E89",
        "accent": "#E9A23B",
        "on_accent": "#14213D",
        "paper": "#F7F8FA",
        "heading_font": "schibsted",
    },
}


@cache
def read(name: str) -> list[dict[str, Any]]:
    """The entries of one of the files: organisations, exchanges or sites."""
    entries: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return entries
