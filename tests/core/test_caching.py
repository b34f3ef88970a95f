"""Who may keep an answer: said by every address, and never so that one reads what is another's."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import is_valid_path, path, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import PageViewRestriction, Site

from cms.core.caching import MINUTE, NEVER, POLICIES, CachingMiddleware, Policy, stated
from cms.core.models import Area
from cms.core.registry import Duty
from exchanges.models import ExchangePage
from sites.models import NetworkSettings
from tests.factories import make_page
from tests.market import make_places, visit
from tests.networks import Networks
from tests.routes import Route, routes

PUBLIC = "public, max-age="
ALONE, ONE_READER = "private, no-store", "private, no-cache"

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
# Where answers are made for one person, whoever it is.
PERSONAL = ("admin/", "compte/", "mon-espace/", "alertes/", "repondre/", "signaler/")
# Every other address, who may keep its answers, and why.
OTHERS = {
    "^((?:[\\w\\-]+/)*)$": ("no-cache", "a page may be withdrawn at any moment, and greets who is signed in"),
    "theme.css": (f"{PUBLIC}60", "the same for all visitors of the host; for ever under its own version"),
    "robots.txt": (f"{PUBLIC}86400", "the same for everybody"),
    "areas.json": (f"{PUBLIC}3600", "the same for everybody"),
    "thesaurus.ttl": (f"{PUBLIC}3600", "the same for everybody"),
    "carte/points.json": (f"{PUBLIC}60", "the same for all visitors of the host"),
    "styleguide/": (ALONE, "for some people only"),
    "documents/^(\\d+)/(.*)$": (ONE_READER, "may be private, by a password too"),
    "documents/authenticate_with_password/<int:restriction_id>/": (ALONE, "a form"),
    "_util/login/": (ALONE, "depends on who asks"),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": (ALONE, "a form"),
}


def policy_of(route: Route) -> Policy | None:
    policy: Policy | None = getattr(route.view, "cache_policy", None)
    return policy if policy in POLICIES else None


def test_every_address_states_its_policy() -> None:
    known = list(routes())
    assert len(known) > 250
    assert [route.written for route in known if policy_of(route) is None] == []


def test_an_address_that_states_none_is_found() -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert [policy_of(route) for route in routes([path("x/", forgotten)])] == [None]
    assert [policy_of(route) for route in routes(stated([path("x/", forgotten)], MINUTE))] == [MINUTE]


def test_each_address_is_under_the_policy_it_needs() -> None:
    found: dict[str, str] = {}
    for route in routes():
        control = policy_of(route).control
        if route.written.startswith(PERSONAL):
            assert control == ALONE, route.written
        else:
            found.setdefault(route.written, control)  # The first one answers.
    assert found == {written: control for written, (control, _why) in OTHERS.items()}


def control(answer: Any) -> str:
    found: str = answer["Cache-Control"]
    return found


@pytest.fixture
def world(networks: Networks, places: dict[str, Area]) -> Networks:
    """Two networks with a page at the same path, which says other things."""
    for key in ("apeas", "alliance"):
        site = getattr(networks, key)
        make_page(site, ExchangePage, f"Annonce de {key}", slug="annonce", area=places["nice"])
    return networks


@pytest.fixture
def places(db: None) -> dict[str, Area]:
    return make_places()


ADDRESSES = {
    "/": "no-cache",
    "/echanges/": "no-cache",
    "/echanges/annonce/": "no-cache",
    "/theme.css": f"{PUBLIC}60",
    "/robots.txt": f"{PUBLIC}86400",
    "/areas.json?q=aix": f"{PUBLIC}3600",
    "/thesaurus.ttl": f"{PUBLIC}3600",
    "/carte/points.json?kind=exchanges": f"{PUBLIC}60",
    "/admin/": ALONE,
    "/admin/login/": ALONE,
    "/admin/api/main/pages/": ALONE,
    "/compte/connexion/": ALONE,
    "/_util/login/": ALONE,
    "/_util/authenticate_with_password/1/1/": ALONE,
    "/documents/authenticate_with_password/1/": ALONE,
    "/styleguide/": ALONE,
    "/no/such/page/": ALONE,
    "/echanges": ALONE,  # Sent on to the address with a slash.
    "/static/no-such-file.css": ALONE,
    "/documents/1/nothing.pdf": ALONE,
}


def test_one_address_of_each_sort_is_asked() -> None:
    known = [address.split("?")[0] for address in ADDRESSES if is_valid_path(address.split("?")[0])]
    asked = {resolve(address).route for address in known}
    assert {written.replace("/^", "/") for written in OTHERS} <= asked


def test_answers_say_what_their_address_states(world: Networks) -> None:
    assert {address: control(visit(world.apeas, address)) for address in ADDRESSES} == ADDRESSES


def test_what_was_made_for_somebody_signed_in_is_theirs_alone(world: Networks) -> None:
    user = world.user(("apeas", Duty.EDITOR))
    found = {address: control(visit(world.apeas, address, user=user)) for address in ADDRESSES}
    same_for_all = {address: said for address, said in ADDRESSES.items() if said.startswith("public")}
    for address, said in found.items():
        assert said.startswith("private") or said == same_for_all[address], address
    for address in same_for_all:
        assert visit(world.apeas, address).content == visit(world.apeas, address, user=user).content


@pytest.mark.parametrize("address", ["/theme.css?v={digest}", "/theme.css?v=other"])
def test_a_style_sheet_is_kept_for_ever_under_its_own_version(world: Networks, address: str) -> None:
    link = visit(world.apeas, "/").text.split("/theme.css?v=")[1].split('"')[0]
    answer = visit(world.apeas, address.format(digest=link))
    assert control(answer) == (f"{PUBLIC}31536000, immutable" if "digest" in address else f"{PUBLIC}60")


class SharedCache:
    """A proxy that files answers by path alone, as nginx does when it is told nothing about hosts.

    It obeys what the answers say, and believes itself clever: what it may store at all it serves
    again, even what it should ask about first.
    """

    def __init__(self) -> None:
        self.kept: list[tuple[str, dict[str, str], bytes]] = []

    def get(self, site: Site, address: str, user: Any = None) -> bytes:
        client = Client(headers={"host": site.hostname})
        if user:
            client.force_login(user)
        sent = {"host": site.hostname, "cookie": client.cookies.output()}
        for known, vary, body in self.kept:
            if known == address and all(sent.get(name, "") == value for name, value in vary.items()):
                return body
        answer: Any = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        # Of forms: another one each time, for the same reader too.
        body = TOKEN.sub(b"", body)
        if "private" not in control(answer):
            assert not answer.cookies, address
            names = [name.strip().lower() for name in answer.get("Vary", "").split(",")]
            self.kept.append((address, {name: sent.get(name, "") for name in names if name}, body))
        return body


def test_no_site_and_no_person_is_given_the_answer_of_another(world: Networks) -> None:
    proxy = SharedCache()
    editor = world.user(("apeas", Duty.EDITOR))
    readers = [(world.apeas, None), (world.alliance, None), (world.apeas, editor), (world.apeas, None)]
    for address, said in ADDRESSES.items():
        for site, user in readers:
            served, fresh = (each.get(site, address, user) for each in (proxy, SharedCache()))
            # Answers that nobody may share need not be the same twice.
            assert said.startswith("private") or served == fresh, (address, site, user)
    assert {address for address, _vary, _body in proxy.kept} == {
        address for address, said in ADDRESSES.items() if not said.startswith("private")
    }
    of_two = [proxy.get(site, "/carte/points.json?kind=exchanges") for site in (world.apeas, world.alliance)]
    assert b"Annonce de apeas" in of_two[0]
    assert b"Annonce de alliance" in of_two[1]


def test_no_state_of_one_site_is_taken_for_that_of_another(world: Networks) -> None:
    for address in ("/theme.css", "/carte/points.json?kind=exchanges"):
        etag = visit(world.apeas, address)["ETag"]
        assert visit(world.apeas, address, **{"if-none-match": etag}).status_code == 304
        assert visit(world.alliance, address, **{"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("by", ["password", "login"])
def test_what_keeps_a_page_private_is_not_kept(world: Networks, by: str) -> None:
    page = ExchangePage.objects.get(title="Annonce de apeas")
    PageViewRestriction.objects.create(page=page, restriction_type=by, password="sésame")
    client: Any = Client(headers={"host": world.apeas.hostname})
    closed = client.get("/echanges/annonce/")
    assert control(closed) == ALONE
    if by == "password":
        data = {"password": "sésame", "return_url": "/echanges/annonce/"}
        entered = client.post(closed.context["action_url"], data)
        assert control(entered) == ALONE
    else:
        client.force_login(world.user())
    opened = client.get("/echanges/annonce/")
    assert opened.status_code == 200
    assert control(opened) == ALONE


def test_a_document_is_for_its_reader(networks: Networks, uploads_on_disk: Path) -> None:
    document = Document(title="Statuts")
    document.file.save("statuts.pdf", ContentFile(b"%PDF-"))
    answer = visit(networks.apeas, document.url)
    assert (answer.status_code, control(answer)) == (200, ONE_READER)
    assert b"".join(answer.streaming_content) == b"%PDF-"  # Read to the end, a file is closed.
    again = visit(networks.apeas, document.url, **{"if-none-match": answer["ETag"]})
    assert (again.status_code, control(again)) == (304, ONE_READER)


def test_a_redirection_of_a_network_is_not_kept(networks: Networks) -> None:
    Redirect.objects.create(old_path="/vieux", site=networks.apeas, redirect_link="/annuaire/")
    answer = visit(networks.apeas, "/vieux/")
    assert (answer.status_code, control(answer)) == (301, ALONE)
    assert visit(networks.alliance, "/vieux/").status_code == 404


def test_nor_is_what_breaks_or_is_refused(networks: Networks, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(
        headers={"host": networks.apeas.hostname}, raise_request_exception=False, enforce_csrf_checks=True
    )
    assert control(client.post("/admin/login/")) == ALONE
    assert control(client.post("/theme.css")) == ALONE  # 405
    NetworkSettings.objects.all().delete()
    monkeypatch.setattr("sites.views.sheet_for", lambda request: 1 / 0)
    broken = client.get("/theme.css")
    assert (broken.status_code, control(broken)) == (500, ALONE)


def through(answer: HttpResponse, **session: Any) -> str:
    """What the middleware makes of an answer."""
    request = RequestFactory().get("/")
    if session:
        request.session = Client().session
        request.session.update(session)
    return CachingMiddleware(lambda request: answer)(request)["Cache-Control"]


def said(value: str = "") -> HttpResponse:
    return HttpResponse(headers={"Cache-Control": value} if value else {})


@pytest.mark.django_db
def test_an_answer_with_a_cookie_or_out_of_a_session_is_never_shared() -> None:
    for value in ("no-cache", "public, max-age=60", "max-age=60"):
        assert through(said(value)) == value
        with_cookie = said(value)
        with_cookie.set_cookie("csrftoken", "abc")
        assert through(with_cookie) == ONE_READER
        assert through(said(value), passed=[1]) == ONE_READER


def test_an_answer_that_says_nothing_is_not_kept() -> None:
    assert through(said()) == ALONE
    assert through(said("max-age=0, no-cache, no-store, must-revalidate, private")) == ALONE
    assert through(said("private, no-cache")) == ONE_READER


def test_a_view_keeps_what_it_says_but_not_for_errors_and_not_for_one_person() -> None:
    def answer(policy: Policy, response: HttpResponse) -> str:
        return policy(lambda request: response)(RequestFactory().get("/"))["Cache-Control"]

    assert answer(MINUTE, said("public, max-age=9")) == "public, max-age=9"
    assert answer(MINUTE, HttpResponse(status=404)) == ALONE
    assert answer(NEVER, said("public, max-age=9")) == ALONE
