"""What browsers are told to refuse: on pages, errors, files, previews and the administration."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core.registry import Duty
from syndication.models import Delivery
from tests.cms.test_settings import SOUND
from tests.core.test_caching import ADDRESSES
from tests.environment import load_settings
from tests.market import visit
from tests.networks import Networks

pytestmark = pytest.mark.django_db

PUBLIC = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
ADMIN = {
    **PUBLIC,
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
OPEN_DATA = ["/thesaurus.ttl"]


def policy(answer: Any) -> dict[str, str]:
    header = answer["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


def headers(answer: Any) -> dict[str, str]:
    return {name: answer.get(name, "") for name in HEADERS}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_them(networks: Networks, address: str) -> None:
    answer = visit(networks.apeas, address)
    expected = (
        {**HEADERS, "Cross-Origin-Resource-Policy": "cross-origin"} if address in OPEN_DATA else HEADERS
    )
    assert headers(answer) == expected
    assert policy(answer) == (ADMIN if address.startswith("/admin/") else PUBLIC)


def closed_page(networks: Networks, by: str) -> str:
    page = networks.exchange(networks.apeas, "Broyeur")
    PageViewRestriction.objects.create(page=page, restriction_type=by, password="sésame")
    return str(page.get_url())


def errors(networks: Networks, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Each page that says something went wrong."""
    site = networks.apeas
    Delivery.objects.create(
        uid="5f0c1f4e-2a1e-4df0-8d5b-0a3d35b9f0aa", kind="exchanges.ExchangePage", target=site,
        path="/echanges/parti/", state="withdrawn", state_at=timezone.now(),
    )  # fmt: skip
    client = Client(headers={"host": site.hostname}, raise_request_exception=False, enforce_csrf_checks=True)
    restricted = closed_page(networks, "groups")
    found = {
        "404": client.get("/no/such/page/"),
        "410": client.get("/echanges/parti/"),
        "400": client.get("/", headers={"host": "no host"}),
        "405": client.options("/theme.css"),
        "403_csrf": client.post("/_util/authenticate_with_password/1/1/"),
    }
    client.force_login(networks.user(("alliance", Duty.EDITOR)))
    found["403"] = client.get(restricted, follow=True)
    monkeypatch.setattr("exchanges.models.ExchangePage.serve", lambda *args, **kwargs: 1 / 0)
    PageViewRestriction.objects.all().delete()
    found["500"] = client.get(restricted)
    return found


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE
)


def test_errors_carry_them_too_and_need_nothing_inline(
    networks: Networks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, answer in errors(networks, monkeypatch).items():
        assert str(answer.status_code) == name[:3]
        assert headers(answer) == HEADERS, name
        assert policy(answer) == PUBLIC, name
        assert INLINE.search(answer.text) is None, name


@pytest.mark.parametrize("duty", [None, Duty.EDITOR])
def test_pages_need_nothing_inline(networks: Networks, duty: Duty | None) -> None:
    page = networks.exchange(networks.apeas, "Broyeur")
    user = networks.user(("apeas", duty)) if duty else None
    for address in ("/", "/annuaire/", "/echanges/", page.get_url()):
        assert INLINE.search(visit(networks.apeas, address, user=user).text) is None, address


def test_a_form_that_is_too_old_says_so_in_the_look_of_the_network(networks: Networks) -> None:
    client = Client(headers={"host": networks.apeas.hostname}, enforce_csrf_checks=True)
    answer: Any = client.post("/_util/authenticate_with_password/1/1/")
    assert "403_csrf.html" in [template.name for template in answer.templates]
    assert networks.apeas.networksettings.name in answer.text


@pytest.mark.parametrize("form", ["password", "login"])
def test_so_do_the_ways_in(networks: Networks, form: str) -> None:
    answer = visit(networks.apeas, closed_page(networks, form))
    assert headers(answer) == HEADERS
    assert policy(answer) == PUBLIC


@pytest.mark.parametrize("path", ["", "pages/", "login/", "no-such-thing/", "api/main/pages/"])
def test_the_administration_may_use_its_inline_scripts_and_nobody_elses(
    networks: Networks, path: str
) -> None:
    user = None if path == "login/" else networks.user(("apeas", Duty.EDITOR))
    answer = visit(networks.apeas, f"/admin/{path}", user=user)
    assert headers(answer) == HEADERS
    assert policy(answer) == ADMIN


def test_a_preview_is_under_the_policy_of_the_page(networks: Networks) -> None:
    page = networks.exchange(networks.apeas, "Broyeur")
    user = networks.user(("apeas", Duty.EDITOR))
    answer = visit(networks.apeas, f"/admin/pages/{page.pk}/view_draft/", user=user)
    assert headers(answer) == HEADERS
    assert policy(answer) == PUBLIC
    assert answer["Cache-Control"] == "private, no-store"


def test_static_files_carry_them(networks: Networks, tmp_path: Path, settings: Any) -> None:
    (tmp_path / "look.css").write_text("a{}")
    settings.STATIC_ROOT = tmp_path
    answer = visit(networks.apeas, "/static/look.css")
    assert answer.status_code == 200
    answer.close()
    assert headers(answer) == HEADERS
    assert policy(answer) == PUBLIC
    assert answer["Cache-Control"] == "max-age=60, public"


def test_production_speaks_https_only(networks: Networks, settings: Any) -> None:
    production = load_settings("cms.settings.production", **SOUND)
    for name in dir(production):
        if name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_")):
            setattr(settings, name, getattr(production, name))
    client = Client(headers={"host": networks.apeas.hostname})
    plain = client.get("/")
    assert (plain.status_code, plain["Location"]) == (301, f"https://{networks.apeas.hostname}/")
    assert policy(plain) == PUBLIC
    assert plain["Cache-Control"] == "private, no-store"
    for address in ("/", "/no/such/page/", "/compte/connexion/"):
        answer = client.get(address, secure=True)
        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", address
        for cookie in answer.cookies.values():
            assert cookie["secure"]
            assert cookie["path"] == "/"
            assert not cookie["domain"]
