"""The report, the status command, the tab of a page and the home page of the admin."""

import csv
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from cms.core.registry import Duty
from cms.users.models import User
from exchanges.models import ExchangePage
from syndication import decisions
from syndication.engine import sync
from syndication.models import Delivery, Mode, State
from tests.networks import Networks
from tests.syndication.admin_world import make_rule, need

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/syndication/"
FRENCH_HEADINGS = (
    "Titre",
    "Quoi",
    "Vient de",
    "Va vers",
    "État",
    "Depuis",
    "En passant par",
    "Par la règle",
    "Motif",
    "Décidé par",
    "Dernière erreur",
)


@pytest.fixture
def places(networks: Networks) -> Networks:
    """Pages of Alliance Provence: one shown on the hub, one held back, one refused; one of APEAS waits."""
    make_rule(networks, "alliance", "hub", mode=Mode.AUTOMATIC, name="Tout vers la région")
    make_rule(networks, "apeas", "hub")
    need(networks, "Montrée")
    need(networks, "Retenue", sharing="network")
    refused = need(networks, "Refusée")
    need(networks, "En attente", key="apeas")
    sync()
    somebody = User.objects.create_user("juge@example.org", first_name="Rosa", last_name="Bel")
    decisions.refuse(deliveries=[Delivery.objects.get(page=refused)], user=somebody, reason="Hors charte")
    sync()
    return networks


def titles(client: Client, query: str = "") -> set[str]:
    """The first column of the export of the report."""
    answer = client.get(f"{REPORT}?export=csv{query}")
    text = b"".join(answer.streaming_content).decode()
    return {row[0] for row in list(csv.reader(io.StringIO(text)))[1:]}


def test_each_side_reads_what_it_may_know(places: Networks) -> None:
    author = places.client(("alliance", Duty.EDITOR))
    hub = places.client(("hub", Duty.COORDINATOR))
    assert titles(author) == {"Montrée", "Retenue", "Refusée"}
    assert titles(hub) == {"Montrée", "Refusée", "En attente"}
    assert titles(places.client(("mesclun", Duty.EDITOR))) == set()


def test_the_target_reads_the_title_that_it_was_told(places: Networks) -> None:
    page = ExchangePage.objects.get(title="En attente")
    ExchangePage.objects.filter(pk=page.pk).update(title="Nouveau titre secret")
    assert "En attente" in titles(places.client(("hub", Duty.COORDINATOR)))
    assert "Nouveau titre secret" in titles(places.client(("apeas", Duty.EDITOR)))


def test_the_figures_add_up(places: Networks) -> None:
    context = places.client(("alliance", Duty.EDITOR)).get(REPORT).context
    assert {state: count for state, _label, count in context["counts"]} == {
        "live": 1,
        "held": 1,
        "refused": 1,
    }
    assert context["total"] == context["paginator"].count == 3


def test_the_report_can_be_narrowed(places: Networks) -> None:
    hub = places.client(("hub", Duty.COORDINATOR))
    assert titles(hub, "&state=pending") == {"En attente"}
    assert titles(hub, f"&network={places.alliance.pk}") == {"Montrée", "Refusée"}
    assert titles(hub, "&kind=exchanges.OrganisationPage") == set()
    assert titles(hub, f"&target={places.hub.pk}") == {"Montrée", "Refusée", "En attente"}
    assert titles(hub, "&state_at_from=2020-01-01&state_at_to=2020-01-02") == set()


def test_errors_are_for_the_author_s_network(places: Networks) -> None:
    Delivery.objects.filter(title="Montrée").update(state=State.FAILED, error="valeur privée")
    for key, duty, told in (("alliance", Duty.EDITOR, True), ("hub", Duty.COORDINATOR, False)):
        answer = places.client((key, duty)).get(f"{REPORT}?export=csv")
        assert ("valeur privée" in b"".join(answer.streaming_content).decode()) is told


def test_the_workbook_holds_the_same_rows(places: Networks) -> None:
    answer = places.client(("alliance", Duty.EDITOR)).get(f"{REPORT}?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    assert {row[0] for row in list(sheet.values)[1:]} == {"Montrée", "Retenue", "Refusée"}
    assert next(iter(sheet.values)) == FRENCH_HEADINGS


def test_the_headings_are_french(places: Networks) -> None:
    answer = places.client(("alliance", Duty.EDITOR)).get(f"{REPORT}?export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert tuple(next(csv.reader(io.StringIO(text)))) == FRENCH_HEADINGS


def test_an_export_runs_no_formula(networks: Networks) -> None:
    make_rule(networks, "alliance", "hub", mode=Mode.AUTOMATIC)
    need(networks, '=HYPERLINK("http://example.org")')
    sync()
    assert titles(networks.client(("hub", Duty.COORDINATOR))) == {'\'=HYPERLINK("http://example.org")'}


def test_queries_do_not_grow_with_the_rows(
    networks: Networks, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_rule(networks, "alliance", "hub")
    need(networks, "Besoin")
    sync()
    client = networks.client(("hub", Duty.COORDINATOR))
    client.get(REPORT)
    with django_assert_max_num_queries(40) as one:
        client.get(REPORT)
    for number in range(29):
        need(networks, f"Besoin {number}")
    sync()
    with django_assert_max_num_queries(len(one)):
        assert client.get(REPORT).context["total"] == 30


def edit(client: Client, page: ExchangePage) -> str:
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_author_reads_where_the_page_is_and_why_not(places: Networks) -> None:
    author = places.client(("alliance", Duty.EDITOR))
    shown = edit(author, ExchangePage.objects.get(title="Montrée", is_copy=False))
    assert "PES PACA" in shown
    assert "Tout vers la région" in shown
    refused = edit(author, ExchangePage.objects.get(title="Refusée"))
    assert "Hors charte" in refused
    assert "Rosa Bel" in refused
    assert "juge@example.org" not in refused
    held = edit(author, ExchangePage.objects.get(title="Retenue"))
    assert "pes-state--held" in held


def test_a_copy_says_where_it_comes_from(places: Networks) -> None:
    copy = ExchangePage.objects.get(is_copy=True)
    page = edit(places.client(("hub", Duty.COORDINATOR)), copy)
    assert "Alliance Provence" in page
    assert copy.origin_url in page
    assert reverse("syndication_received:local", args=[copy.delivery.pk]) in page
    assert reverse("syndication_received:detail", args=[copy.delivery.pk]) in page


def test_a_new_page_has_no_such_tab(places: Networks) -> None:
    index = ExchangePage.objects.filter(is_copy=False).first()
    assert index is not None
    parent = index.get_parent()
    client = places.client(("alliance", Duty.EDITOR)) if "alliance" in parent.url_path else None
    client = client or places.client(("apeas", Duty.EDITOR), ("alliance", Duty.EDITOR))
    address = reverse("wagtailadmin_pages:add", args=["exchanges", "exchangepage", parent.pk])
    assert "pes-deliveries" not in client.get(address).content.decode()


def test_the_home_page_tells_what_waits_and_what_was_refused(places: Networks) -> None:
    home = reverse("wagtailadmin_home")
    assert (
        reverse("syndication_received:index")
        in places.client(("hub", Duty.COORDINATOR)).get(home).content.decode()
    )
    author = places.client(("alliance", Duty.EDITOR)).get(home).content.decode()
    assert "Hors charte" in author
    assert "Retenue" not in author
    other = places.client(("mesclun", Duty.EDITOR)).get(home).content.decode()
    assert "Hors charte" not in other


def status(**options: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("syndication_status", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_the_command_tells_the_figures(places: Networks) -> None:
    Delivery.objects.filter(title="Montrée").update(state=State.FAILED, error="Plus de place", attempts=3)
    out, err = status()
    head = out.splitlines()[0]
    assert "en attente d’une décision" in head
    assert "en tout" in head
    assert "pending" not in head
    hub = next(line for line in out.splitlines() if line.startswith("PES PACA"))
    assert [int(word) for word in hub.split()[2:]] == [1, 1, 0, 1, 0, 1, 4]
    assert "En attente" in out
    assert "Montrée (3×): Plus de place" in err


def test_the_command_can_be_narrowed_to_one_network(places: Networks) -> None:
    out, _err = status(network="pes.mesclun.org")
    assert "PES PACA" not in out
    with pytest.raises(CommandError, match=r"pes\.paca"):
        status(network="nowhere.example.org")
