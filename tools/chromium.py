"""The system's Chromium and axe, for the browser tests and the pictures."""

import shutil

from playwright.sync_api import ViewportSize

BINARIES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=900)
# WCAG 2.2 AA, which RGAA 4.1 stands on.
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def find_chromium() -> str | None:
    """Where the system's Chromium is: no browser is ever downloaded."""
    return next(filter(None, map(shutil.which, BINARIES)), None)
