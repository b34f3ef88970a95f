"""Helping an announcement on: once, by whom may, with its author told and a line in its history."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import PageLogEntry, Revision

from cms.core.models import Area
from cms.core.registry import Duty
from cms.users.models import Letter, User
from exchanges.care import help as helping
from exchanges.care.places import wider
from exchanges.models import ExchangePage, Mailbox, Notice, OrganisationPage
from exchanges.notices.events import path_of
from tests.exchanges.care.world import FOLLOW, announce, copy_to
from tests.factories import make_page
from tests.market import make_places
from tests.members import browser, make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db
EDITOR = ("alliance", Duty.EDITOR)
COORDINATOR = ("hub", Duty.COORDINATOR)


@pytest.fixture
def places(db: None) -> dict[str, Area]:
    """Nice in its intercommunality."""
    found = make_places()
    found["nca"] = Area.objects.create(
        level="epci",
        code="200030195",
        name="Métropole Nice Côte d’Azur",
        region=found["paca"],
        departement=found["06"],
    )
    Area.objects.filter(pk=found["nice"].pk).update(epci=found["nca"])
    found["nice"].refresh_from_db()
    return found


@pytest.fixture
def editor(networks: Networks) -> User:
    """Somebody who edits the site of Alliance Provence."""
    return networks.user(EDITOR)


@pytest.fixture
def author(networks: Networks) -> User:
    """A member of Alliance Provence."""
    return make_member(networks.alliance)


@pytest.fixture
def need(networks: Networks, author: User, places: dict[str, Area]) -> ExchangePage:
    """A need of theirs, in Nice."""
    return announce(networks.alliance, "Cherche un local", area=places["nice"], owner=author)


def actions(page: Any) -> list[str]:
    ours = PageLogEntry.objects.filter(page=page.pk, action__startswith="exchanges.care")
    return list(ours.order_by("pk").values_list("action", flat=True))


def events(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("event", flat=True))


# Widening


def test_a_step_goes_to_what_lies_around(places: dict[str, Area]) -> None:
    assert wider(places["nice"]) == places["nca"]
    assert wider(places["nca"]) == places["06"]
    assert wider(places["aix"]) == places["13"]
    assert wider(places["06"]) == places["paca"]
    assert wider(places["paca"]) is None
    assert wider(None) is None


def test_the_area_is_widened_step_by_step_and_undone_at_once(
    need: ExchangePage, editor: User, author: User, places: dict[str, Area]
) -> None:
    helping.widen(page=need, seen=places["nice"].pk, by=editor)
    helping.widen(page=need, seen=places["nca"].pk, by=editor)
    need.refresh_from_db()
    assert need.area == places["06"]
    assert need.live
    assert actions(need) == [helping.WIDENED, helping.WIDENED]
    assert events(author) == ["area_widened", "area_widened"]
    assert helping.narrow(page=need, by=author)
    need.refresh_from_db()
    assert need.area == places["nice"]
    assert need.widened_from is None
    assert not helping.narrow(page=need, by=author)
    assert actions(need)[-1] == helping.NARROWED


def test_two_editors_widen_it_one_step(need: ExchangePage, editor: User, places: dict[str, Area]) -> None:
    helping.widen(page=need, seen=places["nice"].pk, by=editor)
    with pytest.raises(ValidationError, match="entre-temps"):
        helping.widen(page=need, seen=places["nice"].pk, by=editor)
    need.refresh_from_db()
    assert need.area == places["nca"]


def test_a_draft_of_its_author_is_not_published(
    need: ExchangePage, editor: User, places: dict[str, Area]
) -> None:
    need.title = "Titre pas encore dit"
    need.save_revision()
    with pytest.raises(ValidationError, match="en train de la modifier"):
        helping.widen(page=need, seen=places["nice"].pk, by=editor)
    need.refresh_from_db()
    assert need.title == "Cherche un local"


def test_what_the_network_did_outlives_an_older_draft(need: ExchangePage, editor: User) -> None:
    revision = need.save_revision()
    helping.relaunch(page=need, by=editor)
    Revision.objects.get(pk=revision.pk).publish()
    need.refresh_from_db()
    assert need.relaunched_at is not None


def test_an_author_who_moved_it_since_has_nothing_to_undo(
    need: ExchangePage, editor: User, places: dict[str, Area]
) -> None:
    helping.widen(page=need, seen=places["nice"].pk, by=editor)
    page = ExchangePage.objects.get(pk=need.pk)
    page.area = places["aix"]
    page.save_revision().publish()
    assert not helping.narrow(page=page, by=editor)
    page.refresh_from_db()
    assert page.area == places["aix"]


def test_the_author_undoes_it_from_their_space(
    networks: Networks, need: ExchangePage, editor: User, author: User, places: dict[str, Area]
) -> None:
    helping.widen(page=need, seen=places["nice"].pk, by=editor)
    client = browser(networks.alliance, author)
    home = client.get("/mon-espace/").content.decode()
    assert "Métropole Nice Côte d’Azur" in home
    address = f"/mon-espace/signaler/annonce/{need.pk}/perimetre/"
    assert address in home
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    need.refresh_from_db()
    assert need.area == places["nice"]
    assert client.post(address).status_code == 302  # Clicked twice.
    assert address not in client.get("/mon-espace/").content.decode()


def test_nobody_else_undoes_it(
    networks: Networks, need: ExchangePage, editor: User, places: dict[str, Area]
) -> None:
    helping.widen(page=need, seen=places["nice"].pk, by=editor)
    address = f"/mon-espace/signaler/annonce/{need.pk}/perimetre/"
    other = browser(networks.alliance, make_member(networks.alliance, "Autre"))
    assert other.post(address).status_code == 404
    assert browser(networks.alliance).post(address)["Location"].startswith("/compte/connexion/")
    need.refresh_from_db()
    assert need.area == places["nca"]


# Relaunching


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The announcements that were told again; three people hear of each."""
    found: list[int] = []

    def again(page: ExchangePage) -> int:
        found.append(page.pk)
        return 3

    monkeypatch.setattr(helping, "relaunchers", [again])
    return found


def test_it_is_relaunched_once(need: ExchangePage, editor: User, author: User, told: list[int]) -> None:
    assert helping.relaunch(page=need, by=editor) == 3
    with pytest.raises(ValidationError, match="une fois suffit"):
        helping.relaunch(page=need, by=editor)
    assert told == [need.pk]
    assert actions(need) == [helping.RELAUNCHED]
    assert events(author) == ["relaunched"]


def test_the_button_is_there_where_somebody_can_be_told(
    networks: Networks, need: ExchangePage, told: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = networks.client(EDITOR)
    button = f"/admin/follow-up/{need.pk}/relaunch/"
    assert button in client.get(FOLLOW).content.decode()
    client.post(button)
    assert "Relancée le" in client.get(FOLLOW).content.decode()
    assert button not in client.get(FOLLOW).content.decode()
    ExchangePage.objects.update(relaunched_at=None)
    monkeypatch.setattr(helping, "relaunchers", [])
    assert button not in client.get(FOLLOW).content.decode()


# Closing


def test_closing_is_suggested_once_in_a_while(need: ExchangePage, editor: User, author: User) -> None:
    assert helping.suggest_closing(page=need, by=editor) == 1
    with pytest.raises(ValidationError, match="déjà"):
        helping.suggest_closing(page=need, by=editor)
    assert events(author) == ["close_suggested"]
    assert actions(need) == [helping.SUGGESTED]


def test_an_announcement_of_nobody_is_closed_by_its_network(networks: Networks, editor: User) -> None:
    page = announce(networks.alliance, "Importée")
    with pytest.raises(ValidationError, match="Personne"):
        helping.suggest_closing(page=page, by=editor)
    assert actions(page) == []


@pytest.mark.parametrize("act", ["relaunch", "suggest_closing"])
def test_what_was_taken_off_meanwhile_is_not_helped(need: ExchangePage, editor: User, act: str) -> None:
    need.unpublish()
    with pytest.raises(ValidationError, match="retirée"):
        getattr(helping, act)(page=need, by=editor)


# Proposing


@pytest.fixture
def structure(networks: Networks) -> OrganisationPage:
    """A structure of APEAS with an address for everybody and one for itself."""
    contacts = [
        {"medium": "email", "value": "secrete@example.org", "audience": "private"},
        {"medium": "email", "value": "contact@example.org", "audience": "public"},
    ]
    return make_page(networks.apeas, OrganisationPage, "Les Ruchers", contacts=contacts)


def test_who_speaks_for_it_is_told_on_their_own_site(
    networks: Networks, need: ExchangePage, structure: OrganisationPage, editor: User
) -> None:
    speaker = make_member(networks.apeas, "Rosa")
    speak_for(speaker, structure)
    here = make_page(networks.alliance, OrganisationPage, "Les Ruchers", origin=structure)
    assert helping.propose(page=need, organisation=here, by=editor) == helping.Proposed(people=1)
    notice = Notice.objects.get(person=speaker)
    assert (notice.event, notice.subject, notice.network) == (
        "proposed",
        f"exchange:{need.pk}",
        networks.apeas,
    )
    assert notice.facts["proposer"] == "Alliance Provence"
    assert actions(need) == [helping.PROPOSED]
    assert not Letter.objects.filter(content__to="contact@example.org").exists()
    with pytest.raises(ValidationError, match="déjà au courant"):
        helping.propose(page=need, organisation=here, by=editor)
    client = browser(networks.apeas, speaker)
    assert client.get(path_of(notice))["Location"] == need.full_url
    # Nobody walks through the announcements of other networks by their numbers.
    assert (
        browser(networks.apeas, make_member(networks.apeas, "Autre")).get(path_of(notice)).status_code == 404
    )
    copy = copy_to(networks.apeas, need)
    assert client.get(path_of(notice))["Location"] == urlsplit(copy.full_url).path
    need.unpublish()
    copy.unpublish()
    assert client.get(path_of(notice))["Location"] == "/mon-espace/"


def test_where_nobody_speaks_for_it_one_mail_leaves(
    networks: Networks, need: ExchangePage, structure: OrganisationPage, editor: User
) -> None:
    copy = copy_to(networks.apeas, need)
    assert helping.propose(page=need, organisation=structure, by=editor).mailed
    with pytest.raises(ValidationError, match="déjà au courant"):
        helping.propose(page=need, organisation=structure, by=editor)
    letter = Letter.objects.get(key=f"proposed:{need.pk}:{structure.pk}")
    assert letter.content["to"] == "contact@example.org"
    assert copy.full_url in letter.content["text"]
    assert "Cherche un local" in letter.content["subject"]
    assert "APEAS" in letter.content["sender"]
    assert 'href="' in letter.content["html"]


def test_an_address_that_refuses_mails_is_left_alone(
    need: ExchangePage, structure: OrganisationPage, editor: User
) -> None:
    for address in ("contact@example.org", "secrete@example.org"):
        Mailbox.objects.create(email=address, stopped_at="2026-01-01T00:00Z")
    with pytest.raises(ValidationError, match="appelez-la"):
        helping.propose(page=need, organisation=structure, by=editor)
    assert actions(need) == []


def test_no_proposal_goes_past_what_the_author_shares(
    networks: Networks, need: ExchangePage, structure: OrganisationPage, editor: User
) -> None:
    ExchangePage.objects.filter(pk=need.pk).update(sharing="network")
    need.refresh_from_db()
    here = make_page(networks.alliance, OrganisationPage, "Les Ruchers", origin=structure)
    with pytest.raises(ValidationError, match="ne la partage pas"):
        helping.propose(page=need, organisation=here, by=editor)
    client = Client()
    client.force_login(editor)
    address = f"{FOLLOW}{need.pk}/propose/"
    assert client.get(f"{address}?q=ruchers").context["rows"] == []
    assert client.post(f"{address}{here.pk}/").status_code == 404


def test_a_coordinator_proposes_for_a_copy(
    networks: Networks, need: ExchangePage, structure: OrganisationPage
) -> None:
    speaker = make_member(networks.apeas, "Rosa")
    speak_for(speaker, structure)
    copy, here = (
        copy_to(networks.hub, need),
        make_page(networks.hub, OrganisationPage, "Les Ruchers", origin=structure),
    )
    client = networks.client(COORDINATOR)
    shown = client.get(f"{FOLLOW}{copy.pk}/propose/?q=ruchers")
    assert [row["structure"].pk for row in shown.context["rows"]] == [here.pk]
    assert "APEAS" in shown.content.decode()
    assert client.post(f"{FOLLOW}{copy.pk}/propose/{here.pk}/").status_code == 302
    assert Notice.objects.get(person=speaker).page_id == need.pk
    assert actions(copy) == [helping.PROPOSED]
    assert actions(need) == []


def test_a_coordinator_changes_nothing_of_a_copy(
    networks: Networks, need: ExchangePage, told: list[int]
) -> None:
    copy = copy_to(networks.hub, need)
    client = networks.client(COORDINATOR)
    list_of = client.get(FOLLOW).content.decode()
    assert f"{FOLLOW}{copy.pk}/propose/" in list_of
    for act in ("widen", "relaunch", "suggest-closing"):
        assert f"{FOLLOW}{copy.pk}/{act}/" not in list_of
        assert client.post(f"{FOLLOW}{copy.pk}/{act}/", {"seen": need.area_id}).status_code == 404
        assert client.post(f"{FOLLOW}{need.pk}/{act}/", {"seen": need.area_id}).status_code == 404
    need.refresh_from_db()
    assert (need.relaunched_at, need.widened_from) == (None, None)


def test_a_coordinator_helps_what_is_the_hub_s(
    networks: Networks, places: dict[str, Area], told: list[int]
) -> None:
    page = announce(networks.hub, "De la région", area=places["aix"])
    client = networks.client(COORDINATOR)
    client.post(f"{FOLLOW}{page.pk}/widen/", {"seen": places["aix"].pk})
    client.post(f"{FOLLOW}{page.pk}/relaunch/")
    page.refresh_from_db()
    assert page.area == places["13"]
    assert page.relaunched_at is not None


@pytest.mark.parametrize(
    "duty",
    [("mesclun", Duty.EDITOR), ("mesclun", Duty.MANAGER), COORDINATOR, ("hub", Duty.ETHICS), None],
)
def test_others_help_nothing(
    networks: Networks, need: ExchangePage, structure: OrganisationPage, duty: Any, told: list[int]
) -> None:
    client = (
        networks.client(duty) if duty else browser(networks.alliance, make_member(networks.alliance, "Autre"))
    )
    here = make_page(networks.alliance, OrganisationPage, "Les Ruchers", origin=structure)
    acts = ("widen", "relaunch", "suggest-closing", f"propose/{here.pk}")
    refused = {client.post(f"{FOLLOW}{need.pk}/{act}/").status_code for act in acts}
    refused.add(client.get(f"{FOLLOW}{need.pk}/propose/").status_code)
    assert refused <= ({403, 404} if duty else {302, 403})
    assert Client().post(f"{FOLLOW}{need.pk}/relaunch/").status_code == 302
    need.refresh_from_db()
    assert (told, need.widened_from, Notice.objects.count()) == ([], None, 0)


def test_an_editor_works_with_the_buttons(
    networks: Networks, need: ExchangePage, author: User, places: dict[str, Area], told: list[int]
) -> None:
    client = networks.client(EDITOR)
    shown = client.get(FOLLOW).content.decode()
    assert "Élargir à Métropole Nice Côte d’Azur" in shown
    answer = client.post(
        f"{FOLLOW}{need.pk}/widen/", {"seen": places["nice"].pk, "next": FOLLOW}, follow=True
    )
    assert "Métropole Nice Côte d’Azur" in answer.content.decode()
    assert client.get(f"{FOLLOW}{need.pk}/widen/").status_code == 405
    client.post(f"{FOLLOW}{need.pk}/suggest-closing/")
    again = client.post(f"{FOLLOW}{need.pk}/suggest-closing/", follow=True).content.decode()
    assert "déjà été posée" in again
    assert events(author) == ["area_widened", "close_suggested"]
    history = client.get(f"/admin/pages/{need.pk}/history/").content.decode()
    assert "Cherchée à" in history
