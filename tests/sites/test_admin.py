"""The admin of a network: alone at home, and the screen that lays out another one."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page, Site

from cms.core.registry import Duty
from exchanges.models import ExchangePage
from sites.models import NetworkSettings
from sites.roles import COMMON_COLLECTION
from tests.networks import Networks

pytestmark = pytest.mark.django_db

EDITORS = [("apeas", Duty.EDITOR), ("apeas", Duty.MODERATOR), ("hub", Duty.COORDINATOR), ("hub", Duty.ETHICS)]


@pytest.fixture
def secret(networks: Networks) -> ExchangePage:
    page = networks.exchange(networks.alliance, "Secret d'Alliance")
    page.title = "Brouillon secret d'Alliance"
    page.save_revision()
    return page


PAGE_URLS = (
    "edit",
    "delete",
    "unpublish",
    "move",
    "copy",
    "history",
    "view_draft",
    "usage",
    "workflow_history",
    "set_privacy",
    "lock",
    "unlock",
)


@pytest.mark.parametrize("duty", EDITORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_of_another_network_stay_closed(
    networks: Networks, secret: ExchangePage, duty: tuple[str, Duty], method: str
) -> None:
    client = networks.client(duty)
    for name in PAGE_URLS:
        response = getattr(client, method)(reverse(f"wagtailadmin_pages:{name}", args=[secret.pk]))
        assert response.status_code in (302, 403, 404, 405), name
        assert "secret" not in response.content.decode().lower(), name
    secret.refresh_from_db()
    assert secret.live
    assert not secret.locked


@pytest.mark.parametrize("duty", EDITORS)
def test_revisions_of_another_network_stay_closed(
    networks: Networks, secret: ExchangePage, duty: tuple[str, Duty]
) -> None:
    client = networks.client(duty)
    first, last = secret.revisions.order_by("pk")
    for url in (
        reverse("wagtailadmin_pages:revisions_revert", args=[secret.pk, first.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[secret.pk, last.pk]),
        reverse("wagtailadmin_pages:revisions_compare", args=[secret.pk, first.pk, last.pk]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[secret.pk]),
    ):
        response = client.get(url)
        assert response.status_code in (302, 403, 404), url
        assert "secret" not in response.content.decode().lower(), url


def add_url(parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["exchanges", "exchangepage", parent.pk])


def test_nothing_is_added_to_another_network(networks: Networks, secret: ExchangePage) -> None:
    client = networks.client(("apeas", Duty.MODERATOR))
    assert client.get(add_url(secret.get_parent())).status_code == 404


def test_own_pages_are_open(networks: Networks) -> None:
    page = networks.exchange(networks.apeas, "À nous")
    client = networks.client(("apeas", Duty.EDITOR))
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse("wagtailadmin_explore", args=[networks.apeas.root_page_id])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert client.get(add_url(page.get_parent())).status_code == 200


def test_the_committee_reads_and_freezes_but_does_not_write(networks: Networks) -> None:
    page = networks.exchange(networks.hub, "Contestée")
    client = networks.client(("hub", Duty.ETHICS))
    assert client.get(reverse("wagtailadmin_explore", args=[networks.hub.root_page_id])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code in (302, 403)
    client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    page.refresh_from_db()
    assert page.locked


def settings_url(site: Site) -> str:
    return reverse("wagtailsettings:edit", args=["sites", "networksettings", site.pk])


def settings_data(network: NetworkSettings, **changes: str) -> dict[str, str]:
    names = ("name", "short_name", "tagline", "mark", "ink", "paper", "primary", "on_primary")
    more = ("accent", "on_accent", "heading_font", "contact_email", "contact_phone", "postal_address")
    values = {name: getattr(network, name) for name in (*names, *more, "tile_url", "tile_attribution")}
    links = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0", "links-MIN_NUM_FORMS": "0"}
    return {
        **values,
        **links,
        "links-MAX_NUM_FORMS": "1000",
        "logo": "",
        "charter_page": "",
        "review": network.review,
        **changes,
    }


@pytest.mark.parametrize("duty", EDITORS)
def test_settings_of_another_network_stay_closed(networks: Networks, duty: tuple[str, Duty]) -> None:
    client = networks.client(duty)
    before = NetworkSettings.objects.get(site=networks.alliance)
    for method in ("get", "post"):
        response = getattr(client, method)(
            settings_url(networks.alliance), settings_data(before, name="Pris")
        )
        assert response.status_code == 404
    assert NetworkSettings.objects.get(site=networks.alliance).name == before.name


def test_own_settings_are_open_but_for_the_role(networks: Networks) -> None:
    client = networks.client(("apeas", Duty.MODERATOR))
    network = NetworkSettings.objects.get(site=networks.apeas)
    content = client.get(settings_url(networks.apeas)).content.decode()
    assert 'name="tagline"' in content
    assert 'name="role"' not in content
    client.post(settings_url(networks.apeas), settings_data(network, tagline="Nouvelle", role="hub"))
    network.refresh_from_db()
    assert (network.tagline, network.role) == ("Nouvelle", "network")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"primary": "teal"}, "primary"),
        ({"primary": "#FFFFF"}, "primary"),
        ({"on_primary": "#0B6B60"}, "on_primary"),
        ({"ink": "#FBFBFB"}, "ink"),
        ({"accent": "#14213D"}, "on_accent"),
    ],
)
def test_a_colour_that_can_not_be_is_told_beside_it(
    networks: Networks, changes: dict[str, str], field: str
) -> None:
    client = networks.client(("apeas", Duty.MODERATOR))
    network = NetworkSettings.objects.get(site=networks.apeas)
    response = client.post(settings_url(networks.apeas), settings_data(network, **changes))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert NetworkSettings.objects.get(site=networks.apeas).primary == network.primary


def test_an_editor_has_no_settings(networks: Networks) -> None:
    client = networks.client(("apeas", Duty.EDITOR))
    assert client.get(settings_url(networks.apeas)).status_code in (302, 403)


def test_collections_of_a_network(networks: Networks) -> None:
    client = networks.client(("apeas", Duty.EDITOR))
    form = client.get(reverse("wagtailimages:add")).context["form"]
    collections = form.fields.get("collection")
    names = set(collections.queryset.values_list("name", flat=True)) if collections else {"APEAS"}
    assert names == {"APEAS"}
    assert Collection.objects.filter(name=COMMON_COLLECTION).count() == 1


HOME_ACTIONS = ("delete", "unpublish", "move")


@pytest.mark.parametrize("action", HOME_ACTIONS)
def test_the_home_page_of_a_network_stays(networks: Networks, admin_client: Client, action: str) -> None:
    home = networks.apeas.root_page
    for client in (admin_client, networks.client(("apeas", Duty.MODERATOR))):
        client.post(reverse(f"wagtailadmin_pages:{action}", args=[home.pk]))
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        client.post(f"{url}?id={home.pk}", {"chooser": networks.alliance.root_page_id})
    home.refresh_from_db()
    assert home.live
    assert Site.objects.filter(pk=networks.apeas.pk).exists()


@pytest.mark.parametrize("name", ["wagtailadmin_explore_root", "wagtailadmin_pages:search"])
def test_a_superuser_is_led_from_home_pages_to_the_networks(
    networks: Networks, admin_client: Client, name: str
) -> None:
    assert reverse("wagtailsites:index") in admin_client.get(reverse(name)).content.decode()
    led = admin_client.get(reverse("wagtailsites:index"))
    assert led.url == settings_link()
    assert admin_client.get(led.url, follow=True).status_code == 200


def test_the_strip_is_empty_before_signing_in(networks: Networks) -> None:
    assert "network-strip" not in Client().get(reverse("wagtailadmin_login")).content.decode()


def menu(client: Client) -> str:
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_menus_of_an_editor_and_of_a_superuser(networks: Networks, admin_client: Client) -> None:
    new, history = reverse("network_new"), reverse("wagtailadmin_reports:site_history")
    seen = menu(networks.client(("apeas", Duty.MODERATOR)))
    assert new not in seen
    assert history in seen
    assert settings_link() in seen
    everything = menu(admin_client)
    assert new in everything
    assert history in everything


def settings_link() -> str:
    return reverse("wagtailsettings:edit", args=["sites", "networksettings"])


NEW = {
    "hostname": "pes.nouveau.fr",
    "name": "Réseau nouveau",
    "short_name": "Nouveau",
    "role": "network",
    "mark": "",
    "ink": "#14213D",
    "primary": "#1D4E89",
    "on_primary": "#FFFFFF",
    "accent": "#E9A23B",
    "on_accent": "#14213D",
    "paper": "#F7F8FA",
    "heading_font": "schibsted",
}


def test_a_superuser_lays_out_a_network(networks: Networks, admin_client: Client) -> None:
    url = reverse("network_new")
    assert admin_client.get(url).status_code == 200
    response = admin_client.post(url, NEW)
    site = Site.objects.get(hostname="pes.nouveau.fr.localhost")
    assert response.headers["Location"] == settings_url(site)
    assert NetworkSettings.objects.get(site=site).short_name == "Nouveau"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hostname": "pes.apeas.fr"}, "hostname"),
        ({"hostname": "n'importe quoi"}, "hostname"),
        ({"short_name": "APEAS"}, "short_name"),
        ({"primary": "teal"}, "primary"),
        ({"ink": "#F7F8FB"}, "ink"),
        ({"role": "boss"}, "role"),
    ],
)
def test_what_is_wrong_is_beside_the_field_and_nothing_is_made(
    networks: Networks, admin_client: Client, changes: dict[str, str], field: str
) -> None:
    response: Any = admin_client.post(reverse("network_new"), {**NEW, **changes})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert Site.objects.count() == 4
    assert NetworkSettings.objects.count() == 4


@pytest.mark.parametrize("duty", EDITORS)
def test_nobody_else_lays_out_a_network(networks: Networks, duty: tuple[str, Duty]) -> None:
    client = networks.client(duty)
    assert client.get(reverse("network_new")).status_code in (302, 403)
    assert client.post(reverse("network_new"), NEW).status_code in (302, 403)
    assert Site.objects.count() == 4
