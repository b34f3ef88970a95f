"""What stands under a whole network stays, whichever door is tried: pages' views, in bulk, the admin's API."""

from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, Site

from cms.core.registry import Duty
from cms.users.models import User
from exchanges.models import ExchangeIndexPage, ExchangePage, OrganisationIndexPage
from home.models import ContentPage
from tests.networks import Networks

pytestmark = pytest.mark.django_db

PEOPLE = ("superuser", Duty.MODERATOR, Duty.EDITOR)
API_ACTIONS = (
    "convert_alias",
    "copy",
    "delete",
    "publish",
    "unpublish",
    "move",
    "copy_for_translation",
    "create_alias",
    "revert_to_page_revision",
)


@pytest.fixture(params=PEOPLE)
def person(request: Any, networks: Networks, admin_client: Client) -> Client:
    """Somebody who works for APEAS."""
    return admin_client if request.param == "superuser" else networks.client(("apeas", request.param))


@pytest.fixture
def received(networks: Networks) -> ExchangePage:
    """A copy on APEAS's site."""
    origin = networks.exchange(networks.alliance, "Cherche local")
    return networks.exchange(
        networks.apeas,
        "Cherche local",
        uid=origin.uid,
        is_copy=True,
        origin_page=origin.page_ptr,
        origin_site=networks.alliance,
        origin_url="http://pes.allianceprovence.org/echanges/cherche-local/",
    )


def tree() -> list[Any]:
    """Every page, where it stands and whether it is shown; and the sites."""
    pages = Page.objects.order_by("path").values_list("pk", "path", "url_path", "live", "alias_of")
    return [*pages, *Site.objects.order_by("pk").values_list("pk", "root_page")]


def targets(networks: Networks, received: ExchangePage) -> dict[str, Page]:
    """The pages of APEAS that are kept: its home page, a list with a copy, an empty one, the copy."""
    home = networks.apeas.root_page
    empty = OrganisationIndexPage.objects.child_of(home).get()
    return {"home": home, "holder": received.get_parent(), "empty": empty, "copy": received}


def view(name: str, *args: int) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def test_the_api_of_the_admin_changes_nothing(
    networks: Networks, received: ExchangePage, person: Client
) -> None:
    Locale.objects.get_or_create(language_code="en")
    mine = networks.exchange(networks.apeas, "Prête une salle")
    before = tree()
    for page, action in product((*targets(networks, received).values(), mine), API_ACTIONS):
        data = {"recursive": True, "locale": "en", "revision_id": 1, "slug": "autre"}
        for more in ({}, {"destination_page_id": networks.apeas.root_page_id}):
            url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
            answer = person.post(url, {**data, **more}, content_type="application/json")
            assert answer.status_code == 404, action
    assert tree() == before


@pytest.mark.parametrize("who", [*PEOPLE])
def test_the_actions_themselves_refuse(
    networks: Networks, received: ExchangePage, admin_user: User, who: Any
) -> None:
    user = admin_user if who == "superuser" else networks.user(("apeas", who))
    kept = targets(networks, received)
    before = tree()
    for name, page in kept.items():
        actions = [
            DeletePageAction(page, user),
            MovePageAction(page, networks.mesclun.root_page, "last-child", user),
        ]
        if name != "empty":
            actions.append(UnpublishPageAction(page, user=user))
            actions.append(
                CopyPageAction(page, page.get_parent(), {"slug": "bis"}, recursive=True, user=user)
            )
        for action in actions:
            with pytest.raises(PermissionDenied):
                action.execute()
    assert tree() == before


def test_the_api_of_the_admin_still_lists(networks: Networks, person: Client) -> None:
    home = networks.apeas.root_page
    answer = person.get(reverse("wagtailadmin_api:pages:listing") + f"?child_of={home.pk}&for_explorer=1")
    assert {item["title"] for item in answer.json()["items"]} >= {"Annuaire"}
    assert person.get(reverse("wagtailadmin_api:pages:detail", args=[home.pk])).status_code == 200


def test_the_views_of_pages_refuse(networks: Networks, received: ExchangePage, person: Client) -> None:
    kept = targets(networks, received)
    before = tree()
    for target, name in product(("home", "holder", "copy"), ("delete", "unpublish")):
        person.post(view(name, kept[target].pk))
    assert tree() == before


def test_nothing_of_it_is_moved(networks: Networks, received: ExchangePage, person: Client) -> None:
    before = tree()
    destinations = (networks.mesclun.root_page, Page.get_first_root_node())
    for page, destination in product(targets(networks, received).values(), destinations):
        person.post(view("move_confirm", page.pk, destination.pk))
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        person.post(f"{bulk}?id={page.pk}", {"chooser": destination.pk})
    assert tree() == before


def test_nothing_of_it_is_taken_away_in_bulk(
    networks: Networks, received: ExchangePage, person: Client
) -> None:
    kept = targets(networks, received)
    before = tree()
    for name, action in product(("home", "holder", "copy"), ("delete", "unpublish")):
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        person.post(f"{bulk}?id={kept[name].pk}", {"include_descendants": "on"})
    assert tree() == before


def test_an_empty_list_is_not_deleted_either(networks: Networks, person: Client) -> None:
    empty = OrganisationIndexPage.objects.child_of(networks.apeas.root_page).get()
    person.post(view("delete", empty.pk))
    assert OrganisationIndexPage.objects.filter(pk=empty.pk).exists()


def test_a_list_is_not_duplicated_with_copies(
    networks: Networks, received: ExchangePage, person: Client
) -> None:
    form = {
        "new_title": "Échanges",
        "new_slug": "echanges-bis",
        "new_parent_page": networks.mesclun.root_page_id,
        "copy_subpages": "on",
    }
    before = tree()
    for page, alias in product((received.get_parent(), networks.apeas.root_page), ({}, {"alias": "on"})):
        person.post(view("copy", page.pk), {**form, **alias})
    assert tree() == before


def test_the_refusal_says_why(networks: Networks, received: ExchangePage, person: Client) -> None:
    kept = targets(networks, received)
    said = {"home": "page d’accueil de", "holder": "reçu", "empty": "liste de ce réseau"}
    for target, name in product(said, ("delete", "move")):
        content = person.get(view(name, kept[target].pk), follow=True).content.decode()
        assert said[target] in content, (target, name)


def test_the_refusal_tells_strangers_nothing(networks: Networks, received: ExchangePage) -> None:
    stranger = networks.client(("mesclun", Duty.MODERATOR))
    answer = stranger.get(view("delete", received.get_parent().pk), follow=True)
    assert "APEAS" not in answer.content.decode()


def test_the_lists_can_still_be_put_in_order(networks: Networks) -> None:
    client = networks.client(("apeas", Duty.MODERATOR))
    home = networks.apeas.root_page
    last = home.get_children().last()
    assert last is not None
    answer = client.post(view("set_page_position", last.pk) + "?position=0")
    assert answer.status_code == 200
    assert home.get_children().first() == last


def test_plain_pages_can_still_be_deleted_and_moved(networks: Networks, person: Client) -> None:
    home = networks.apeas.root_page
    one = home.add_child(instance=ContentPage(title="Une", live=False))
    two = home.add_child(instance=ContentPage(title="Deux", live=False))
    ContentPage.objects.update(live=False)
    person.post(view("move_confirm", one.pk, two.pk))
    one.refresh_from_db()
    assert one.is_child_of(two)
    person.post(view("delete", one.pk))
    assert not ContentPage.objects.filter(pk=one.pk).exists()


def test_an_index_can_be_unpublished_until_it_holds_copies(networks: Networks) -> None:
    client = networks.client(("apeas", Duty.MODERATOR))
    index = ExchangeIndexPage.objects.child_of(networks.apeas.root_page).get()
    client.post(view("unpublish", index.pk))
    index.refresh_from_db()
    assert not index.live
