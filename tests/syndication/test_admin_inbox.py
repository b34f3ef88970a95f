"""The inbox: who sees what, and what each answer does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.core.models import Theme
from cms.core.registry import Duty
from exchanges.models import ExchangePage, OrganisationPage
from syndication.engine import sync
from syndication.models import Decision, Delivery, Mode, State, SyndicationRule
from tests.networks import Networks
from tests.syndication.admin_world import OF_NETWORK, PUBLIC, SECRET, make_rule, need, organisation, waiting

pytestmark = pytest.mark.django_db
POSTED = ("accept", "refuse", "reconsider")


@pytest.fixture
def pending(networks: Networks) -> Delivery:
    """An organisation of Alliance Provence that waits on the hub."""
    return waiting(networks, summary="Des légumes à Pertuis")


@pytest.fixture
def coordinator(networks: Networks) -> Client:
    return networks.client(("hub", Duty.COORDINATOR))


@pytest.fixture
def stranger(networks: Networks) -> Client:
    return networks.client(("mesclun", Duty.MODERATOR))


def url(name: str, *args: object) -> str:
    return reverse(f"syndication_received:{name}", args=args)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def seen(client: Client, query: str = "") -> dict[str, str]:
    """What the button posts under the list that this person sees."""
    return {"seen": client.get(url("index") + query).context["seen"]}


def test_a_coordinator_reads_what_waits(pending: Delivery, coordinator: Client) -> None:
    page = read(coordinator, url("index"))
    assert "La ferme aux loups" in page
    assert "Des légumes à Pertuis" in page
    assert "<strong>Alliance</strong>" in page


def test_the_sheet_shows_what_would_be_shown_and_no_more(pending: Delivery, coordinator: Client) -> None:
    page = read(coordinator, url("detail", pending.pk))
    assert PUBLIC in page
    assert OF_NETWORK not in page
    assert SECRET not in page


def test_a_guarded_address_stays_out_of_the_sheet(networks: Networks, coordinator: Client) -> None:
    row = waiting(networks, address="12 impasse du Secret", city="Pertuis", address_audience="network")
    assert "impasse du Secret" not in read(coordinator, url("detail", row.pk))


def test_a_page_that_its_author_took_back_is_only_named(pending: Delivery, coordinator: Client) -> None:
    OrganisationPage.objects.filter(pk=pending.page_id).update(sharing="network", summary="Tout neuf, secret")
    for address in (url("index"), url("detail", pending.pk)):
        page = read(coordinator, address)
        assert "La ferme aux loups" in page
        assert "Tout neuf" not in page


def test_a_held_page_is_not_there(networks: Networks, coordinator: Client) -> None:
    row = waiting(networks, "Secret de famille", sharing="network")
    assert row.state == State.HELD
    assert "Secret de famille" not in read(coordinator, url("index"))
    assert coordinator.get(url("detail", row.pk)).status_code == 404
    assert coordinator.post(url("accept", row.pk)).status_code == 404


@pytest.mark.parametrize("name", [*POSTED, "detail", "local"])
def test_another_network_s_delivery_is_not_found(pending: Delivery, stranger: Client, name: str) -> None:
    for answer in (
        stranger.get(url(name, pending.pk)),
        stranger.post(url(name, pending.pk), {"reason": "Non"}),
    ):
        assert answer.status_code in (404, 405)
        assert "La ferme aux loups" not in answer.content.decode()
    pending.refresh_from_db()
    assert pending.decision == Decision.NONE


def test_the_author_s_network_decides_nothing(pending: Delivery, networks: Networks) -> None:
    author = networks.client(("alliance", Duty.MODERATOR))
    assert author.post(url("accept", pending.pk)).status_code == 404
    assert "La ferme aux loups" not in read(author, url("index"))


def test_somebody_without_the_right_is_sent_away(pending: Delivery, networks: Networks) -> None:
    nobody = networks.client()
    for name in ("index", "index_results", "refused", "refused_results", "shown", "shown_results"):
        assert nobody.get(url(name)).status_code in (302, 403)
    assert nobody.post(url("accept", pending.pk)).status_code in (302, 403)


@pytest.mark.parametrize("name", POSTED)
def test_reading_changes_nothing(pending: Delivery, coordinator: Client, name: str) -> None:
    assert coordinator.get(url(name, pending.pk)).status_code in (200, 405)
    assert coordinator.get(url("accept_all")).status_code == 405
    pending.refresh_from_db()
    assert pending.decision == Decision.NONE


def test_an_accepted_page_shows(pending: Delivery, coordinator: Client) -> None:
    answer = coordinator.post(url("accept", pending.pk), {"next": url("index")}, follow=True)
    assert answer.status_code == 200
    assert "La ferme aux loups" not in answer.context["proposals"]
    assert answer.context["proposals"] == []
    sync()
    pending.refresh_from_db()
    assert (pending.state, pending.decision) == (State.LIVE, Decision.ACCEPTED)
    assert pending.decided_by is not None


def test_a_refusal_needs_a_reason(pending: Delivery, coordinator: Client) -> None:
    answer = coordinator.post(url("refuse", pending.pk), {"reason": "  "})
    assert answer.status_code == 200
    assert answer.context["form"].errors["reason"]
    pending.refresh_from_db()
    assert pending.decision == Decision.NONE


def test_a_refused_page_can_be_reconsidered(pending: Delivery, coordinator: Client) -> None:
    coordinator.post(url("refuse", pending.pk), {"reason": "Hors de la région"})
    sync()
    pending.refresh_from_db()
    assert (pending.state, pending.reason) == (State.REFUSED, "Hors de la région")
    page = read(coordinator, url("refused"))
    assert "La ferme aux loups" in page
    assert "Hors de la région" in page
    coordinator.post(url("reconsider", pending.pk))
    sync()
    pending.refresh_from_db()
    assert pending.state == State.PENDING


def test_a_shown_page_can_still_be_refused(pending: Delivery, coordinator: Client) -> None:
    coordinator.post(url("accept", pending.pk))
    sync()
    coordinator.post(url("refuse", pending.pk), {"reason": "Fermée"})
    sync()
    pending.refresh_from_db()
    assert (pending.state, pending.copy_id) == (State.REFUSED, None)


def test_what_was_withdrawn_is_not_told_nor_decided(pending: Delivery, coordinator: Client) -> None:
    SyndicationRule.objects.all().delete()
    sync()
    pending.refresh_from_db()
    assert pending.state == State.WITHDRAWN
    assert "La ferme aux loups" not in read(coordinator, url("detail", pending.pk))
    for name in POSTED:
        coordinator.post(url(name, pending.pk), {"reason": "Non"})
    pending.refresh_from_db()
    assert pending.decision == Decision.NONE


def test_accept_all_takes_what_the_filter_shows(networks: Networks, coordinator: Client) -> None:
    sheet = waiting(networks)
    make_rule(networks, "apeas", "hub")
    offer = need(networks, "Cherche un local", key="apeas")
    sync()
    filtered = "?kind=exchanges.ExchangePage"
    answer = coordinator.post(url("accept_all") + filtered, seen(coordinator, filtered))
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert sheet.decision == Decision.NONE
    assert Delivery.objects.get(page=offer).decision == Decision.ACCEPTED


def test_accept_all_takes_the_list_over_its_pages(networks: Networks, coordinator: Client) -> None:
    for number in range(22):
        waiting(networks, f"Fiche {number}")
    coordinator.post(url("accept_all"), seen(coordinator, "?p=2"))
    assert Delivery.objects.filter(decision=Decision.ACCEPTED).count() == 22


@pytest.mark.parametrize("arrives", [True, False])
def test_accept_all_takes_nothing_once_the_list_changed(
    networks: Networks, pending: Delivery, coordinator: Client, arrives: bool
) -> None:
    other = waiting(networks, "La menuiserie")
    Delivery.objects.filter(pk=other.pk).update(decision=Decision.NONE if not arrives else Decision.REFUSED)
    looked_at = seen(coordinator)
    # Written before the list was read, as by a transaction that commits late.
    changed = Decision.NONE if arrives else Decision.REFUSED
    Delivery.objects.filter(pk=other.pk).update(
        decision=changed, state_at=timezone.now() - timedelta(hours=1)
    )
    answer = coordinator.post(url("accept_all"), looked_at, follow=True)
    assert "La liste a changé" in answer.content.decode()
    assert not Delivery.objects.filter(decision=Decision.ACCEPTED).exists()


@pytest.mark.parametrize(
    ("query", "data", "status"), [("", {}, 302), ("", {"seen": "x"}, 302), ("?kind=nonsense", None, 400)]
)
def test_accept_all_refuses_nonsense(
    pending: Delivery, coordinator: Client, query: str, data: dict[str, str] | None, status: int
) -> None:
    answer = coordinator.post(url("accept_all") + query, seen(coordinator) if data is None else data)
    assert answer.status_code == status
    pending.refresh_from_db()
    assert pending.decision == Decision.NONE


def test_accept_all_leaves_other_networks_alone(
    pending: Delivery, coordinator: Client, stranger: Client
) -> None:
    stranger.post(url("accept_all"), seen(coordinator))
    pending.refresh_from_db()
    assert pending.decision == Decision.NONE


def test_filters_narrow_the_list(networks: Networks, coordinator: Client) -> None:
    root = Theme.add_root(code="pain", label="Pain")
    baking = root.add_child(code="boulangerie", label="Boulangerie")
    row = waiting(networks, "Le fournil")
    page = OrganisationPage.objects.get(pk=row.page_id)
    page.themes.set([baking])
    page.save()
    waiting(networks, "La menuiserie")

    def titles(query: str) -> list[str]:
        return [each.title for each in coordinator.get(url("index") + query).context["proposals"]]

    assert titles(f"?theme={root.pk}") == ["Le fournil"]
    assert titles(f"?network={networks.alliance.pk}") == ["Le fournil", "La menuiserie"]
    assert titles("?kind=exchanges.ExchangePage") == []
    assert titles(f"?network={networks.apeas.pk}") == ["Le fournil", "La menuiserie"]  # no such choice


def test_an_empty_list_says_so(networks: Networks, coordinator: Client) -> None:
    assert coordinator.get(url("index")).context["proposals"] == []
    assert coordinator.get(url("refused")).context["proposals"] == []


def test_the_list_is_paged(networks: Networks, coordinator: Client) -> None:
    waiting(networks, "Fiche 0")
    for number in range(1, 22):
        networks.organisation(networks.alliance, f"Fiche {number}")
    sync()
    assert len(coordinator.get(url("index")).context["proposals"]) == 20
    assert len(coordinator.get(url("index") + "?p=2").context["proposals"]) == 2


def test_queries_do_not_grow_with_the_rows(
    networks: Networks, coordinator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    waiting(networks, "Fiche 0")
    make_rule(networks, "apeas", "hub")
    need(networks, "Besoin 0", key="apeas")
    sync()
    coordinator.get(url("index"))  # What is cached for good is cached.
    with django_assert_max_num_queries(60) as one:
        coordinator.get(url("index"))
    for number in range(1, 15):
        organisation(networks, f"Fiche {number}")
        need(networks, f"Besoin {number}", key="apeas")
    sync()
    with django_assert_max_num_queries(len(one)):
        assert coordinator.get(url("index")).context["items_count"] == 30


def test_local_fields_reach_the_copy_and_survive_an_update(pending: Delivery, coordinator: Client) -> None:
    theme = Theme.add_root(code="local", label="Local")
    coordinator.post(url("accept", pending.pk))
    sync()
    data = {"featured": "on", "editor_note": "Vue au marché", "local_themes": [theme.pk]}
    assert coordinator.post(url("local", pending.pk), data).status_code == 302
    copy = OrganisationPage.objects.get(is_copy=True)
    assert (copy.featured, copy.editor_note, list(copy.local_themes.all())) == (
        True,
        "Vue au marché",
        [theme],
    )
    origin = OrganisationPage.objects.get(is_copy=False)
    assert (origin.featured, origin.editor_note) == (False, "")
    origin.title = "La ferme aux louves"
    origin.save_revision().publish()
    sync()
    copy.refresh_from_db()
    assert (copy.title, copy.editor_note) == ("La ferme aux louves", "Vue au marché")


def test_local_fields_need_a_copy(pending: Delivery, coordinator: Client) -> None:
    assert coordinator.get(url("local", pending.pk)).status_code == 404


def test_an_editor_of_a_network_that_reviews_has_an_inbox(networks: Networks) -> None:
    make_rule(networks, "alliance", "apeas")
    page = need(networks, "Cherche un tracteur")
    sync()
    editor = networks.client(("apeas", Duty.EDITOR))
    assert "Cherche un tracteur" in read(editor, url("index"))
    editor.post(url("accept", Delivery.objects.get(page=page).pk))
    sync()
    assert ExchangePage.objects.filter(is_copy=True, title="Cherche un tracteur").exists()


@pytest.fixture
def live(pending: Delivery, coordinator: Client) -> Delivery:
    """The same organisation, accepted and shown on the hub."""
    coordinator.post(url("accept", pending.pk))
    sync()
    pending.refresh_from_db()
    assert pending.state == State.LIVE
    return pending


def test_what_is_shown_is_found_and_answered(live: Delivery, coordinator: Client) -> None:
    page = read(coordinator, url("shown"))
    assert "La ferme aux loups" in page
    assert f'action="{url("refuse", live.pk)}"' in page
    assert url("local", live.pk) in page
    assert url("accept", live.pk) not in page
    assert url("reconsider", live.pk) not in page
    assert url("shown") in read(coordinator, url("index"))
    coordinator.post(url("refuse", live.pk), {"reason": " "})
    assert "La ferme aux loups" in read(coordinator, url("shown"))
    coordinator.post(url("refuse", live.pk), {"reason": "Fermée"})
    assert coordinator.get(url("shown")).context["proposals"] == []


def test_what_waits_or_was_refused_is_not_among_the_shown(pending: Delivery, coordinator: Client) -> None:
    assert coordinator.get(url("shown")).context["proposals"] == []
    coordinator.post(url("refuse", pending.pk), {"reason": "Non"})
    sync()
    assert coordinator.get(url("shown")).context["proposals"] == []


def test_other_networks_do_not_find_what_is_shown(live: Delivery, networks: Networks) -> None:
    for key in ("alliance", "mesclun"):
        assert "La ferme aux loups" not in read(networks.client((key, Duty.MODERATOR)), url("shown"))


def test_the_shown_are_filtered_and_paged(networks: Networks, coordinator: Client) -> None:
    make_rule(networks, "alliance", "hub", mode=Mode.AUTOMATIC)
    for number in range(22):
        networks.organisation(networks.alliance, f"Fiche {number}")
    need(networks, "Cherche un local")
    sync()
    context = coordinator.get(url("shown")).context
    assert (len(context["proposals"]), context["items_count"]) == (20, 23)
    assert len(coordinator.get(url("shown") + "?p=2").context["proposals"]) == 3
    context = coordinator.get(url("shown") + "?kind=exchanges.ExchangePage").context
    assert [each.title for each in context["proposals"]] == ["Cherche un local"]
    results = read(coordinator, url("shown_results"))
    assert "Fiche" in results


def test_the_sheet_of_a_shown_page_speaks_of_the_present(live: Delivery, coordinator: Client) -> None:
    page = read(coordinator, url("detail", live.pk))
    assert "Ce qui est affiché" in page
    assert "Ce qui serait affiché" not in page
    assert url("refuse", live.pk) in page
    assert url("local", live.pk) in page


def test_what_is_added_brings_back_to_where_one_was(live: Delivery, coordinator: Client) -> None:
    assert f'value="{url("shown")}"' in read(coordinator, f"{url('local', live.pk)}?next={url('shown')}")
    answer = coordinator.post(url("local", live.pk), {"editor_note": "Vue", "next": url("shown")})
    assert answer.headers["Location"] == url("shown")


@pytest.mark.parametrize("name", ["accept", "reconsider"])
def test_there_is_no_answer_without_its_button(live: Delivery, coordinator: Client, name: str) -> None:
    coordinator.post(url(name, live.pk))
    live.refresh_from_db()
    assert live.decision == Decision.ACCEPTED
    Delivery.objects.filter(pk=live.pk).update(state=State.REFUSED, decision=Decision.REFUSED)
    coordinator.post(url("accept", live.pk))
    live.refresh_from_db()
    assert live.decision == Decision.REFUSED


def test_what_failed_can_be_refused(live: Delivery, coordinator: Client) -> None:
    Delivery.objects.filter(pk=live.pk).update(state=State.FAILED)
    assert url("refuse", live.pk) in read(coordinator, url("detail", live.pk))
