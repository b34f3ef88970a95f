"""The pages that editors use all day ask little more of the database than those of Wagtail as it comes."""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection

from benchmarks.admin_pages import PAGES, SIZES, asked, at_work, counts, picture
from cms.core.registry import Duty
from cms.settings.env import BASE_DIR
from exchanges.models import ExchangeIndexPage, ExchangePage
from home.models import ContentPage
from tests.factories import make_page
from tests.networks import Networks
from tests.syndication.admin_world import make_rule

MOST = 1.5
# Wagtail as it comes (benchmarks/stock_admin.py), at 1 and at 30 items; ours, the same at both.
STOCK_AT_1_AND_30 = {
    "dashboard": (31, 147),
    "explorer, home of the site": (29, 29),
    "explorer, a list": (30, 30),
    "page chooser": (21, 93),
    "page chooser, search": (19, 85),
    "images": (17, 17),
    "image chooser": (16, 16),
    "documents": (16, 16),
    "document chooser": (15, 24),
    "snippets": (11, 11),
}
OURS = {
    "dashboard": 43,
    "explorer, home of the site": 43,
    "explorer, a list": 40,
    "page chooser": 24,
    "page chooser, search": 15,
    "images": 19,
    "image chooser": 16,
    "documents": 18,
    "document chooser": 14,
    "snippets": 16,
}


def grow(networks: Networks, editor: Any, numbers: range) -> None:
    """As many more pages on the home page and in the list, pictures, documents and rules of APEAS."""
    site = networks.apeas
    collection = Collection.objects.get(name="APEAS")
    for number in numbers:
        at_work(make_page(site, ExchangePage, f"Annonce {number}"), editor)
        at_work(site.root_page.add_child(instance=ContentPage(title=f"Page {number}")), editor)
        picture(f"Image {number}", collection)
        document = Document(title=f"Document {number}", collection=collection)
        document.file.save("document.pdf", ContentFile(b"%PDF-"))
        make_rule(networks, "alliance", "apeas")


def test_no_page_asks_more_than_half_as_much_again_as_wagtail_s_own() -> None:
    assert list(OURS) == list(STOCK_AT_1_AND_30) == list(PAGES)
    too_many = {
        name: (own, least)
        for name, own in OURS.items()
        if own > MOST * (least := min(STOCK_AT_1_AND_30[name]))
    }
    assert too_many == {}


@pytest.mark.django_db
def test_they_ask_as_much_for_thirty_rows_as_for_one(networks: Networks) -> None:
    index = ExchangeIndexPage.objects.child_of(networks.apeas.root_page).get()
    ids = {
        "root": networks.apeas.root_page_id,
        "index": index.pk,
        "snippets": reverse("wagtailsnippets_syndication_syndicationrule:list"),
    }
    client = Client(headers={"host": networks.apeas.hostname})
    editor = networks.user(("apeas", Duty.EDITOR))
    client.force_login(editor)
    found, there = {}, 0
    for size in SIZES:
        grow(networks, editor, range(there, size))
        there = size
        found[size] = counts(client, ids)
    assert found == dict.fromkeys(SIZES, OURS)


@pytest.mark.django_db
def test_copies_ask_no_more_than_what_was_typed(networks: Networks) -> None:
    """Their lock names the network they come from."""
    index = ExchangeIndexPage.objects.child_of(networks.hub.root_page).get()
    client = Client(headers={"host": networks.hub.hostname})
    client.force_login(networks.user(("hub", Duty.COORDINATOR)))
    for numbers in (range(1), range(1, 10)):
        for number in numbers:
            origin = make_page(networks.apeas, ExchangePage, f"Annonce {number}")
            make_page(networks.hub, ExchangePage, f"Annonce {number}", origin=origin)
        assert asked(client, f"/admin/pages/{index.pk}/") == OURS["explorer, a list"]
        assert asked(client, f"/admin/choose-page/{index.pk}/") == OURS["page chooser"]


@pytest.mark.slow
def test_wagtail_as_it_comes_asks_this_much() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.stock_admin"],
        cwd=BASE_DIR,
        capture_output=True,
        check=True,
        env={"PATH": "/usr/bin:/bin"},
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    assert {name: tuple(measured[str(size)][name] for size in SIZES) for name in PAGES} == STOCK_AT_1_AND_30
