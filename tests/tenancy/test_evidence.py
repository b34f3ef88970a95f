"""The instruments of the crawl: what they see, and what they would let pass."""

import io
import zipfile
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import Image
from wagtail.models import Collection, Page

from home.models import ContentPage
from tests.tenancy.addresses import routes
from tests.tenancy.crawl import Crawl
from tests.tenancy.crawler import Crawler
from tests.tenancy.evidence import Guard, said
from tests.tenancy.forms import forms_of
from tests.tenancy.ids import Ids
from tests.tenancy.report import Report
from tests.tenancy.rich import with_links
from tests.tenancy.words import Audience, Words
from tests.tenancy.world import World

pytestmark = pytest.mark.django_db


def noticed(world: World, act: Callable[[], Any]) -> list[str]:
    """What the guard says of something done."""
    guard = Guard(world.victim.rows)
    with guard.watch():
        act()
    return guard.changes()


def test_a_changed_row_of_the_victim_s_is_noticed(world: World) -> None:
    redirect = world.victim.one(Redirect)
    assert noticed(world, lambda: Redirect.objects.filter(pk=redirect.pk).update(old_path="/pris")) == [
        f"wagtailredirects.Redirect {redirect.pk}: old_path changed"
    ]
    number = redirect.pk
    assert noticed(world, redirect.delete) == [f"wagtailredirects.Redirect {number}: gone"]


def test_what_is_given_to_or_put_below_the_victim_is_noticed(world: World) -> None:
    own = Image.objects.filter(pk__in=world.tenants["apeas"].rows[Image]).first()
    collection = world.victim.one(Collection)
    found = noticed(world, lambda: Image.objects.filter(pk=own.pk).update(collection=collection))
    assert found == [f"wagtailimages.Image {own.pk} names collection {collection.pk}"]
    parent = world.victim.site.root_page
    assert any(
        "stands below a row of the victim's" in change
        for change in noticed(world, lambda: parent.add_child(instance=Page(title="Intruse")))
    )


def test_what_one_does_at_home_is_nobody_s_concern(world: World) -> None:
    redirect = Redirect.objects.filter(pk__in=world.tenants["apeas"].rows[Redirect]).first()
    assert noticed(world, redirect.delete) == []
    assert noticed(world, lambda: Redirect.objects.create(old_path="/a-nous")) == []


def test_all_that_an_answer_says_is_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("xl/sharedStrings.xml", "<t>zq00001x</t>")
    told = [
        HttpResponse("zq00001x"),
        HttpResponse(headers={"Location": "/ailleurs/zq00001x/"}),
        HttpResponse(packed.getvalue()),
        StreamingHttpResponse(iter([b"zq000", b"01x"])),
    ]
    assert all(Words().found_in(said(answer)) == {"zq00001x"} for answer in told)


def test_what_is_for_the_reader_is_no_leak() -> None:
    words = Words()
    public, private = words.new("a", Audience.VISITORS), words.new("b", Audience.PEOPLE)
    assert words.found_in(f"{public} {private}") == {public, private}
    assert words.found_in(f"{public} {private}", Audience.MEMBERS) == {private}


FORM = """<form method="POST" action="/ici/"><input type="hidden" name="jeton" value="1">
<input name="titre" value="Salle zq00001x"><input type="checkbox" name="non"><input type="checkbox"
name="oui" checked><select name="seul"><option value="">-<option value="3">C</select><select name="choix">
<option value="1" selected>A<option value="2">B</select><textarea name="texte">
{"entityMap": {}}</textarea><input type="file" name="piece"><button name="action-publish">Publier</button>
</form><form method="get"><input name="q"></form>"""


def test_a_form_sends_what_a_browser_would_and_no_secret() -> None:
    (form,) = forms_of(HttpResponse(FORM))
    assert (form.action, form.buttons) == ("/ici/", ["action-publish"])
    assert form.values == {
        "jeton": ["1"],
        "titre": ["Salle neutre"],
        "oui": ["on"],
        "seul": ["3"],
        "choix": ["1"],
        "texte": ['{"entityMap": {}}'],
        "piece": ["file"],
    }


def test_a_rich_text_is_made_to_link_to_the_victim_s(world: World) -> None:
    victim = Ids(world.victim)
    linked = with_links({"texte": ['{"entityMap": {}}'], "titre": ["x"]}, [], victim)
    assert f'"id": {victim.of(Page)[0]}' in linked["texte"][0]
    assert linked["titre"] == ["x"]
    assert with_links({"titre": ["x"]}, [], victim) == {}
    stream = with_links({}, [("body", ContentPage.body.field.formfield())], victim)
    assert stream["body-count"] > 1
    assert victim.of(Image)[0] in stream.values()


def test_an_alias_and_addresses_that_tell_are_among_what_is_asked(world: World) -> None:
    victim = Ids(world.victim)
    assert Page.objects.filter(pk__in=victim.of(Page), alias_of__isnull=False).exists()
    states = Page.objects.filter(slug__in=[urlsplit(url).path.split("/")[-2] for url in victim.addresses()])
    assert set(states.values_list("live", flat=True)) == {True, False}
    assert states.filter(view_restrictions__isnull=False).exists()


def test_what_is_done_to_many_is_tried_on_the_victim_s_rows_and_on_one_s_own(world: World) -> None:
    victim, own = Ids(world.victim), Ids(world.tenants["apeas"])
    nobody = Crawler(Report("nobody"), None, "testserver", Words(), Guard({}))
    route = next(route for route in routes() if route.name == "wagtail_bulk_action")
    asked = [each for each in Crawl(nobody, nobody, victim, own).targets(route) if each.model is Image]
    ticked = {
        (each.foreign, f"?id={ids.of(Image)[0]}" in each.path)
        for each in asked
        for ids in [victim if each.foreign else own]
    }
    assert ticked == {(True, True), (False, True)}
