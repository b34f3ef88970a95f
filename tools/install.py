"""Install a lock file with pip, showing how far it is instead of a line per package.

Runs on a bare virtual environment: the standard library only.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = re.compile(r"^([a-z0-9][a-z0-9._-]*)==\S+", re.MULTILINE)
# The last form is a wheel that a folder of this machine holds.
REACHED = re.compile(
    r"^(?:(?:Collecting|Requirement already satisfied:) |Processing \S*/)([A-Za-z0-9._-]+?)(?:==|-\d)"
)
PIP = [
    sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off",
    "--require-hashes", "-r",
]  # fmt: skip


def main(lock: str) -> int:
    """Run pip on the lock file; what it said is shown when it fails."""
    total = len(set(PACKAGE.findall((ROOT / lock).read_text(encoding="utf-8"))))
    said: list[str] = []
    count = 0
    with subprocess.Popen(
        [*PIP, lock], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in pip.stdout or ():
            said.append(line)
            if reached := REACHED.match(line):
                count += 1
                show(f"  {count} of {total}: {reached[1]}", last=False, worth_a_line=count % 20 == 0)
            elif line.startswith("Installing"):
                show("  putting them in place", last=False, worth_a_line=True)
    if pip.returncode:
        print("\n" + "".join(said[-30:]), file=sys.stderr)
        return pip.returncode
    show(f"  all {count} are in place", last=True, worth_a_line=True)
    return 0


def show(text: str, *, last: bool, worth_a_line: bool) -> None:
    """Rewrite one line on a terminal; elsewhere print only the lines worth keeping in a log."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="\n" if last else "", flush=True)
    elif worth_a_line:
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
