"""Compile the message catalogues that changed: gettext's own compiler is not on every machine."""

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Write the .mo beside every .po that is newer."""
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        catalogue = polib.pofile(str(source))
        catalogue.save_as_mofile(str(target))
        print(f"→ compiled {source.relative_to(ROOT)}: {catalogue.percent_translated()} % translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
