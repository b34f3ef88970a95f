"""Reporting: by anybody, once, about the original; decided by its home network alone."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from cms.core.registry import Duty, personal_data
from cms.users.models import Letter, User
from cms.users.strangers import stamp
from exchanges.care import reports
from exchanges.models import ExchangePage, Message, Notice, OrganisationPage, Party, Report, Verdict
from tests.exchanges.care.world import ago, announce, copy_to, reported, talk
from tests.factories import make_page
from tests.market import visit
from tests.members import browser, make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_counted() -> None:
    """Limits are counted anew in each test."""
    cache.clear()


@pytest.fixture
def author(networks: Networks) -> User:
    """A member of Alliance Provence."""
    return make_member(networks.alliance, "Autrice")


@pytest.fixture
def need(networks: Networks, author: User) -> ExchangePage:
    """A need of theirs."""
    return announce(networks.alliance, "Cherche un local", owner=author)


@pytest.fixture
def moderator(networks: Networks) -> User:
    """Somebody who moderates Alliance Provence."""
    return networks.user(("alliance", Duty.MODERATOR))


def form(**fields: str) -> dict[str, str]:
    """What a visitor sends after a while."""
    shown = stamp(timezone.now().timestamp() - 60)
    return {"complaint": "closed", "text": "", "email": "", "website": "", "shown_at": shown, **fields}


def send(client: Client, page: Page, **fields: str) -> Any:
    return client.post(f"/signaler/{page.pk}/", form(**fields))


def test_the_sheet_leads_to_the_form(networks: Networks, need: ExchangePage) -> None:
    structure = make_page(networks.alliance, OrganisationPage, "Les Ruchers")
    for page in (need, structure):
        shown = visit(networks.alliance, page.get_url()).content.decode()
        assert f"/signaler/{page.pk}/" in shown
        assert "Signaler un problème" in shown
        answer = visit(networks.alliance, f"/signaler/{page.pk}/")
        assert page.title in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"


def test_a_visitor_reports_without_an_account(networks: Networks, need: ExchangePage, author: User) -> None:
    answer = send(
        browser(networks.alliance),
        need,
        complaint="wrong",
        text="L’adresse est fausse",
        email="v@example.org",
    )
    assert "Merci" in answer.content.decode()
    assert "prévenu" in answer.content.decode()
    made = Report.objects.get()
    assert (made.network, made.page_id, made.email, made.person) == (
        networks.alliance,
        need.pk,
        "v@example.org",
        None,
    )
    notice = Notice.objects.get()
    assert (notice.person, notice.event) == (author, "reported")
    assert "v@example.org" not in str(notice.facts)


def test_a_member_reports_in_their_name(networks: Networks, need: ExchangePage) -> None:
    person = make_member(networks.mesclun, "Témoin")
    client = browser(networks.alliance, person)
    assert 'name="email"' not in client.get(f"/signaler/{need.pk}/").content.decode()
    send(client, need, email="usurpee@example.org")
    made = Report.objects.get()
    assert (made.person, made.email) == (person, "")


def test_a_report_of_a_copy_is_about_the_original(networks: Networks, need: ExchangePage) -> None:
    copy = copy_to(networks.hub, need)
    send(browser(networks.hub), copy)
    made = Report.objects.get()
    assert (made.page_id, made.network) == (need.pk, networks.alliance)


def test_the_same_twice_is_one(networks: Networks, need: ExchangePage) -> None:
    copy = copy_to(networks.hub, need)
    for client, page in (
        (browser(networks.alliance), need),
        (browser(networks.alliance), need),
        (browser(networks.hub), copy),
    ):
        assert send(client, page, text="Fermé depuis juin").status_code == 200
    assert Report.objects.count() == 1
    send(browser(networks.alliance), need, text="Autre chose")
    assert Report.objects.count() == 2
    Report.objects.update(verdict=Verdict.KEPT)
    send(browser(networks.alliance), need, text="Fermé depuis juin")
    assert Report.objects.count() == 3


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"complaint": ""}, "Choisissez"),
        ({"complaint": "abuse"}, "Sélectionnez un choix valide"),
        ({"complaint": "wrong"}, "ne peuvent pas le deviner"),
        ({"email": "pas une adresse"}, "adresse"),
        ({"shown_at": "forgé"}, "ouvert"),
        ({"shown_at": "just now"}, "relisez"),
    ],
)
def test_what_is_missing_is_said_and_nothing_kept(
    networks: Networks, need: ExchangePage, fields: dict[str, str], said: str
) -> None:
    fields = {name: stamp() if value == "just now" else value for name, value in fields.items()}
    answer = send(browser(networks.alliance), need, **fields)
    assert said.casefold() in answer.content.decode().casefold()
    assert not Report.objects.exists()


def test_a_program_learns_nothing(networks: Networks, need: ExchangePage) -> None:
    answer = send(browser(networks.alliance), need, website="http://spam.example.org")
    assert "Merci" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_flood_is_stopped(networks: Networks, need: ExchangePage) -> None:
    client = browser(networks.alliance)
    codes = [send(client, need, text=f"Non {number}").status_code for number in range(22)]
    assert codes.count(429) == 2
    assert Report.objects.count() == 20


def test_what_is_not_read_here_is_not_found(networks: Networks, need: ExchangePage) -> None:
    hidden = announce(networks.alliance, "Cachée")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    gone = announce(networks.alliance, "Dépubliée")
    gone.unpublish()
    other = browser(networks.apeas)
    assert other.get(f"/signaler/{need.pk}/").status_code == 404
    for page in (hidden, gone, networks.alliance.root_page):
        for client in (
            browser(networks.alliance),
            browser(networks.alliance, make_member(networks.alliance, f"P{page.pk}")),
        ):
            assert client.get(f"/signaler/{page.pk}/").status_code == 404
            assert send(client, page).status_code == 404
    assert not Report.objects.exists()


# Decisions


def decide(made: Report, verdict: Verdict, by: User, reason: str = "Nous avons vérifié") -> Report:
    return reports.decide(made=made, verdict=verdict, reason=reason, by=by)


def test_taking_off_unpublishes_and_locks(need: ExchangePage, moderator: User, author: User) -> None:
    made = decide(reported(need, email="v@example.org"), Verdict.REMOVED, moderator)
    need.refresh_from_db()
    assert (need.live, need.locked, need.locked_by) == (False, True, moderator)
    assert (made.decided_by, made.reason) == (moderator, "Nous avons vérifié")
    notice = Notice.objects.get(person=author)
    assert (notice.event, notice.facts["verdict"]) == ("report_decided", "removed")
    letter = Letter.objects.get()
    assert letter.content["to"] == "v@example.org"
    assert "Nous avons vérifié" in letter.content["text"]
    assert "retiré" in letter.content["subject"]
    assert PageLogEntry.objects.filter(page=need, action=reports.DECIDED, user=moderator).exists()


@pytest.mark.parametrize("verdict", [Verdict.KEPT, Verdict.MENDED])
def test_what_stays_is_not_touched(need: ExchangePage, moderator: User, verdict: Verdict) -> None:
    decide(reported(need), verdict, moderator)
    need.refresh_from_db()
    assert (need.live, need.locked) == (True, False)


def test_two_moderators_have_one_effect(need: ExchangePage, moderator: User, author: User) -> None:
    made = reported(need, person=make_member(need.get_site(), "Témoin"))
    twice = Report.objects.get(pk=made.pk)
    seen = reports.stamp(made)
    reports.decide(made=made, verdict=Verdict.KEPT, reason="Elle est juste", by=moderator, seen=seen)
    with pytest.raises(reports.AlreadyDecidedError) as error:
        reports.decide(made=twice, verdict=Verdict.REMOVED, reason="Non", by=moderator, seen=seen)
    assert error.value.report.reason == "Elle est juste"
    need.refresh_from_db()
    assert need.live
    assert Notice.objects.filter(event="report_decided").count() == 1
    assert Notice.objects.filter(event="report_outcome").count() == 1


def test_what_a_colleague_passed_on_meanwhile_is_not_overruled_unseen(
    need: ExchangePage, moderator: User
) -> None:
    made = reported(need)
    seen = reports.stamp(made)
    decide(made, Verdict.PASSED_ON, moderator)
    with pytest.raises(reports.AlreadyDecidedError):
        reports.decide(made=made, verdict=Verdict.KEPT, reason="x", by=moderator, seen=seen)
    found = Report.objects.get()
    assert found.committee_at is not None
    assert decide(found, Verdict.KEPT, moderator).verdict == Verdict.KEPT  # Knowing it.


def test_the_author_replies_once_and_may_be_heard(need: ExchangePage, moderator: User, author: User) -> None:
    made = decide(reported(need), Verdict.REMOVED, moderator)
    made = reports.reply(made=made, text="Le local existe bien", by=author)
    assert made.is_contested
    assert Report.objects.to_decide().get() == made
    with pytest.raises(ValidationError):
        reports.reply(made=made, text="Encore", by=author)
    made = decide(made, Verdict.KEPT, moderator)
    assert not made.waits
    need.refresh_from_db()
    assert (need.locked, need.live) == (False, False)  # Its author may put it back.
    assert (
        list(Notice.objects.filter(person=author).values_list("event", flat=True)) == ["report_decided"] * 2
    )


def test_a_lock_of_somebody_else_stays(need: ExchangePage, moderator: User) -> None:
    Page.objects.filter(pk=need.pk).update(locked=True)
    decide(reported(need), Verdict.KEPT, moderator)
    need.refresh_from_db()
    assert need.locked


def test_a_message_is_hidden(networks: Networks, need: ExchangePage, moderator: User) -> None:
    rude = make_member(networks.mesclun, "Grossier")
    message = Message.objects.get(conversation=talk(need, days=1))
    Party.objects.filter(pk=message.party_id).update(person=rude)
    made = Report.objects.create(
        network=networks.alliance, message=message, title=need.title, complaint="abuse", person=need.owner
    )
    decide(made, Verdict.REMOVED, moderator)
    message.refresh_from_db()
    assert message.hidden_at is not None
    assert Notice.objects.get(person=rude).event == "report_decided"
    assert Notice.objects.get(person=need.owner).event == "report_outcome"
    assert reports.about(rude).get() == made


def test_of_a_message_that_stays_its_author_hears_nothing(
    networks: Networks, need: ExchangePage, moderator: User
) -> None:
    other = make_member(networks.mesclun, "Autre")
    message = Message.objects.get(conversation=talk(need, days=1))
    Party.objects.filter(pk=message.party_id).update(person=other)
    made = Report.objects.create(
        network=networks.alliance, message=message, title=need.title, complaint="abuse"
    )
    decide(made, Verdict.KEPT, moderator)
    assert not Notice.objects.exists()
    assert not reports.about(other).exists()


# The committee


def test_three_upheld_or_contested_within_a_year_go_to_the_committee(
    need: ExchangePage, moderator: User
) -> None:
    decide(reported(need), Verdict.MENDED, moderator)
    reported(need, verdict=Verdict.KEPT, decided_at=timezone.now())
    old = reported(need, verdict=Verdict.MENDED, decided_at=ago(400))
    Report.objects.filter(pk=old.pk).update(created_at=ago(400))
    contested = reported(need)
    reports.reply(made=contested, text="C’est faux", by=moderator)
    assert not Report.objects.filter(committee_at__isnull=False).exists()
    last = decide(reported(need), Verdict.MENDED, moderator)
    listed = set(Report.objects.filter(committee_at__isnull=False).values_list("pk", flat=True))
    assert len(listed) == 3
    assert {contested.pk, last.pk} <= listed
    assert old.pk not in listed


def test_many_reports_that_nobody_looked_at_are_no_case(need: ExchangePage, moderator: User) -> None:
    for number in range(5):
        reported(need, text=str(number))
    decide(reported(need), Verdict.KEPT, moderator)
    assert not Report.objects.filter(committee_at__isnull=False).exists()


def test_the_reports_of_a_structure_count_together(networks: Networks, moderator: User) -> None:
    structure = make_page(networks.alliance, OrganisationPage, "Les Ruchers")
    pages = [
        structure,
        *(announce(networks.alliance, f"Annonce {n}", organisation=structure) for n in range(2)),
    ]
    stranger = announce(networks.alliance, "D’une autre")
    decide(reported(stranger), Verdict.MENDED, moderator)
    for page in pages:
        decide(reported(page), Verdict.MENDED, moderator)
    listed = Report.objects.filter(committee_at__isnull=False)
    assert set(listed.values_list("page", flat=True)) == {page.pk for page in pages}


def test_the_committee_advises_once_and_the_network_decides(
    networks: Networks, need: ExchangePage, moderator: User
) -> None:
    judge = networks.user(("hub", Duty.ETHICS))
    made = decide(reported(need), Verdict.PASSED_ON, moderator)
    made = reports.advise(made=made, verdict=Verdict.REMOVED, reason="Hors charte", by=judge)
    with pytest.raises(reports.AlreadyDecidedError):
        reports.advise(made=made, verdict=Verdict.KEPT, reason="Non", by=judge)
    need.refresh_from_db()
    assert need.live
    assert made.waits
    decide(made, Verdict.REMOVED, moderator)
    need.refresh_from_db()
    assert not need.live


# Data of people


def test_who_reported_is_forgotten_and_takes_their_data_along(networks: Networks, need: ExchangePage) -> None:
    person = make_member(networks.mesclun, "Témoin")
    reported(need, person=person, text="Faux numéro")
    reported(need, email="TEMOIN@example.org", person=None)
    User.objects.filter(pk=person.pk).update(email="temoin@example.org")
    person.refresh_from_db()
    data = personal_data["care"]
    assert [row["text"] for row in data.export(person)] == ["Faux numéro", ""]
    data.erase(person)
    assert set(Report.objects.values_list("person", "email")) == {(None, "")}


def test_structures_are_their_speakers_to_answer_for(networks: Networks) -> None:
    structure = make_page(networks.alliance, OrganisationPage, "Les Ruchers")
    speaker = make_member(networks.alliance, "Rosa")
    speak_for(speaker, structure)
    made = reports.report(page=structure, complaint="private", person=None)
    assert made is not None
    assert Notice.objects.get().person == speaker
    assert reports.about(speaker).get() == made
