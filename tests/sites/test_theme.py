"""The style sheet of a network: its tokens, and how long it is kept."""

import gzip
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse

from sites.context_processors import network as network_context
from sites.models import FooterLink, NetworkSettings
from sites.theme import theme_url
from tests.market import visit
from tests.networks import Networks


def css(response: Any) -> str:
    """The text of an answer that is not packed."""
    text: str = response.content.decode()
    return text


def test_each_network_has_its_own_tokens(networks: Networks) -> None:
    apeas, alliance = (css(visit(site, "/theme.css")) for site in (networks.apeas, networks.alliance))
    assert "--primary:#0B6B63;" in apeas
    assert "--primary:#4A6B1F;" in alliance
    for sheet in (apeas, alliance):
        assert "--weave-1:#0B6B63;--weave-2:#4A6B1F;--weave-3:#5B3E96;" in sheet
        assert sheet.count("@font-face") == 4
        assert "--heading-font:" in sheet
        assert ".xcard" in sheet
        assert "/*" not in sheet
        assert "@import" not in sheet
        assert "//" not in sheet  # Nobody else is asked for anything.


def test_it_is_kept_for_ever_under_its_version_only(networks: Networks) -> None:
    request = RequestFactory().get("/", headers={"host": networks.apeas.hostname})
    versioned = visit(networks.apeas, theme_url(request))
    assert versioned["Cache-Control"] == "public, max-age=31536000, immutable"
    assert versioned["Content-Type"] == "text/css; charset=utf-8"
    for other in ("/theme.css", "/theme.css?v=ancienne"):
        assert visit(networks.apeas, other)["Cache-Control"] == "public, max-age=60"
    for response in (versioned, visit(networks.apeas, "/theme.css")):
        assert "Cookie" not in response["Vary"]
        assert not response.cookies


def test_it_is_sent_again_only_when_it_changed(networks: Networks) -> None:
    first = visit(networks.apeas, "/theme.css")
    etag = first["ETag"]
    assert etag.startswith('"')
    again = visit(networks.apeas, "/theme.css", **{"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert visit(networks.alliance, "/theme.css", **{"if-none-match": etag}).status_code == 200
    NetworkSettings.objects.filter(site=networks.apeas).update(primary="#123456")
    changed = visit(networks.apeas, "/theme.css", **{"if-none-match": etag})
    assert changed.status_code == 200
    assert "--primary:#123456;" in css(changed)


def test_it_is_packed_for_those_who_unpack(networks: Networks) -> None:
    plain = visit(networks.apeas, "/theme.css")
    packed = visit(networks.apeas, "/theme.css", **{"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in packed["Vary"]


def test_what_is_no_colour_does_not_reach_the_sheet(networks: Networks) -> None:
    NetworkSettings.objects.filter(site=networks.apeas).update(primary="red;}*{")
    sheet = css(visit(networks.apeas, "/theme.css"))
    assert "red;}" not in sheet
    assert "--primary:#1D4E89;" in sheet


@pytest.mark.django_db
def test_a_site_that_is_no_network_is_styled_too() -> None:
    response = RequestFactory().get("/", headers={"host": "localhost"})
    assert theme_url(response).startswith("/theme.css?v=")


def test_robots_read_pages_and_not_every_filter(networks: Networks) -> None:
    response = visit(networks.apeas, "/robots.txt")
    assert "Disallow: /admin/" in response.text
    assert "Allow: /*?page=" in response.text
    assert "Allow: /theme.css\n" in response.text


def test_a_page_knows_its_network_and_the_others(networks: Networks) -> None:
    settings = NetworkSettings.objects.get(site=networks.apeas)
    settings.links = [FooterLink(label="Presse", url="/presse/")]
    settings.save()
    context = visit(networks.apeas, "/echanges/").context
    assert context["network"].name == "APEAS"
    assert context["network"].footer_links == [{"label": "Presse", "url": "/presse/"}]
    assert context["hub"]["name"] == "PES PACA"
    assert [sister["name"] for sister in context["sister_networks"]] == ["Alliance Provence", "MESCLUN"]
    assert {item["url"]: item["current"] for item in context["nav"]} == {
        "/echanges/": True,
        "/annuaire/": False,
    }
    assert not visit(networks.hub, "/").context["hub"]


@pytest.mark.django_db
def test_the_context_costs_nothing_until_it_is_read(django_assert_num_queries: object) -> None:
    request = RequestFactory().get(reverse("theme_css"), headers={"host": "localhost"})
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert set(network_context(request)) >= {"network", "hub", "nav", "sister_networks"}


def test_the_source_code_is_offered_where_its_address_is_known(networks: Networks, settings: Any) -> None:
    assert "Code source" not in visit(networks.apeas).text
    settings.SOURCE_URL = "https://forge.example.org/pes"
    assert '<a href="https://forge.example.org/pes">Code source</a>' in visit(networks.apeas).text
