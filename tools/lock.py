"""Write the lock files from pyproject.toml, with a digest for every file that pip may install."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock",
]  # fmt: skip


def main(options: list[str]) -> int:
    """Compile both files; options such as --upgrade go to the resolver."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        binaries = Path(folder) / "bin"
        subprocess.run([binaries / "pip", "install", "--quiet", "uv"], check=True)
        # A configuration of this machine must not end in a file that everyone reads.
        environment = {**os.environ, "UV_NO_CONFIG": "1"}
        for extra in (
            ["-o", "requirements.lock"],
            ["-o", "requirements-dev.lock", "--group", "dev", "-c", "requirements.lock"],
        ):
            subprocess.run(
                [binaries / "uv", *COMPILE, *extra, *options], cwd=ROOT, env=environment, check=True
            )
            print(f"→ wrote {extra[1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
