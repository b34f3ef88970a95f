"""The look: every part is on the styleguide, nothing is inline, and the drawings keep their word."""

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError
from django.test import Client, RequestFactory
from django.utils import translation
from django.views.defaults import server_error

import cms.core
from cms.core.registry import Duty
from cms.core.templatetags import look
from tests.networks import Networks

ROOT = Path(cms.core.__file__).parents[2]
TEMPLATES = Path(cms.core.__file__).parent / "templates"
# What needs a page of Wagtail's tree to be shown.
NOT_ON_THE_STYLEGUIDE = {"core/parts/page_breadcrumbs.html"}
INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", re.IGNORECASE)


@pytest.mark.parametrize("key", ["apeas", "hub"])
def test_every_part_is_on_the_styleguide(networks: Networks, client: Client, settings: Any, key: str) -> None:
    settings.DEBUG = True
    response = client.get("/styleguide/", headers={"host": getattr(networks, key).hostname})
    assert response.status_code == 200
    shown = {template.name for template in response.templates}
    parts = {path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "core/parts").glob("*.html")}
    assert parts - shown == NOT_ON_THE_STYLEGUIDE


def test_the_styleguide_is_not_for_visitors(networks: Networks, client: Client) -> None:
    host = {"host": networks.apeas.hostname}
    assert client.get("/styleguide/", headers=host).status_code == 404
    editor = networks.client(("apeas", Duty.EDITOR))
    assert editor.get("/styleguide/", headers=host).status_code == 200


def test_no_template_of_the_sites_is_inline() -> None:
    """The content security policy refuses inline styles, scripts and handlers; mails know nothing else."""
    folders = ("cms/core/templates", "exchanges/templates", "home/templates")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for folder in folders
        for path in (ROOT / folder).rglob("*.html")
        if path.parent.name != "mail"
        for match in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.django_db
def test_a_host_of_no_network_gets_its_error_page(client: Client) -> None:
    response = client.get("/nowhere/", headers={"host": "somewhere.localhost"})
    assert response.status_code == 404
    assert "core/base.html" in {template.name for template in response.templates}


def test_the_server_error_page_needs_no_context(rf: RequestFactory) -> None:
    response = server_error(rf.get("/"))
    assert "/theme.css" in response.content.decode()


@pytest.mark.parametrize("name", ["nothing-of-the-sort", "../base", "Search"])
def test_a_drawing_that_does_not_exist_is_said(name: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        look.icon(name)


def test_what_people_type_is_escaped_in_drawings() -> None:
    assert "<b>" not in look.monogram("<b>", "<b>")
    assert "<script" not in look.mark("", "#000000", "<script>x</script>")


@pytest.mark.parametrize("colour", ["red", "#12345", '"><script>', "", "#1234567"])
def test_only_colours_reach_the_drawings(colour: str) -> None:
    assert 'fill="currentColor"' in look.stripe(colour)
    assert look.MARKS["apeas"][0] in look.mark("apeas", colour)


def test_a_monogram_never_changes() -> None:
    assert look.monogram("RL", "La Ressourcerie") == look.monogram("RL", "La Ressourcerie")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("La Ressourcerie du Luberon", "RL"), ("AMAP des Restanques", "AR"), ("Oé", "O"), ("", "")],
)
def test_initials_leave_out_small_words(name: str, letters: str) -> None:
    assert look.initials(name) == letters


def test_dates_are_in_full() -> None:
    with translation.override("fr"):
        assert look.longdate(dt.date(2030, 5, 1)) == "1er mai 2030"
        assert look.longdate(dt.date(2030, 5, 21)) == "21 mai 2030"
        late = dt.datetime(2030, 4, 30, 23, 30, tzinfo=dt.UTC)
        assert look.longdate(late) == "1er mai 2030"
    assert look.longdate(None) == ""


def test_french_elides_before_a_vowel() -> None:
    with translation.override("fr"):
        assert look.elided("vient de Alliance Provence") == "vient d’Alliance Provence"
        assert look.elided("vient de MESCLUN") == "vient de MESCLUN"
    with translation.override("en"):
        assert look.elided("comes de Alliance") == "comes de Alliance"


@pytest.mark.parametrize(
    ("number", "window"),
    [
        (1, [1, 2, None, 12]),
        (3, [1, 2, 3, 4, None, 12]),
        (6, [1, None, 5, 6, 7, None, 12]),
        (12, [1, None, 11, 12]),
    ],
)
def test_pages_shown_around_this_one(number: int, window: list[int | None]) -> None:
    assert look.page_window(Paginator(range(240), 20).page(number)) == window


@pytest.mark.parametrize(
    ("size", "is_picture"),
    [((1200, 800), True), ((400, 300), False), ((1200, 300), False), ((900, 900), False)],
)
def test_logos_are_told_from_pictures(size: tuple[int, int], is_picture: bool) -> None:
    assert look.is_picture(SimpleNamespace(width=size[0], height=size[1])) is is_picture
    assert look.is_picture(None) is False
