"""Pictures of the main pages of the four demonstration sites, and of every kind of mail, on a telephone and on a desktop.

Makes its own database and server in a temporary folder: nothing of the developer's is touched.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools.chromium import ARGUMENTS, DESKTOP, PHONE, WCAG, find_chromium

ROOT = Path(__file__).resolve().parent.parent
HOSTS = ("pes.apeas.fr", "pes.allianceprovence.org", "pes.mesclun.org", "pes.paca")
PATHS = ("/", "/annuaire/", "/annuaire/*", "/echanges/", "/echanges/*", "/compte/connexion/", "/introuvable/")
SCREENS = (PHONE, DESKTOP)


def main() -> int:
    """Take the pictures; with --axe also fail on what axe finds and on pages that scroll sideways."""
    options = read_options()
    binary = find_chromium()
    if binary is None:
        sys.exit("Chromium is needed: apt-get install chromium")
    options.output.mkdir(parents=True, exist_ok=True)
    with served(options) as port, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=binary, args=ARGUMENTS)
        found = sum(
            visit(browser, host, port, screen, options)
            for host in options.hosts.split(",")
            for screen in SCREENS
        )
        found += sum(photograph_mails(browser, screen, options) for screen in SCREENS)
        browser.close()
    print(f"→ {len(list(options.output.glob('*.png')))} pictures in {options.output}")
    return bool(found)


def read_options() -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--axe", action="store_true", help="list what axe finds, and fail on it")
    parser.add_argument("--hosts", default=",".join(HOSTS), help="names split by commas")
    parser.add_argument(
        "--paths", default=",".join(PATHS), help="split by commas; * stands for the first page linked"
    )
    parser.add_argument("--output", type=Path, default=ROOT / "shots")
    return parser.parse_args()


@contextmanager
def served(options: argparse.Namespace) -> Iterator[int]:
    """A server of the demonstration on a free port, ended at the end; its mails are written first."""
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tools.settings",
            "DATABASE_URL": f"sqlite:///{folder}/shots.sqlite3",
            "PORT": str(port),
        }
        manage = [sys.executable, "manage.py"]
        print("→ laying out the demonstration", flush=True)
        for command in (["migrate", "--no-input"], ["demo", "--if-empty"]):
            subprocess.run([*manage, *command, "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
        write_mails(options, environment)
        server = subprocess.Popen(
            [*manage, "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=20)


def write_mails(options: argparse.Namespace, environment: dict[str, str]) -> None:
    """Every kind of mail, as HTML and text beside the pictures; ends here where one can't be written."""
    for old in options.output.glob("mail-*"):
        old.unlink()
    command = [sys.executable, "-m", "tools.mail_files", str(options.output.resolve())]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        sys.exit("A kind of mail is missing.")


def photograph_mails(browser: Browser, screen: ViewportSize, options: argparse.Namespace) -> int:
    """The HTML part of every mail, as a program shows it that loads nothing; how many are too wide."""
    context = browser.new_context(viewport=screen, is_mobile=screen is PHONE, locale="fr-FR", offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = 0
    for source in sorted(options.output.glob("mail-*.html")):
        asked.clear()
        page.set_content(source.read_text())
        page.screenshot(path=source.with_name(f"{source.stem}-{screen['width']}.png"), full_page=True)
        excess = overflow(page)
        if excess or asked:
            print(f"  {source.stem}: {excess} px too wide, asks for {asked}", flush=True)
        found += bool(excess or asked)
    context.close()
    return found


def wait_for(port: int) -> None:
    """Return once the server answers."""
    for _ in range(120):
        try:
            urlopen(f"http://127.0.0.1:{port}/", timeout=30).close()
        except HTTPError:
            return
        except URLError:
            time.sleep(0.5)
        else:
            return
    sys.exit("The server did not start: make run shows why.")


def visit(browser: Browser, host: str, port: int, screen: ViewportSize, options: argparse.Namespace) -> int:
    """Take one site on one screen; the number of violations found."""
    context = browser.new_context(viewport=screen, is_mobile=screen is PHONE, locale="fr-FR")
    page = context.new_page()
    base = f"http://{host}.localhost:{port}"
    found = 0
    for pattern in options.paths.split(","):
        path = resolve(page, base, pattern)
        if path is None:
            print(f"  {host} {pattern}: no such link")
            continue
        answer = page.goto(base + path, wait_until="load")
        name = re.sub(r"[^a-z0-9]+", "-", f"{host}{pattern.replace('*', 'fiche')}".lower()).strip("-")
        target = options.output / f"{name}-{screen['width']}.png"
        load_pictures(page)
        page.screenshot(path=target, full_page=True)
        excess = overflow(page)
        too_wide = f" — {excess} px too wide" if excess else ""
        print(f"  {target.name}: {answer.status if answer else '?'} {path}{too_wide}", flush=True)
        if options.axe:
            found += report(page) + bool(excess)
    context.close()
    return found


def resolve(page: Page, base: str, pattern: str) -> str | None:
    """The path itself, or for `/folder/*` that of the first page linked from `/folder/`."""
    if not pattern.endswith("*"):
        return pattern
    folder = pattern.removesuffix("*")
    page.goto(base + folder)
    links = page.eval_on_selector_all("main a[href]", "all => all.map(a => new URL(a.href).pathname)")
    return next((link for link in links if re.fullmatch(re.escape(folder) + r"[^/?]+/", link)), None)


def load_pictures(page: Page) -> None:
    """Wait for what a browser fetches only when it is scrolled to."""
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(img => { img.loading = 'eager'; })")
    page.wait_for_load_state("networkidle")
    page.evaluate("Promise.all([...document.images].map(img => img.decode().catch(() => null)))")


def overflow(page: Page) -> int:
    """By how many pixels the page scrolls sideways."""
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return max(0, int(page.evaluate(width)))


def report(page: Page) -> int:
    """Print what axe finds on the page being shown."""
    results = Axe().run(page, options=WCAG)
    for violation in results.response["violations"]:
        print(f"    {violation['impact']} {violation['id']}: {violation['help']}")
        for node in violation["nodes"][:5]:
            print(f"      {node['html'][:160]}")
    return results.violations_count


if __name__ == "__main__":
    sys.exit(main())
