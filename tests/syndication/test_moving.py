"""An origin moves, in the admin, to a network that shows its copy already."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.core.registry import Duty
from exchanges.models import ExchangeIndexPage, ExchangePage
from syndication.engine import sync
from syndication.models import Mode
from tests.networks import Networks
from tests.syndication.admin_world import make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def origin(networks: Networks) -> ExchangePage:
    """A need of Alliance Provence that the hub shows."""
    make_rule(networks, "alliance", "hub", mode=Mode.AUTOMATIC)
    page = networks.exchange(networks.alliance, "Cherche local")
    sync()
    return page


@pytest.fixture
def index(networks: Networks) -> Page:
    """The list of the hub."""
    found: Page = ExchangeIndexPage.objects.child_of(networks.hub.root_page).get().page_ptr
    return found


def copy_of(origin: ExchangePage) -> ExchangePage:
    copy: ExchangePage = ExchangePage.objects.get(uid=origin.uid, is_copy=True)
    return copy


def confirm(origin: ExchangePage, index: Page) -> str:
    return reverse("wagtailadmin_pages:move_confirm", args=[origin.pk, index.pk])


def in_bulk(*pages: Page) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + "?" + ids


def test_it_is_moved_by_its_screen(origin: ExchangePage, index: Page, admin_client: Client) -> None:
    held = copy_of(origin).url_path
    assert admin_client.get(confirm(origin, index)).status_code == 200
    assert copy_of(origin).url_path == held
    assert admin_client.post(confirm(origin, index)).status_code == 302
    origin.refresh_from_db()
    assert (origin.is_child_of(index), origin.slug, origin.url_path) == (True, "cherche-local", held)
    sync()
    assert not ExchangePage.objects.filter(is_copy=True).exists()


def test_it_is_moved_with_others(
    networks: Networks, origin: ExchangePage, index: Page, admin_client: Client
) -> None:
    other = networks.exchange(networks.alliance, "Cherche four")
    assert admin_client.post(in_bulk(origin, other), {"chooser": index.pk}).status_code == 302
    assert set(ExchangePage.objects.origins().child_of(index)) == {origin, other}
    sync()
    assert not ExchangePage.objects.filter(is_copy=True).exists()


def test_the_copy_comes_back_when_another_page_bars_the_way(
    networks: Networks, origin: ExchangePage, index: Page, admin_client: Client
) -> None:
    held = copy_of(origin)
    other = networks.exchange(networks.alliance, "Cherche four")
    networks.exchange(networks.hub, "Cherche four")
    assert admin_client.post(in_bulk(origin, other), {"chooser": index.pk}).status_code == 200
    back = copy_of(origin)
    assert (back.slug, back.url_path) == (held.slug, held.url_path)
    assert not ExchangePage.objects.origins().child_of(index).filter(pk=origin.pk).exists()


@pytest.mark.parametrize("key", ["alliance", "hub"])
def test_nobody_without_rights_there_moves_the_copy(
    networks: Networks, origin: ExchangePage, index: Page, key: str
) -> None:
    held = copy_of(origin).url_path
    client = networks.client((key, Duty.MODERATOR if key == "alliance" else Duty.COORDINATOR))
    client.get(confirm(origin, index))
    client.post(confirm(origin, index))
    client.post(in_bulk(origin), {"chooser": index.pk})
    assert copy_of(origin).url_path == held
    assert not ExchangePage.objects.origins().child_of(index).exists()
