"""Ids of another network are not found, wherever they are named."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse, set_script_prefix

from cms.core.tenancy.checks import admin_routes
from cms.core.tenancy.ids import body_is_known
from cms.users.models import User
from tests.core.tenancy.conftest import LEFT_OPEN, SECRET, Things, said
from tests.networks import FOLDERS, Networks

pytestmark = [pytest.mark.django_db, LEFT_OPEN]


def addresses(things: Things, networks: Networks) -> list[str]:
    """Addresses that name something of Alliance Provence."""
    page, image, document = things.page.pk, things.image.pk, things.document.pk
    revision = things.page.latest_revision.pk
    return [
        reverse("wagtailadmin_pages:edit", args=[page]),
        reverse("wagtailadmin_explore", args=[page]),
        reverse("wagtailadmin_choose_page_child", args=[page]),
        reverse("wagtailadmin_pages:revisions_view", args=[page, revision]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page, "live", revision]),
        reverse("wagtailadmin_api:pages:detail", args=[page]),
        reverse("wagtailadmin_api:images:detail", args=[image]),
        reverse("wagtailadmin_api:documents:detail", args=[document]),
        reverse("wagtailimages:edit", args=[image]),
        reverse("wagtailimages_chooser:chosen", args=[image]),
        reverse("wagtailimages_chooser:select_format", args=[image]),
        reverse("wagtaildocs:edit", args=[document]),
        reverse("wagtaildocs_chooser:chosen", args=[document]),
        reverse("wagtailredirects:edit", args=[things.redirect.pk]),
        reverse("wagtailsettings:edit", args=["sites", "networksettings", networks.alliance.pk]),
        reverse("wagtail_localize:submit_page_translation", args=[page]),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_in_an_address(networks: Networks, secret: Things, own: Things, browser: Client, method: str) -> None:
    for address in addresses(secret, networks):
        response = getattr(browser, method)(address)
        assert response.status_code == 404, address
        assert SECRET not in said(response), address
    assert browser.get(reverse("wagtailadmin_pages:edit", args=[own.page.pk])).status_code == 200
    assert browser.get(reverse("wagtailimages:edit", args=[own.image.pk])).status_code == 200


@pytest.mark.parametrize("folder", FOLDERS)
def test_whatever_stands_in_front_of_all_addresses(secret: Things, browser: Client, folder: str) -> None:
    address = reverse("wagtailadmin_choose_page_child", args=[secret.page.get_parent().pk])
    set_script_prefix(f"{folder}/")
    try:
        answer = browser.get(address, SCRIPT_NAME=folder)
        routes = list(admin_routes())
    finally:
        set_script_prefix("/")
    assert answer.status_code == 404
    assert SECRET not in said(answer)
    assert len(routes) > 200


def test_one_id_among_others_in_a_query(secret: Things, own: Things, browser: Client) -> None:
    chosen = {
        "wagtailadmin_choose_page_chosen_multiple": (own.page, secret.page),
        "wagtailimages_chooser:chosen_multiple": (own.image, secret.image),
        "wagtaildocs_chooser:chosen_multiple": (own.document, secret.document),
    }
    for name, (ours, theirs) in chosen.items():
        assert browser.get(reverse(name), {"id": ours.pk}).status_code == 200, name
        assert browser.get(reverse(name), {"id": [ours.pk, theirs.pk]}).status_code == 404, name
        assert browser.get(reverse(name), {"id": "' or 1=1"}).status_code == 404, name
    moved = {"target_pages[]": secret.page.pk, "user_perms": "move_to"}
    assert browser.get(reverse("wagtailadmin_choose_page"), moved).status_code == 404


@pytest.mark.parametrize("ids", ["one", "all", "mixed", "below"])
def test_in_a_bulk_action(secret: Things, own: Things, browser: Client, ids: str) -> None:
    queries: dict[str, dict[str, Any]] = {
        "one": {"id": secret.image.pk},
        "all": {"id": "all"},
        "mixed": {"id": [own.image.pk, secret.image.pk]},
        "below": {"id": "all", "childOf": secret.image.collection_id},
    }
    address = reverse("wagtail_bulk_action", args=["wagtailimages", "image", "delete"])
    response = browser.get(address, queries[ids])
    assert response.status_code == (200 if ids == "all" else 404)
    assert SECRET not in said(response)
    browser.post(f"{address}?{urlencode(queries[ids], doseq=True)}")
    secret.image.refresh_from_db()


def test_in_what_is_sent(secret: Things, own: Things, browser: Client) -> None:
    copy = reverse("wagtailadmin_pages:copy", args=[own.page.pk])
    parent = secret.page.get_parent().pk
    assert (
        browser.post(copy, {"new_title": "a", "new_slug": "a", "new_parent_page": parent}).status_code == 404
    )
    add = reverse("wagtailimages:add_multiple")
    body = json.dumps({"page_id": secret.page.pk})
    assert browser.post(add, body, content_type="application/json").status_code == 404


@pytest.mark.parametrize("kind", ["*/*", "application/*", "text/plain", "application/json"])
def test_in_a_body_whatever_it_is_called(secret: Things, own: Things, browser: Client, kind: str) -> None:
    add = reverse("wagtailimages:add_multiple")
    for page, is_found in ((secret.page, False), (own.page, True)):
        for sent in ({"page_id": page.pk}, [{"all": {"page_id": [page.pk]}}]):
            answer = browser.post(add, json.dumps(sent), content_type=kind)
            assert (answer.status_code != 404) is is_found


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("value=1", "application/x-www-form-urlencoded"),
        ("{", "application/json"),
        ('{"value": 1}', "application/json; charset=utf-7"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(own: Things, browser: Client, body: str, kind: str) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[own.page.pk])
    assert browser.put(address, body, content_type=kind).status_code == 404
    root = Client()
    root.force_login(User.objects.create_superuser("root@example.org", "x"))
    assert root.put(address, body, content_type=kind).status_code == 405


def test_the_scripts_of_the_administration_are_let_in(own: Things, browser: Client) -> None:
    seen = reverse("wagtailadmin_dismissibles")
    assert browser.patch(seen, {"news": True}, content_type="application/json").status_code == 200
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[own.page.pk])
    assert browser.delete(preview).status_code == 200
    form = RequestFactory().put("/", "value=Bread", content_type="application/x-www-form-urlencoded")
    assert body_is_known(form, "wagtail_localize:edit_string_translation")


def test_the_address_of_a_page_of_others_stays_an_address(
    secret: Things, own: Things, browser: Client
) -> None:
    choose = reverse("wagtailadmin_choose_page_external_link")
    for things, pk in ((secret, None), (own, own.page.pk)):
        answer = browser.post(choose, {"external-link-chooser-url": things.page.full_url})
        assert answer.json()["result"].get("id") == pk
        assert SECRET not in said(answer)


def test_what_nothing_explains_is_closed(
    own: Things, browser: Client, insider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.core.tenancy.ids.NOT_IDS", {})
    address = reverse("wagtailimages:preview", args=[own.image.pk, "width-10"])
    assert browser.get(address).status_code == 404
    insider.is_superuser = True
    insider.save()
    assert browser.get(address).status_code == 200


def test_a_superuser_is_let_in(secret: Things, networks: Networks) -> None:
    root = Client()
    root.force_login(User.objects.create_superuser("root@example.org", "x"))
    for address in addresses(secret, networks):
        assert root.get(address).status_code in (200, 302), address


def test_without_the_policy_it_leaks(
    secret: Things, networks: Networks, browser: Client, settings: Any
) -> None:
    settings.TENANT_POLICY = False
    leaks = [address for address in addresses(secret, networks) if SECRET in said(browser.get(address))]
    assert len(leaks) >= 6
