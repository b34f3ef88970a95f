"""Fail on a file over 400 lines or a function over 40: a sign that a room is missing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 400
FUNCTION_LINES = 40
SUFFIXES = {".py", ".css", ".js", ".html", ".sh"}
# Generated, or another project's.
ELSEWHERE = ("migrations", "vendor")


def main() -> int:
    """Print what is too long."""
    found = [line for path in sources() for line in too_long(path)]
    print("\n".join(found) or "sizes: nothing is too long")
    return bool(found)


def sources() -> Iterator[Path]:
    """The project's own source files, committed or not."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in sorted(listed.stdout.splitlines()):
        path = ROOT / name
        if path.suffix in SUFFIXES and path.is_file() and not any(part in ELSEWHERE for part in path.parts):
            yield path


def too_long(path: Path) -> Iterator[str]:
    """One line for the file and for each of its functions that is over the limit."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT)
    count = text.count("\n")
    if count > FILE_LINES:
        yield f"{name}: {count} lines, {FILE_LINES} at most"
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{name}:{node.lineno}: {node.name}() has {length} lines, {FUNCTION_LINES} at most"


if __name__ == "__main__":
    sys.exit(main())
