"""Fail when a text of the sources has no sound French: missing, empty, doubtful, broken or badly spaced."""

import re
import subprocess
import sys
from collections.abc import Iterator

import polib

from tools.messages import CATALOGUE, ROOT, collect, require_gettext

# French sets a non-breaking space before these signs and inside the quotation marks. A colon or
# semicolon inside code, an entity or a URL is not punctuation, so only a plain space is a fault.
PLAIN_SPACE = re.compile(r"[^\s] [:;?!»]|« ")
GLUED = re.compile(r"[^\W\d_][?!»](?:\s|$)|«\S")


def main() -> int:
    """Print every fault and count them."""
    require_gettext()
    written = ROOT / CATALOGUE
    if not written.exists():
        print(f"{CATALOGUE} does not exist: make messages")
        return 1
    checked = subprocess.run(["msgfmt", "--check-format", "--output-file=/dev/null", written], check=False)
    # Merging needs the catalogue of the tree, so a text that is not in it comes back empty.
    faults = [fault for entry in collect() if not entry.obsolete for fault in faults_of(entry)]
    print("\n".join(faults) or f"messages: every text of the sources has its French in {CATALOGUE}")
    return bool(faults) or checked.returncode != 0


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one text."""
    where = entry.occurrences[0][0] if entry.occurrences else "?"
    short = entry.msgid.strip().replace("\n", " ")[:70]
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        yield f"{where}: no French: {short}"
    for text in texts:
        if PLAIN_SPACE.search(text) or GLUED.search(text):
            yield f"{where}: a non-breaking space is missing: {text.strip()[:70]}"
        if "'" in re.sub(r"<[^>]*>", "", text):
            yield f"{where}: a straight apostrophe, ’ in French: {text.strip()[:70]}"


if __name__ == "__main__":
    sys.exit(main())
