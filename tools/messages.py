"""What the two message tools share: collecting the texts of the sources with gettext."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/fr/LC_MESSAGES/django.po")
IGNORED = ("tests/", "tools/", "benchmarks/", "docs/")


def require_gettext() -> None:
    """Stop with a word on what to install."""
    if not (shutil.which("xgettext") and shutil.which("msgmerge") and shutil.which("msgfmt")):
        sys.exit("gettext is needed: apt-get install gettext")


def collect() -> polib.POFile:
    """The French catalogue as it should be, merged from the sources, without touching the tree."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tree"
        for name in _sources():
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
        (copy / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                sys.executable, "-m", "django", "makemessages", "--locale", "fr", "--no-wrap", "--no-obsolete",
                "--add-location", "file", "--extension", "html,txt,py,xml",
            ],
            cwd=copy,
            check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        return _without_guesses(polib.pofile(str(copy / CATALOGUE), wrapwidth=0))


def _without_guesses(catalogue: polib.POFile) -> polib.POFile:
    """Empty what gettext only guessed from a similar text: a wrong guess reads like a right one."""
    for entry in catalogue:
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
    return catalogue


def _sources() -> list[str]:
    """The project's files, committed or not, that may hold a text for people."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        name
        for name in listed.stdout.splitlines()
        if Path(name).suffix in {".py", ".html", ".txt", ".xml", ".po"}
        and not name.startswith(IGNORED)
        and "/migrations/" not in name
        and (ROOT / name).is_file()
    ]
