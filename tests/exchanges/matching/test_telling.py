"""Who is told of what: those who could answer, once, fairly, and never past where it is shown."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.registry import Duty
from exchanges.care.help import relaunch
from exchanges.matching.engine import match
from exchanges.matching.summary import Summary, summaries
from exchanges.matching.telling import tell_again, tell_matches
from exchanges.models import Conversation, Match, Notice, OrganisationPage, Tier
from exchanges.notices.events import path_of
from exchanges.tasks import match_everything, match_pages
from tests.exchanges.matching.conftest import Market
from tests.factories import make_page
from tests.members import browser, make_member, speak_for

pytestmark = pytest.mark.django_db


def told() -> set[tuple[str, str]]:
    """Who was told, by first name, of what."""
    rows = Notice.objects.select_related("person", "page")
    return {(row.person.first_name, row.page.title if row.page else row.subject) for row in rows}


def published(page: Any, days: int) -> None:
    """The page was published so many days ago."""
    type(page).objects.filter(pk=page.pk).update(last_published_at=timezone.now() - timedelta(days=days))


def test_the_people_of_a_structure_are_told_of_a_need(market: Market) -> None:
    marie, structure = market.keeper("Marie")
    need = market.need(area=market.places["aix"])
    match()
    assert tell_matches() == 1
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.event) == (marie, "match", "match_found")
    assert (notice.subject, notice.page_id) == (f"exchange:{need.pk}", need.pk)
    assert notice.facts["title"] == "Cherche une ruche"
    assert notice.facts["themes"] == ["apiculture"]
    assert notice.facts["for"] == structure.title
    assert notice.facts["said"] == {"fr": ["Apiculture"], "en": ["Bee-keeping"]}
    row = Match.objects.get()
    assert (row.news_id, row.addressee) == (need.pk, f"org:{structure.pk}")
    assert row.told_at


def test_nobody_is_told_twice(market: Market) -> None:
    market.keeper("Marie")
    need = market.need()
    match()
    tell_matches()
    assert tell_matches() == tell_matches(origins=[need.pk]) == 0
    need.unpublish()
    match()
    need.save_revision().publish()
    assert match() == {"again": 1}
    assert tell_matches() == 0
    assert Notice.objects.count() == 1


def test_a_killed_run_is_made_good(market: Market, monkeypatch: Any) -> None:
    """It dies between telling them and noting that they were told: neither is half told, and the next run tells both."""
    market.keeper("Marie"), market.keeper("Paul")
    market.need()
    match()
    from exchanges.matching import telling

    def dying(rows: Any) -> None:
        assert Notice.objects.count() == 2
        raise KeyboardInterrupt

    real = telling.mark
    monkeypatch.setattr(telling, "mark", dying)
    with pytest.raises(KeyboardInterrupt):
        tell_matches()
    assert not Notice.objects.exists()
    monkeypatch.setattr(telling, "mark", real)
    assert tell_matches() == 2
    assert {name for name, _title in told()} == {"Marie", "Paul"}


def test_the_author_and_their_people_are_not_told(market: Market) -> None:
    marie, structure = market.keeper("Marie")
    other = market.structure("Autre rucher")
    speak_for(marie, other)
    market.need(organisation=structure)
    make_member(market.apeas, "Paul")
    match()
    assert tell_matches() == 0


def test_a_new_offer_is_told_to_who_looks_for_it(market: Market) -> None:
    author = make_member(market.apeas, "Marie")
    giver = make_member(market.apeas, "Paul")
    need = market.need(owner=author)
    published(need, 3)
    offer = market.offer(owner=giver)
    match()
    assert tell_matches() == 1
    assert told() == {("Marie", offer.title)}
    assert Match.objects.get().addressee == f"person:{author.pk}"


def test_a_new_need_is_told_to_who_offers_it(market: Market) -> None:
    author, giver = make_member(market.apeas, "Marie"), make_member(market.apeas, "Paul")
    published(market.offer(owner=giver), 3)
    need = market.need(owner=author)
    match()
    tell_matches()
    assert told() == {("Paul", need.title)}


def test_what_is_only_worth_a_look_is_not_told(market: Market) -> None:
    _marie, structure = market.keeper("Marie")
    structure.themes.set([])
    market.structure()
    market.need(themes=["miel"])
    Match.objects.all().delete()
    match()
    Match.objects.update(tier=Tier.WORTH_A_LOOK)
    assert tell_matches() == 0


def test_a_structure_hears_of_so_many_a_week(market: Market, settings: Any) -> None:
    settings.MATCHES_A_WEEK = 2
    market.keeper("Marie")
    for number in range(4):
        market.need(f"Cherche {number}")
    match()
    assert tell_matches() == 2
    assert tell_matches() == 0
    Match.objects.filter(told_at__isnull=False).update(told_at=timezone.now() - timedelta(days=8))
    assert tell_matches() == 2
    assert Notice.objects.count() == 4


def test_what_waited_too_long_is_only_shown(market: Market, settings: Any) -> None:
    market.keeper("Marie")
    market.need()
    match()
    Match.objects.update(found_at=timezone.now() - timedelta(days=settings.MATCH_FRESH_DAYS + 1))
    assert tell_matches() == 0


def test_so_many_are_told_at_once_and_the_rest_if_nobody_answers(market: Market, settings: Any) -> None:
    settings.MATCH_FANOUT = 2
    for name in ("Marie", "Paul", "Zoé"):
        market.keeper(name)
    need = market.need()
    match()
    assert tell_matches() == 2
    assert tell_matches() == 0
    told_first = Match.objects.filter(told_at__isnull=False).order_by("draw")
    assert list(told_first) == list(Match.objects.order_by("tier", "draw")[:2])
    now = timezone.now()
    Match.objects.filter(told_at__isnull=False).update(told_at=now - timedelta(days=4))
    talk = Conversation.objects.create(
        exchange=need, title=need.title, network=market.apeas, answerer="org:1",
        state_at=now, opened_at=now, last_message_at=now,
    )  # fmt: skip
    assert tell_matches() == 0
    talk.delete()
    assert tell_matches() == 1


def test_two_announcements_of_one_structure_are_one_contact(market: Market) -> None:
    _marie, structure = market.keeper("Marie")
    for title in ("Prête une ruche", "Donne une ruche"):
        published(market.offer(title, organisation=structure), 3)
    need = market.need()
    match()
    assert tell_matches() == 1
    assert Match.objects.filter(told_at__isnull=False).count() == 3
    assert summaries([need.pk]) == {need.pk: Summary(structures=1)}


def test_a_copy_brings_a_need_to_the_people_of_another_network(market: Market) -> None:
    """Told in the name of the site that shows it, and opened there."""
    alliance = market.networks.alliance
    zoe, _structure = market.keeper("Zoé", site=alliance)
    need = market.need()
    match()
    assert tell_matches() == 0
    copy = market.need(site=alliance, origin=need)
    match()
    assert tell_matches() == 1
    notice = Notice.objects.get()
    assert (notice.person, notice.network, notice.page_id) == (zoe, alliance, need.pk)
    answer = browser(alliance, zoe).get(path_of(notice))
    assert answer.status_code == 302
    assert answer["Location"].endswith("/echanges/cherche-une-ruche/")
    assert copy.full_url.endswith(answer["Location"])
    page = browser(alliance, zoe).get(answer["Location"])
    assert page.status_code == 200
    assert notice.facts["title"] in page.content.decode()


def test_nobody_is_told_of_what_their_own_site_may_not_show(market: Market) -> None:
    """Both stand on the hub; the people of the structure are members of a network that does not show the need."""
    zoe, structure = market.keeper("Zoé", site=market.networks.alliance)
    make_page(market.networks.hub, OrganisationPage, structure.title, themes=["apiculture"], origin=structure)
    need = market.need(site=market.networks.hub, sharing="hub")
    assert match() == {"found": 1}
    assert tell_matches() == 0
    assert not Notice.objects.filter(person=zoe).exists()
    need.sharing = "networks"
    need.save_revision().publish()
    market.need(site=market.networks.alliance, origin=need)
    assert tell_matches() == 1
    assert Notice.objects.get().network == market.networks.alliance


def test_those_who_came_later_are_not_told_one_by_one(market: Market) -> None:
    structure = market.structure()
    market.need()
    match()
    speak_for(make_member(market.apeas, "Marie"), structure)
    assert tell_matches() == 0


def test_the_first_of_a_structure_hears_of_five_needs_in_one_notice(
    market: Market, django_capture_on_commit_callbacks: Any
) -> None:
    structure = market.structure()
    for number in range(7):
        market.need(f"Cherche {number}")
    match()
    marie = make_member(market.apeas, "Marie")
    with django_capture_on_commit_callbacks(execute=True):
        involvement = speak_for(marie, structure)
    with django_capture_on_commit_callbacks(execute=True):
        involvement.save()
    notice = Notice.objects.get()
    assert (notice.person, notice.event) == (marie, "match_digest")
    assert len(notice.facts["items"]) == 5
    assert Match.objects.filter(told_at__isnull=False).count() == 5
    with django_capture_on_commit_callbacks(execute=True):
        speak_for(make_member(market.apeas, "Paul"), structure)
    assert Notice.objects.count() == 1


def test_publishing_tells_in_one_cycle(market: Market, django_capture_on_commit_callbacks: Any) -> None:
    market.keeper("Marie")
    need = market.need()
    with django_capture_on_commit_callbacks(execute=True):
        need.save_revision().publish()
    assert told() == {("Marie", need.title)}
    with django_capture_on_commit_callbacks(execute=True):
        match_pages([need.pk])
    assert Notice.objects.count() == 1


def test_the_hourly_run_tells_what_a_lost_task_left_out(
    market: Market, django_capture_on_commit_callbacks: Any
) -> None:
    market.keeper("Marie")
    market.need()
    match()
    with django_capture_on_commit_callbacks(execute=True):
        match_everything()
    assert Notice.objects.count() == 1


def test_somebody_who_left_the_network_is_not_told(market: Market) -> None:
    marie, _structure = market.keeper("Marie")
    marie.memberships.update(left_at=timezone.now())
    market.need()
    match()
    assert tell_matches() == 0
    assert not Match.objects.filter(told_at__isnull=False).exists()


def test_an_unknown_page_leads_nowhere(market: Market) -> None:
    assert browser(market.apeas).get(reverse("matching_open", args=[999_999])).status_code == 404


def test_nobody_learns_the_address_of_what_they_were_not_told_of(market: Market) -> None:
    stranger = make_member(market.networks.mesclun, "Zoé")
    elsewhere = market.need("Ailleurs", site=market.networks.alliance)
    draft = market.need("Brouillon")
    draft.unpublish()
    for page in (elsewhere, draft):
        path = reverse("matching_open", args=[page.pk])
        for person in (None, stranger):
            assert browser(market.apeas, person).get(path).status_code == 404
    shown = reverse("matching_open", args=[market.need("Ici").pk])
    assert browser(market.apeas).get(shown).status_code == 302


@pytest.mark.parametrize("number", [1, 10])
def test_queries_of_finding_what_waits_do_not_grow(
    market: Market, number: int, django_assert_num_queries: Any
) -> None:
    from exchanges.matching.untold import untold

    for each in range(number):
        market.keeper(f"Marie {each}")
    market.need()
    match()
    with django_assert_num_queries(3):
        assert len(next(iter(untold().values()))) == number


@pytest.mark.parametrize("number", [1, 30])
def test_queries_of_telling_do_not_grow(
    market: Market, number: int, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.MATCH_FANOUT = number
    for each in range(number):
        market.keeper(f"Marie {each}")
    market.need()
    match()
    with django_assert_num_queries(35):
        assert tell_matches() == number
    assert Notice.objects.count() == number
    assert not Match.objects.filter(told_at=None).exists()


def test_relaunching_reaches_those_whom_it_only_resembles(market: Market) -> None:
    market.keeper("Marie")
    zoe, _structure = market.keeper("Zoé")
    need = market.need()
    match()
    Match.objects.filter(counterpart__title="Rucher de Zoé").update(tier=Tier.WORTH_A_LOOK)
    assert tell_matches() == 1
    assert relaunch(page=need, by=market.networks.user(("apeas", Duty.EDITOR))) == 1
    assert Notice.objects.filter(person=zoe, event="match_found", page=need).exists()
    assert tell_again(need) == 0
