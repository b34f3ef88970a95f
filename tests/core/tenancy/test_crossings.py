"""What superusers do to a network is written down in its history."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import PageLogEntry, Site

from cms.core.registry import Duty
from cms.core.tenancy import crossings
from cms.core.tenancy.crossings import CROSSING
from cms.users.models import User
from sites.roles import group_for
from tests.core.tenancy.conftest import LEFT_OPEN, Things, said
from tests.networks import Networks

pytestmark = [pytest.mark.django_db, LEFT_OPEN]


@pytest.fixture
def root() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org", "x", first_name="Racine"))
    return client


def lines(site: Site) -> list[PageLogEntry]:
    return list(PageLogEntry.objects.for_instance(site.root_page).filter(action=CROSSING))


def test_each_act_is_told_once(networks: Networks, secret: Things, root: Client) -> None:
    address = reverse("wagtailadmin_pages:lock", args=[secret.page.pk])
    root.get(address)
    assert lines(networks.alliance) == []
    for _twice in range(2):
        root.post(address)
    (line,) = lines(networks.alliance)
    assert line.user == User.objects.get(email="root@example.org")
    assert line.data == {"method": "POST", "address": address, "what": [f"wagtailcore.Page {secret.page.pk}"]}
    assert lines(networks.apeas) == []


@pytest.mark.parametrize("kind", ["image", "document", "redirect"])
def test_what_is_deleted_is_told_of_its_network(
    networks: Networks, secret: Things, root: Client, kind: str
) -> None:
    names = {"image": "wagtailimages", "document": "wagtaildocs", "redirect": "wagtailredirects"}
    root.post(reverse(f"{names[kind]}:delete", args=[getattr(secret, kind).pk]))
    assert len(lines(networks.alliance)) == 1
    assert lines(networks.apeas) == []


def test_what_is_made_for_a_network_is_told(networks: Networks, root: Client) -> None:
    sent = {"old_path": "/a", "site": networks.apeas.pk, "redirect_link": "https://exemple.org/b"}
    assert root.post(reverse("wagtailredirects:add"), sent).status_code == 302
    assert len(lines(networks.apeas)) == 1


@pytest.mark.parametrize("field", ["site", "network", "collection", "groups", "role", "chooser"])
def test_a_form_names_networks_by_what_belongs_to_them(
    networks: Networks, secret: Things, own: Things, field: str
) -> None:
    def value(site: Site, things: Things) -> int:
        group = group_for(site, Duty.EDITOR)
        assert group is not None
        places = {"collection": things.image.collection_id, "chooser": things.page.get_parent().pk}
        people = {"groups": group.pk, "role": group.pk}
        return {"site": site.pk, "network": site.pk, **places, **people}[field]

    named = [value(networks.alliance, secret), value(networks.apeas, own)]
    request = RequestFactory().post("/admin/", {field: ["", "no", *named]})
    request.resolver_match = None
    found = crossings.networks_of(crossings.named_by(request, lambda request: None, (), {}))
    assert set(found) == {networks.alliance, networks.apeas}


def test_a_document_put_into_a_collection_is_told(networks: Networks, secret: Things, root: Client) -> None:
    sent = {
        "title": "a",
        "file": ContentFile(b"a", name="a.txt"),
        "collection": secret.document.collection_id,
    }
    assert root.post(reverse("wagtaildocs:add"), sent).status_code == 302
    assert len(lines(networks.alliance)) == 1
    assert lines(networks.apeas) == []


@pytest.mark.parametrize(("name", "told"), [("wagtailredirects:process_import", True), ("a:edit", False)])
def test_a_page_in_answer_to_a_form_says_that_it_failed(name: str, told: bool) -> None:
    request = RequestFactory().post("/admin/")
    request.resolver_match = cast(Any, SimpleNamespace(view_name=name))
    assert crossings.is_crossing(request, HttpResponse()) is told
    assert crossings.is_crossing(request, JsonResponse({}))


def test_what_failed_is_not_told(networks: Networks, secret: Things, root: Client) -> None:
    sent = {"old_path": "", "site": networks.alliance.pk}
    assert root.post(reverse("wagtailredirects:add"), sent).status_code == 200
    root.post(reverse("wagtailadmin_pages:edit", args=[10**6]))
    root.post(reverse("wagtailadmin_pages:preview_on_edit", args=[secret.page.pk]))
    assert lines(networks.alliance) == []


def test_the_networks_own_people_read_it(
    networks: Networks, secret: Things, root: Client, browser: Client
) -> None:
    alliance = networks.client(("alliance", Duty.MODERATOR))
    root.post(reverse("wagtailadmin_pages:lock", args=[secret.page.pk]))
    history = reverse("wagtailadmin_reports:site_history")
    address = reverse("wagtailadmin_pages:lock", args=[secret.page.pk])
    assert address in said(alliance.get(history))
    assert address not in said(browser.get(history))


def test_acts_of_others_are_no_crossings(networks: Networks, own: Things, browser: Client) -> None:
    browser.post(reverse("wagtailadmin_pages:lock", args=[own.page.pk]))
    assert lines(networks.apeas) == []
