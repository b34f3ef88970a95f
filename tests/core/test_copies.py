"""A copy stays as its origin is; a duplicate is somebody else."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page

from cms.core.registry import Duty
from exchanges.models import ExchangeIndexPage, ExchangePage
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def origin(networks: Networks) -> ExchangePage:
    return networks.exchange(networks.alliance, "Cherche local", featured=True, editor_note="À voir")


@pytest.fixture
def received(networks: Networks, origin: ExchangePage) -> ExchangePage:
    return networks.exchange(
        networks.apeas,
        "Cherche local",
        uid=origin.uid,
        is_copy=True,
        origin_page=origin.page_ptr,
        origin_site=networks.alliance,
        origin_url="http://pes.allianceprovence.org/echanges/cherche-local/",
    )


def test_a_duplicate_is_somebody_else(origin: ExchangePage) -> None:
    duplicate = origin.copy(update_attrs={"slug": "autre"}, copy_revisions=True)
    assert duplicate.uid != origin.uid
    assert duplicate.latest_revision.as_object().uid == duplicate.uid
    assert ExchangePage.objects.get(pk=duplicate.pk).uid == duplicate.uid
    assert (duplicate.featured, duplicate.editor_note) == (False, "")


def test_a_duplicate_of_a_copy_is_no_copy(received: ExchangePage) -> None:
    duplicate = received.copy(update_attrs={"slug": "autre"})
    assert not duplicate.is_copy
    assert duplicate.origin_page is None
    assert duplicate.origin_url == ""
    duplicate.get_latest_revision().publish()
    duplicate.refresh_from_db()
    assert not duplicate.is_copy


def test_a_translation_is_somebody_else(networks: Networks, origin: ExchangePage) -> None:
    english = Locale.objects.create(language_code="en")
    translation = origin.copy_for_translation(english, copy_parents=True)
    assert translation.uid != origin.uid
    assert translation.translation_key == origin.translation_key


def test_an_alias_keeps_an_identity_of_its_own(origin: ExchangePage) -> None:
    alias = origin.create_alias(update_slug="miroir")
    own = alias.uid
    assert own != origin.uid
    origin.title = "Cherche local, vite"
    origin.save_revision().publish()
    alias = ExchangePage.objects.get(pk=alias.pk)
    assert (alias.title, alias.uid) == ("Cherche local, vite", own)
    assert alias not in ExchangePage.objects.origins()


def test_an_old_revision_does_not_bring_back_an_old_identity(received: ExchangePage) -> None:
    revision = received.save_revision()
    revision.content["uid"] = "00000000-0000-4000-8000-000000000000"
    revision.content["is_copy"] = False
    assert revision.as_object().uid == received.uid
    assert revision.as_object().is_copy


ACTIONS = ("delete", "unpublish", "move", "copy")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_does_it_to_a_copy(
    received: ExchangePage, admin_client: Any, action: str, method: str
) -> None:
    response = getattr(admin_client, method)(reverse(f"wagtailadmin_pages:{action}", args=[received.pk]))
    assert response.status_code == 302
    received.refresh_from_db()
    assert received.live


@pytest.mark.parametrize("action", ["delete", "unpublish", "move", "publish"])
def test_nobody_does_it_to_many(received: ExchangePage, admin_client: Any, action: str) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    admin_client.post(f"{url}?id={received.pk}", {"chooser": received.get_parent().pk})
    received.refresh_from_db()
    assert received.live


def test_a_copy_can_not_be_saved_in_the_admin(received: ExchangePage, admin_client: Any) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[received.pk])
    for action in ("action-publish", "action-submit", "action-save"):
        admin_client.post(url, {"title": "Changé", "slug": "change", action: "x"})
    received.refresh_from_db()
    assert received.title == "Cherche local"
    assert received.revisions.count() == 1


def test_the_lock_says_where_to_go(received: ExchangePage, networks: Networks) -> None:
    client = networks.client(("apeas", Duty.MODERATOR))
    content = client.get(reverse("wagtailadmin_pages:edit", args=[received.pk])).content.decode()
    assert received.origin_url in content
    assert "Fiches reçues" in content
    assert "Affichées" in content
    assert reverse("wagtailadmin_pages:delete", args=[received.pk]) not in content


def test_an_index_that_holds_copies_stays(
    received: ExchangePage, networks: Networks, admin_client: Any
) -> None:
    index = received.get_parent()
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[index.pk]))
    admin_client.post(
        reverse("wagtailadmin_pages:move_confirm", args=[index.pk, networks.mesclun.root_page_id])
    )
    assert Page.objects.get(pk=index.pk).is_child_of(networks.apeas.root_page)


def test_an_index_is_not_duplicated_with_its_copies(
    received: ExchangePage, networks: Networks, admin_client: Any
) -> None:
    index = received.get_parent()
    ExchangeIndexPage.objects.child_of(networks.mesclun.root_page).get().delete()
    admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[index.pk]),
        {
            "new_title": "Échanges",
            "new_slug": "echanges",
            "new_parent_page": networks.mesclun.root_page_id,
            "copy_subpages": "on",
        },
    )
    assert ExchangePage.objects.count() == 2


def test_an_origin_can_still_be_deleted(origin: ExchangePage, networks: Networks) -> None:
    client = networks.client(("alliance", Duty.EDITOR))
    client.post(reverse("wagtailadmin_pages:delete", args=[origin.pk]))
    assert not ExchangePage.objects.filter(pk=origin.pk).exists()


def test_listings_cost_the_same_for_one_copy_and_for_many(networks: Networks, received: ExchangePage) -> None:
    client = networks.client(("apeas", Duty.MODERATOR))
    urls = (
        reverse("wagtailadmin_explore", args=[received.get_parent().pk]),
        reverse("wagtailadmin_pages:search") + "?q=Cherche",
    )
    for url in urls:
        client.get(url)  # Content types and the like are cached from now on.
    few = [queries_of(client, url) for url in urls]
    for number in range(10):
        networks.exchange(networks.apeas, f"Cherche {number}", is_copy=bool(number % 2))
    assert [queries_of(client, url) for url in urls] == few


def queries_of(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
