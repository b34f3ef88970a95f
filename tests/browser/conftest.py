"""Chromium against a live server that answers for every network's host name."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    Route,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tools.chromium import ARGUMENTS, DESKTOP, PHONE, WCAG, find_chromium

# Playwright's loop runs in the thread of the test, which also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# What a page needs to look and work as drawn.
FILES = {"stylesheet", "script", "image", "font"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the whole run, taken from the system: no browser is downloaded."""
    binary = find_chromium()
    if binary is None:
        pytest.fail("No Chromium found: apt-get install chromium, or make test without it.")
    chromium = playwright.chromium.launch(executable_path=binary, args=ARGUMENTS)
    yield chromium
    chromium.close()


@pytest.fixture
def address(live_server: LiveServer) -> Callable[..., str]:
    """Turns a network's host name and a path into the URL at which the live server answers.

    Chromium resolves every name under localhost to this machine, without asking anyone.
    """
    port = live_server.url.rsplit(":", 1)[1]

    def build(host: str, path: str = "/") -> str:
        return f"http://{host.removesuffix('.localhost')}.localhost:{port}{path}"

    return build


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a person's browser; takes Playwright's options (viewport, java_script_enabled ...).

    The test fails when a page asks a third party for anything, lacks one of its files, breaks its own
    content security policy or has an error in a script.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def guard(route: Route) -> None:
        host = urlsplit(route.request.url).hostname or ""
        if host.endswith("localhost") or host == "127.0.0.1":
            route.continue_()
        else:
            complaints.append(f"asked a third party: {route.request.url}")
            route.abort()

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    def look(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in FILES:
            complaints.append(f"answered {response.status}: {response.url}")

    def build(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "fr-FR", **options})
        context.set_default_timeout(15_000)
        context.route("**/*", guard)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", hear)
        context.on("response", look)
        contexts.append(context)
        return context

    yield build
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """A page on a desktop screen."""
    return open_context().new_page()


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A page on a telephone."""
    return open_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fails with axe's own words when the page being shown breaks a rule of WCAG 2.2 AA."""

    def check(page: Page) -> None:
        results = Axe().run(page, options=WCAG)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check


@pytest.fixture
def assert_fits() -> Callable[[Page], None]:
    """Fails when the page scrolls sideways."""

    def check(page: Page) -> None:
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert excess <= 0, f"{page.url} is {excess} pixels too wide"

    return check
