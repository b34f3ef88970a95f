"""Pictures of the main pages of the four demonstration sites, and of every kind of mail, on a telephone and on a desktop.

As visitors see them, then as members and those who look after a network do, signed in with the accounts
of the demonstration. Makes its own database and server in a temporary folder: nothing of the developer's is touched.
"""

import argparse
import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools.chromium import ARGUMENTS, DESKTOP, PHONE, WCAG, find_chromium

ROOT = Path(__file__).resolve().parent.parent
APEAS, ALLIANCE, MESCLUN, HUB = "pes.apeas.fr", "pes.allianceprovence.org", "pes.mesclun.org", "pes.paca"
HOSTS = (APEAS, ALLIANCE, MESCLUN, HUB)
PATHS = ("/", "/annuaire/", "/annuaire/*", "/echanges/", "/echanges/*", "/compte/connexion/", "/introuvable/")
SCREENS = (PHONE, DESKTOP)
# Public: home/demo/accounts.py.
PASSWORD = "lavande-et-romarin"  # noqa: S105


@dataclass(frozen=True)
class Tour:
    """Pages of one site, as one person sees them: an account of the demonstration, or a visitor.

    `*` stands for the first page that its folder links to.
    """

    host: str
    paths: tuple[str, ...]
    account: str = ""


SPACE, ADMIN = "/mon-espace/", "/admin/"
TOURS = (
    Tour(
        ALLIANCE,
        (
            "/compte/inscription/",
            "/echanges/local-nice-point-de-vente/",
            "/echanges/?q=zzzz",
            "/alertes/nouvelle/?kind=exchanges&query=q=local",
        ),
    ),
    Tour(
        ALLIANCE,
        (
            SPACE,
            f"{SPACE}annonces/",
            f"{SPACE}annonces/publier/",
            f"{SPACE}annonces/*/terminer/",
            f"{SPACE}structures/*/fiche/",
            f"{SPACE}nouvelles/",
            f"{SPACE}nouvelles/reglages/",
            f"{SPACE}alertes/",
            f"{SPACE}conversations/",
            f"{SPACE}conversations/*/",
            f"{SPACE}conversations/*/issue/",
            f"{SPACE}pour-vous/",
            "/compte/",
            "/compte/donnees/effacer/",
        ),
        "marie",
    ),
    # With nothing yet, or nearly.
    Tour(
        ALLIANCE,
        (
            SPACE,
            f"{SPACE}structures/trouver/?q=moulin",
            f"{SPACE}conversations/",
        ),
        "ninon",
    ),
    Tour(APEAS, (f"{SPACE}conversations/*/", "/echanges/*"), "salome"),
    # The rooms of those who look after a network.
    Tour(
        ALLIANCE,
        (
            f"{ADMIN}follow-up/",
            f"{ADMIN}follow-up/quiet/",
            f"{ADMIN}follow-up/to-close/",
            f"{ADMIN}follow-up/ended/",
            f"{ADMIN}follow-up/*/propose/",
            f"{ADMIN}reported/",
            f"{ADMIN}reported/*/",
            f"{ADMIN}rattachements/",
            f"{ADMIN}rattachements/*/",
            f"{ADMIN}rattachements/?standing=refused",
            f"{ADMIN}members/",
            f"{ADMIN}members/?q=zzzz",
            f"{ADMIN}people/",
            f"{ADMIN}people/*/invite/",
        ),
        "gestion.alliance",
    ),
)


def main() -> int:
    """Take the pictures; with --axe also fail on what axe finds and on pages that scroll sideways."""
    options = read_options()
    binary = find_chromium()
    if binary is None:
        sys.exit("Chromium is needed: apt-get install chromium")
    options.output.mkdir(parents=True, exist_ok=True)
    with served(options) as port, ThreadPoolExecutor(len(SCREENS)) as pool:
        found = sum(pool.map(lambda screen: look(binary, screen, port, options), SCREENS))
    print(f"→ {len(list(options.output.glob('*.png')))} pictures in {options.output}")
    return bool(found)


def look(binary: str, screen: ViewportSize, port: int, options: argparse.Namespace) -> int:
    """Take every picture on one screen, in a browser of its own; how many things are wrong."""
    tours = [Tour(host, tuple(options.paths.split(","))) for host in options.hosts.split(",")]
    if options.paths == ",".join(PATHS):
        tours += [tour for tour in TOURS if tour.host in options.hosts.split(",")]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=binary, args=ARGUMENTS)
        found = sum(visit(browser, tour, port, screen, options) for tour in tours)
        found += photograph_mails(browser, screen, options)
        browser.close()
    return found


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


@contextlib.contextmanager
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


def visit(browser: Browser, tour: Tour, port: int, screen: ViewportSize, options: argparse.Namespace) -> int:
    """Make one tour on one screen; the number of violations found."""
    context = browser.new_context(viewport=screen, is_mobile=screen is PHONE, locale="fr-FR")
    page = context.new_page()
    base = f"http://{tour.host}.localhost:{port}"
    if tour.account:
        sign_in(page, base, tour.account)
    found = 0
    for pattern in tour.paths:
        path = resolve(page, base, pattern)
        if path is None:
            print(f"  {tour.host} {pattern}: no such link")
            found += 1
            continue
        words = f"{tour.host} {tour.account} {pattern.replace('*', 'fiche')}"
        name = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
        found += take(page, base + path, options.output / f"{name}-{screen['width']}.png", axe=options.axe)
    context.close()
    return found


def sign_in(page: Page, base: str, name: str) -> None:
    """Sign in with that account of the demonstration."""
    page.goto(f"{base}/compte/connexion/")
    page.fill("main input[type=email]", f"{name}@example.org")
    page.fill("main input[type=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/connexion/" not in url)


def take(page: Page, url: str, target: Path, *, axe: bool) -> int:
    """Take the picture of one page; with `axe` the number of violations, else 0."""
    answer = page.goto(url, wait_until="load")
    load_pictures(page)
    own = ADMIN not in url
    with contextlib.nullcontext() if own else opened(page):
        page.screenshot(path=target, full_page=True)
    excess = overflow(page)
    too_wide = f" — {excess} px too wide" if excess else ""
    print(f"  {target.name}: {answer.status if answer else '?'}{too_wide}", flush=True)
    # What axe says of the admin is about Wagtail.
    return (report(page) if own else 0) + bool(excess) if axe else 0


@contextlib.contextmanager
def opened(page: Page) -> Iterator[None]:
    """A page of the admin in a window as tall as what it holds: Wagtail scrolls a part of its page only."""
    size = page.viewport_size or DESKTOP
    page.wait_for_load_state("networkidle")
    heights = (
        "[...document.querySelectorAll('main, .content-wrapper, .content')].map(part => part.scrollHeight)"
    )
    tallest = max([size["height"], *page.evaluate(heights)])
    page.set_viewport_size({"width": size["width"], "height": tallest})
    yield
    page.set_viewport_size(size)


def resolve(page: Page, base: str, pattern: str) -> str | None:
    """The path itself, or for `/folder/*` and `/folder/*/more/` with the first page linked from `/folder/`."""
    if "*" not in pattern:
        return pattern
    folder, more = pattern.split("*")
    page.goto(base + folder)
    links = page.eval_on_selector_all("main a[href]", "all => all.map(a => new URL(a.href).pathname)")
    kind = r"(\d+/)" if folder.startswith((SPACE, ADMIN)) else r"([^/?]+/)"
    found = (re.match(re.escape(folder) + kind, link) for link in links)
    first = next((match for match in found if match), None)
    return first.group(0) + more.removeprefix("/") if first else None


def load_pictures(page: Page) -> None:
    """Wait for what a browser fetches only when it is scrolled to."""
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(img => { img.loading = 'eager'; })")
    if page.query_selector(".map"):  # Its outlines and points come later.
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
