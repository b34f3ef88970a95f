"""What each site shows after a change, through the engine itself."""

from time import time
from typing import Any

import pytest
from wagtail.models import Page, ReferenceIndex

from exchanges.models import ExchangeContact, ExchangePage, OrganisationPage
from syndication.decisions import accept, reconsider, refuse
from syndication.engine import sync
from syndication.models import Delivery, Mode, State
from tests.factories import UserFactory
from tests.market import CONTACTS
from tests.world import WAYS_BACK, World, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def nice(world: World) -> ExchangePage:
    """A need of Alliance Provence, which goes to the hub and from there to the networks."""
    world.rule("alliance", "hub", tags=["région"])
    world.rule("hub", "apeas mesclun")
    return world.page("alliance", "Local à Nice", tags=["région"], contacts=CONTACTS)


def state(page: Page, world: World, key: str) -> str:
    """Where the page stands on that site."""
    return Delivery.objects.get(uid=page.uid, target=world.sites[key]).state


def test_a_need_reaches_the_hub_and_by_it_the_networks(world: World, nice: ExchangePage) -> None:
    outcome = sync()

    assert outcome.counts == {"created": 3}
    assert all(world.shown(key) == {"Local à Nice"} for key in ("hub", "apeas", "mesclun"))
    assert world.shown("alliance") == set()
    copy = ExchangePage.objects.on_site(world.sites["apeas"]).get()
    delivery = Delivery.objects.get(copy=copy)
    assert (delivery.via, delivery.network) == (world.sites["hub"], world.sites["alliance"])
    assert copy.is_copy
    assert copy.origin_page_id == nice.pk
    assert copy.uid == nice.uid
    assert copy.canonical_url == nice.full_url
    assert [tag.name for tag in copy.tags.all()] == ["région"]


def test_the_tree_stays_sound(world: World, nice: ExchangePage) -> None:
    for number in range(3):
        world.page("alliance", f"Besoin {number}", tags=["région"])
    sync()
    assert not any(Page.find_problems())
    index = world.index("hub", ExchangePage)
    assert (index.numchild, index.get_children().count()) == (4, 4)


def test_a_second_run_changes_nothing(world: World, nice: ExchangePage) -> None:
    sync()
    before = list(Delivery.objects.order_by("pk").values())
    assert sync().changed == 0
    assert sync(thorough=True).changed == 0
    assert sync(page_ids=[nice.pk]).changed == 0
    assert list(Delivery.objects.order_by("pk").values()) == before


def test_an_edit_updates_the_copies_at_the_same_address(world: World, nice: ExchangePage) -> None:
    sync()
    url = ExchangePage.objects.on_site(world.sites["hub"]).get().url_path
    nice.title, nice.summary = "Local à Nice ou Antibes", "Rez-de-chaussée."
    world.publish(nice)
    assert sync().counts == {"updated": 3}
    copy = ExchangePage.objects.on_site(world.sites["hub"]).get()
    assert (copy.title, copy.summary, copy.url_path) == (nice.title, nice.summary, url)


@pytest.mark.parametrize("how", WAYS_BACK)
def test_what_the_origin_takes_back_is_gone_everywhere(world: World, nice: ExchangePage, how: str) -> None:
    sync()
    take_back(world, nice, how)
    sync()
    assert all(world.shown(key) == set() for key in ("hub", "apeas", "alliance"))
    assert not Page.objects.filter(exchangepage__is_copy=True).exists()
    assert not any(Page.find_problems())
    expected = {"held", "withdrawn"} if how == "sharing" else {"withdrawn"}
    assert set(Delivery.objects.values_list("state", flat=True)) <= expected
    assert set(Delivery.objects.values_list("title", flat=True)) == {""}


def test_moving_to_another_network_changes_the_home(world: World, nice: ExchangePage) -> None:
    world.rule("mesclun", "hub")
    sync()
    nice.move(world.index("mesclun", ExchangePage), pos="last-child")
    sync()
    assert world.shown("mesclun") == set()
    assert world.shown("hub") == {"Local à Nice"}
    copy = ExchangePage.objects.on_site(world.sites["hub"]).get()
    assert copy.origin_site == world.sites["mesclun"]
    assert copy.origin_url.startswith(world.sites["mesclun"].root_url)


def test_copies_lack_what_their_site_may_not_have(world: World, nice: ExchangePage) -> None:
    sync()
    kept = set(ExchangeContact.objects.filter(page__is_copy=True).values_list("value", flat=True))
    assert kept == {"publique@example.org", "04 65 71 00 01"}
    ExchangeContact.objects.filter(page=nice, audience="public").update(audience="network")
    sync(page_ids=[nice.pk])
    kept = set(ExchangeContact.objects.filter(page__is_copy=True).values_list("value", flat=True))
    assert kept == {"04 65 71 00 01"}


def test_a_private_address_is_blurred_in_copies(world: World) -> None:
    world.rule("alliance", "hub")
    world.organisation(
        "alliance",
        "Ferme",
        address="12 chemin des Amandiers",
        city="Nice",
        postcode="06000",
        address_audience="network",
        location="SRID=4326;POINT(7.26 43.7)",
    )
    sync()
    copy = OrganisationPage.objects.get(is_copy=True)
    assert (copy.address, copy.city, copy.location, copy.latitude) == ("", "", "", None)


def test_a_page_held_back_by_its_author(world: World) -> None:
    world.rule("alliance", "hub")
    world.rule("hub", "apeas")
    held = world.page("alliance", "Rien qu’ici", sharing="network")
    hub_only = world.page("alliance", "Jusqu’au hub", sharing="hub")
    sync()
    assert world.shown("hub") == {"Jusqu’au hub"}
    assert world.shown("apeas") == set()
    assert state(held, world, "hub") == State.HELD
    assert state(hub_only, world, "apeas") == State.HELD
    assert not Delivery.objects.filter(title="Rien qu’ici").exists()
    assert set(Delivery.objects.known_to_target().values_list("uid", flat=True)) == {hub_only.uid}


def test_a_reviewed_rule_waits_and_what_is_refused_goes_no_further(world: World) -> None:
    world.rule("alliance", "hub", mode=Mode.REVIEWED)
    world.rule("hub", "apeas")
    page = world.page("alliance", "À relire")
    user = UserFactory()
    sync()
    assert state(page, world, "hub") == State.PENDING
    assert not Delivery.objects.filter(target=world.sites["apeas"]).exists()
    delivery = Delivery.objects.get()
    accept(deliveries=[delivery], user=user)
    sync()
    assert world.shown("hub") == world.shown("apeas") == {"À relire"}
    refuse(deliveries=[delivery], user=user, reason="Hors charte.")
    sync()
    assert world.shown("hub") == world.shown("apeas") == set()
    assert state(page, world, "hub") == State.REFUSED
    assert state(page, world, "apeas") == State.WITHDRAWN
    reconsider(deliveries=[delivery], user=user)
    sync()
    assert state(page, world, "hub") == State.PENDING


def test_deleting_or_disabling_a_rule(world: World, nice: ExchangePage) -> None:
    rule = world.rule("alliance", "mesclun")
    sync()
    rule.delete()
    assert sync().changed > 0  # by way of the hub only, from now on
    delivery = Delivery.objects.get(target=world.sites["mesclun"])
    assert delivery.via == world.sites["hub"]
    for other in world.sites["alliance"].syndication_rules.all():
        other.active = False
        other.save()
    sync()
    assert all(world.shown(key) == set() for key in ("hub", "apeas", "mesclun"))


def test_local_fields_outlive_updates_and_withdrawals(world: World, nice: ExchangePage) -> None:
    from syndication.local import apply_local

    sync()
    delivery = Delivery.objects.get(target=world.sites["hub"])
    delivery.featured, delivery.editor_note = True, "À relayer !"
    delivery.save()
    apply_local(delivery=delivery)
    nice.unpublish()
    sync()
    world.publish(nice)
    sync()
    copy = ExchangePage.objects.on_site(world.sites["hub"]).get()
    assert (copy.featured, copy.editor_note) == (True, "À relayer !")


def test_references_to_what_may_not_travel_are_dropped(world: World) -> None:
    world.rule("alliance", "hub")
    secret = world.organisation("alliance", "Ferme secrète", sharing="network")
    body = f'<p>Voir <a linktype="page" id="{secret.pk}">notre ferme</a>.</p>'
    page = world.page("alliance", "Avec un lien", organisation=secret, body=body)
    sync()
    copy = ExchangePage.objects.get(is_copy=True)
    assert copy.organisation_id is None
    assert copy.body == "<p>Voir notre ferme.</p>"
    assert not ReferenceIndex.objects.filter(object_id=copy.pk, to_object_id=secret.pk).exists()
    secret.sharing = "networks"
    world.publish(secret)
    sync(page_ids=[page.pk])
    copy.refresh_from_db()
    assert copy.organisation_id == secret.pk
    assert copy.body == body


def test_a_reference_to_a_copy_is_kept_as_one_to_its_origin(world: World) -> None:
    world.rule("alliance", "hub")
    farm = world.organisation("alliance", "Ferme")
    sync()
    copy = OrganisationPage.objects.get(is_copy=True)
    body = f'<p>Voir <a linktype="page" id="{copy.pk}">la ferme</a> et <a href="https://example.org">ceci</a>.</p>'
    page = world.page("hub", "Visite de la ferme", organisation=copy, body=body)
    page.refresh_from_db()
    assert page.organisation_id == farm.pk
    assert page.body == body.replace(f'id="{copy.pk}"', f'id="{farm.pk}"')


def test_slugs_that_are_taken(world: World) -> None:
    world.rule("alliance apeas", "hub")
    world.page("alliance", "Prêt de camion", slug="camion")
    world.page("apeas", "Don de camion", slug="camion")
    world.page("hub", "Camion du hub", slug="camion")
    sync()
    slugs = ExchangePage.objects.on_site(world.sites["hub"]).values_list("slug", flat=True)
    assert len(set(slugs)) == 3


def test_one_bad_page_holds_up_no_other(world: World, monkeypatch: Any) -> None:
    from syndication import batches

    world.rule("alliance", "hub")
    world.page("alliance", "Bonne")
    bad = world.page("alliance", "Mauvaise")
    real = batches.disclose

    def failing(page: Any, **kwargs: Any) -> Any:
        if page.pk == bad.pk:
            raise ValueError("contenu illisible")
        return real(page, **kwargs)

    monkeypatch.setattr(batches, "disclose", failing)
    assert sync().counts == {"created": 1, "failed": 1}
    row = Delivery.objects.get(uid=bad.uid)
    assert (row.state, row.attempts, row.error) == (State.FAILED, 1, "contenu illisible")
    monkeypatch.undo()
    assert sync().counts == {"created": 1}
    assert world.shown("hub") == {"Bonne", "Mauvaise"}


def test_a_site_without_the_index_says_so(world: World) -> None:
    world.rule("alliance", "hub")
    page = world.page("alliance", "Sans place")
    world.index("hub", ExchangePage).delete()
    sync()
    row = Delivery.objects.get(uid=page.uid)
    assert row.state == State.FAILED
    assert "Hub" in row.error


def test_a_copy_deleted_behind_our_back_comes_again(world: World, nice: ExchangePage) -> None:
    sync()
    ExchangePage.objects.on_site(world.sites["hub"]).delete()
    sync()
    assert world.shown("hub") == {"Local à Nice"}


def test_dry_run_writes_nothing(world: World, nice: ExchangePage) -> None:
    assert sync(dry_run=True).counts == {"created": 3}
    assert not Delivery.objects.exists()
    assert not ExchangePage.objects.filter(is_copy=True).exists()
    sync()
    assert sync(dry_run=True, thorough=True).counts == {}
    nice.delete()
    assert sync(dry_run=True).counts == {"withdrawn": 3}
    assert ExchangePage.objects.filter(is_copy=True).count() == 3


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow_with_pages(
    world: World, number: int, django_assert_max_num_queries: Any
) -> None:
    world.rule("alliance", "hub")
    for index in range(number):
        world.page("alliance", f"Besoin {index}", tags=["région"], contacts=CONTACTS)
    with django_assert_max_num_queries(64):
        sync()
    with django_assert_max_num_queries(19):
        sync()


def test_a_burst_of_changes_costs_one_run(world: World, nice: ExchangePage, monkeypatch: Any) -> None:
    from syndication import tasks

    runs: list[int] = []
    real = tasks.sync

    def counted(**options: Any) -> Any:
        runs.append(1)
        return real(**options)

    monkeypatch.setattr(tasks, "sync", counted)
    asked_at = time()
    for _change in range(5):
        tasks.sync_everything(asked_at=asked_at)
    assert len(runs) == 1
    tasks.sync_everything(asked_at=time())
    tasks.sync_everything()
    assert len(runs) == 3


def test_copies_follow_the_address_of_their_origin(world: World, nice: ExchangePage) -> None:
    sync()
    index = world.index("alliance", ExchangePage)
    index.slug = "annonces"
    index.save()
    site = world.sites["alliance"]
    site.hostname = "amap.localhost"
    site.save()
    sync(thorough=True)
    urls = set(ExchangePage.objects.filter(is_copy=True).values_list("origin_url", flat=True))
    assert urls == {"http://amap.localhost/annonces/local-a-nice/"}


def test_an_update_is_seen_by_caches_of_the_receiving_site(world: World, nice: ExchangePage) -> None:
    sync()
    before = ExchangePage.objects.on_site(world.sites["hub"]).get().changed_at
    nice.summary = "Autre chose."
    world.publish(nice)
    sync()
    assert ExchangePage.objects.on_site(world.sites["hub"]).get().changed_at > before


def test_the_former_network_of_a_page_learns_nothing_more_of_it(world: World, nice: ExchangePage) -> None:
    sync()
    nice.unpublish()
    sync()
    nice.move(world.index("mesclun", ExchangePage), pos="last-child")
    assert set(Delivery.objects.values_list("network", flat=True)) == {world.sites["mesclun"].pk}


def test_what_was_said_of_a_page_outlives_its_being_held_back(world: World, nice: ExchangePage) -> None:
    sync()
    Delivery.objects.filter(target=world.sites["hub"]).update(editor_note="À relayer !")
    nice.sharing = "network"
    world.publish(nice)
    sync()
    nice.unpublish()
    sync()
    nice.sharing = "networks"
    world.publish(nice)
    sync()
    assert ExchangePage.objects.on_site(world.sites["hub"]).get().editor_note == "À relayer !"


def test_copies_that_nobody_answers_for_are_removed(world: World, nice: ExchangePage) -> None:
    sync()
    Delivery.objects.filter(target=world.sites["hub"]).delete()
    sync(thorough=True)
    assert ExchangePage.objects.on_site(world.sites["hub"]).count() == 1
    assert Delivery.objects.filter(state=State.LIVE).count() == 3
    assert not any(Page.find_problems())


def test_the_ledger_follows_the_address_of_an_index(
    world: World, nice: ExchangePage, django_capture_on_commit_callbacks: Any
) -> None:
    sync()
    index = world.index("hub", ExchangePage)
    index.slug = "annonces"
    with django_capture_on_commit_callbacks(execute=True):
        index.save()
    assert Delivery.objects.get(target=world.sites["hub"]).path == "/annonces/local-a-nice/"
