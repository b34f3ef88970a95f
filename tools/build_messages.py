"""Bring the French catalogue up to date with the sources: new texts come in empty, old ones leave."""

import sys
from datetime import UTC, datetime

from tools.messages import CATALOGUE, ROOT, collect, require_gettext


def main() -> int:
    """Write the merged catalogue."""
    require_gettext()
    catalogue = collect()
    catalogue.metadata.update(
        {
            "Project-Id-Version": "plateforme-echanges-solidaires",
            "Language": "fr",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=2; plural=(n > 1);",
            "PO-Revision-Date": datetime.now(tz=UTC).strftime("%Y-%m-%d %H:%M+0000"),
        }
    )
    for leftover in ("POT-Creation-Date", "Last-Translator", "Language-Team", "Report-Msgid-Bugs-To"):
        catalogue.metadata.pop(leftover, None)
    catalogue.header = "French texts of the platform. `make messages` collects them from the sources."
    catalogue.metadata_is_fuzzy = False
    target = ROOT / CATALOGUE
    target.parent.mkdir(parents=True, exist_ok=True)
    catalogue.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgctxt or ""))
    catalogue.save(str(target))
    waiting = [entry for entry in catalogue if not entry.obsolete and not entry.translated()]
    print(f"→ {CATALOGUE}: {len(catalogue)} texts, {len(waiting)} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
