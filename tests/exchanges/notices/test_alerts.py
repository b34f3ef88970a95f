"""Searches that are watched: what they find, for whom, and at what cost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core.models import Area, Theme
from cms.users import strangers
from cms.users.models import Letter, User
from exchanges.models import (
    Alert,
    AlertHit,
    ExchangeIndexPage,
    ExchangePage,
    Kind,
    Notice,
    OrganisationPage,
    Pace,
)
from exchanges.notices import alerts, stopping
from exchanges.notices.watching import watch_pages
from syndication.engine import sync
from syndication.models import SyndicationRule
from tests.factories import make_page
from tests.members import browser, make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def market(networks: Networks, places: dict[str, Area], themes: dict[str, Theme]) -> Networks:
    """Networks with places and themes."""
    return networks


def found(alert: Alert, *pages: ExchangePage | OrganisationPage) -> list[str]:
    """The titles of what the alert found among these pages, in all."""
    watch_pages(origins=[page.pk for page in pages])
    return sorted(AlertHit.objects.filter(alert=alert).values_list("page__title", flat=True))


def watch(networks: Networks, person: User, query: str = "", kind: str = "exchanges") -> Alert:
    return alerts.watch(network=networks.alliance, kind=kind, query=query, person=person)


class TestFinding:
    """An alert finds what its list would show."""

    def test_by_words_place_and_filters(self, market: Networks, places: Any, marie: User) -> None:
        alert = watch(
            market, marie, "q=miel&where=Aix-en-Provence&sense=need&theme=agriculture&sort=newest&page=2"
        )
        assert alert.query == "q=miel&where=Aix-en-Provence&sense=need&theme=agriculture"
        common = {"area": places["aix"], "themes": ["miel"], "sense": "need"}
        right = make_page(market.alliance, ExchangePage, "Pots de miel", **common)
        make = [
            make_page(market.alliance, ExchangePage, "Pots vides", **{**common, "themes": ["culture"]}),
            make_page(market.alliance, ExchangePage, "Miel à Nice", **{**common, "area": places["nice"]}),
            make_page(market.alliance, ExchangePage, "Miel offert", **{**common, "sense": "offer"}),
            make_page(market.apeas, ExchangePage, "Miel ailleurs", **common),
        ]
        assert found(alert, right, *make) == ["Pots de miel"]

    def test_structures_too(self, market: Networks, marie: User) -> None:
        alert = watch(market, marie, "q=miel", "structures")
        page = make_page(market.alliance, OrganisationPage, "La miellerie du miel")
        exchange = make_page(market.alliance, ExchangePage, "Miel")
        assert found(alert, page, exchange) == ["La miellerie du miel"]
        assert Notice.objects.get().subject == f"organisation:{page.pk}"

    def test_only_what_is_new_and_once(self, market: Networks, marie: User) -> None:
        old = make_page(market.alliance, ExchangePage, "Vieux")
        alert = watch(market, marie)
        new = make_page(market.alliance, ExchangePage, "Neuf")
        for _twice in range(2):
            assert found(alert, old, new) == ["Neuf"]
        assert Notice.objects.get().subject == f"exchange:{new.pk}"

    def test_not_what_is_kept_private_or_is_over(self, market: Networks, marie: User) -> None:
        alert = watch(market, marie)
        private = make_page(market.alliance, ExchangePage, "Privé")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        draft = make_page(market.alliance, ExchangePage, "Brouillon")
        draft.unpublish()
        over = make_page(
            market.alliance, ExchangePage, "Passé", expires_on=timezone.localdate() - timedelta(days=1)
        )
        assert found(alert, private, draft, over) == []

    def test_what_came_from_another_network(self, market: Networks, marie: User) -> None:
        """It is new where it comes, though it was published before the search was watched."""
        page = make_page(market.mesclun, ExchangePage, "Venu d’ailleurs")
        ExchangePage.objects.filter(pk=page.pk).update(first_published_at=timezone.now() - timedelta(days=30))
        alert = watch(market, marie)
        assert found(alert, page) == []
        rule = SyndicationRule(network=market.mesclun, mode="automatic")
        rule.sources, rule.targets = [market.mesclun], [market.alliance]
        rule.save()
        sync()
        assert found(alert, page) == ["Venu d’ailleurs"]
        notice = Notice.objects.get()
        assert (notice.page_id, notice.network) == (page.pk, market.alliance)
        client = browser(market.alliance, marie)
        path = client.get(reverse("notices_open", args=[notice.pk]))["Location"]
        assert client.get(path).status_code == 200

    @pytest.mark.parametrize("change", [{"sharing": "hub"}, {"live": False}, {"expires_on": "2020-01-01"}])
    def test_not_of_a_copy_whose_original_no_longer_wants_it(
        self, market: Networks, marie: User, change: dict[str, Any]
    ) -> None:
        watch(market, marie)
        page = make_page(market.mesclun, ExchangePage, "Venu d’ailleurs")
        make_page(market.alliance, ExchangePage, "Venu d’ailleurs", origin=page)
        ExchangePage.objects.filter(pk=page.pk).update(**change)
        assert watch_pages(origins=[page.pk]) == 0
        ExchangePage.objects.filter(pk=page.pk).update(sharing="networks", live=True, expires_on=None)
        assert watch_pages(origins=[page.pk]) == 1

    def test_not_for_whom_it_is_of(self, market: Networks, marie: User) -> None:
        jean = make_member(market.alliance, "Jean")
        ours = make_page(market.alliance, OrganisationPage, "La ferme")
        speak_for(marie, ours)
        watch(market, marie)
        watch(market, jean)
        page = make_page(market.alliance, ExchangePage, "Du foin", organisation=ours)
        watch_pages(origins=[page.pk])
        assert [notice.person for notice in Notice.objects.all()] == [jean]

    def test_one_search_is_asked_once(self, market: Networks) -> None:
        people = [make_member(market.alliance, f"Membre {number}") for number in range(31)]

        def cost(title: str) -> int:
            page = make_page(market.alliance, ExchangePage, title)
            with CaptureQueriesContext(connection) as queries:
                watch_pages(origins=[page.pk])
            return len(queries)

        watch(market, people[0], "q=miel")
        cost("Miel")
        one = cost("Miel encore")
        for person in people[1:]:
            watch(market, person, "q=miel")
        assert cost("Miel toujours") == one
        assert Notice.objects.count() == 33

    def test_several_alerts_of_one_person_tell_once(self, market: Networks, marie: User, told: Any) -> None:
        watch(market, marie, "q=miel")
        watch(market, marie)
        page = make_page(market.alliance, ExchangePage, "Miel")
        told(marie, subject=f"exchange:{page.pk}", kind=Kind.MATCH)
        assert watch_pages(origins=[page.pk]) == 2
        assert Notice.objects.get().kind == Kind.MATCH

    def test_publishing_is_heard_of(
        self, market: Networks, marie: User, django_capture_on_commit_callbacks: Callable[..., Any]
    ) -> None:
        watch(market, marie, "q=miel")
        with django_capture_on_commit_callbacks(execute=True):
            market.exchange(market.alliance, "Du miel")
        assert Notice.objects.get().event == "alert_hit"


class TestMembers:
    """One click, a list, names, paces."""

    def test_one_click(self, market: Networks, marie: User) -> None:
        client = browser(market.alliance, marie)
        page = client.get("/echanges/?q=miel").text
        assert 'name="query" value="q=miel"' in page
        for _twice in range(2):
            answer = client.post(reverse("alerts_new"), {"kind": "exchanges", "query": "q=miel"}, follow=True)
            assert "miel" in answer.text
        assert Alert.objects.get().label == "miel"

    def test_twenty_at_most(self, market: Networks, marie: User) -> None:
        for number in range(alerts.MOST):
            watch(market, marie, f"q=mot{number}")
        answer = browser(market.alliance, marie).post(
            reverse("alerts_new"), {"kind": "exchanges", "query": "q=autre"}, follow=True
        )
        assert "20 alertes" in answer.text
        assert Alert.objects.count() == alerts.MOST

    def test_renamed_paced_and_ended(self, market: Networks, marie: User) -> None:
        alert = watch(market, marie)
        page = make_page(market.alliance, ExchangePage, "Neuf")
        watch_pages(origins=[page.pk])
        client = browser(market.alliance, marie)
        data = {f"alert-{alert.pk}-label": "Mes besoins", f"alert-{alert.pk}-pace": Pace.NEVER}
        assert "Mes besoins" in client.post(reverse("alerts_change", args=[alert.pk]), data, follow=True).text
        assert Notice.objects.get().mail_due_at is None
        wrong = {**data, f"alert-{alert.pk}-label": ""}
        assert "field--error" in client.post(reverse("alerts_change", args=[alert.pk]), wrong).text
        client.post(reverse("alerts_end", args=[alert.pk]))
        client.post(reverse("alerts_end", args=[alert.pk]))
        assert not Alert.objects.watching().exists()
        client.get(reverse("alerts_list"))  # Says that it is stopped.
        assert "Mes besoins" not in client.get(reverse("alerts_list")).text

    @pytest.mark.parametrize("name", ["alerts_change", "alerts_end"])
    def test_nobody_elses(self, market: Networks, marie: User, name: str) -> None:
        alert = watch(market, marie)
        jean, other = make_member(market.alliance, "Jean"), make_member(market.apeas, "Anne")
        for person, site in ((jean, market.alliance), (other, market.apeas)):
            client = browser(site, person)
            assert client.post(reverse(name, args=[alert.pk]), {}).status_code == 404
        answer = browser(market.alliance).post(reverse(name, args=[alert.pk]), {})
        assert answer["Location"].startswith(reverse("account_login"))
        assert browser(market.alliance, marie).get(reverse(name, args=[alert.pk])).status_code == 405

    def test_the_list_asks_as_much_for_twenty_as_for_one(self, market: Networks, marie: User) -> None:
        client = browser(market.alliance, marie)

        def cost() -> int:
            client.get(reverse("alerts_list"))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("alerts_list"))
            return len(queries)

        watch(market, marie)
        one = cost()
        for number in range(19):
            watch(market, marie, f"q=mot{number}")
        assert cost() == one


class TestStrangers:
    """An address, a mail, a link; nothing else is known of them."""

    @pytest.fixture(autouse=True)
    def patient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Forms are read before they are sent."""
        monkeypatch.setattr(strangers, "FASTEST", 0)

    def ask(self, networks: Networks, email: str = "anne@example.org", **data: str) -> Any:
        given = {"kind": "exchanges", "query": "q=miel", "email": email, "pace": "weekly", "website": ""}
        given |= {"shown_at": strangers.stamp(), **data}
        return browser(networks.alliance).post(reverse("alerts_new"), given)

    def confirm_path(self) -> str:
        body: str = Letter.objects.latest("pk").content["text"]
        return "/alertes/" + body.split("/alertes/")[1].split(maxsplit=1)[0]

    def test_confirmed_by_mail(self, market: Networks) -> None:
        client = browser(market.alliance)
        form = client.get("/echanges/?q=miel").text.split('rel="nofollow" href="')[1].split('"')[0]
        assert "Pots" not in client.get(form.replace("&amp;", "&")).text
        assert "anne@example.org" in self.ask(market).text
        alert = Alert.objects.get()
        assert (alert.query, alert.pace, alert.confirmed_at) == ("q=miel", "weekly", None)
        path = self.confirm_path()
        assert alert.digest not in path
        assert client.get(path).status_code == 200
        assert not Alert.objects.watching().exists()
        for _twice in range(2):
            seen = client.post(path, follow=True)
            assert "miel" in seen.text
        assert Alert.objects.watching().get() == alert
        client.post(reverse("notices_stop", args=[stopping.alert_token(alert.pk)]))
        alert.refresh_from_db()
        assert alert.ended_at
        assert alert.email == alert.digest == ""
        assert client.get(path).status_code == 404

    def test_within_three_days(self, market: Networks) -> None:
        self.ask(market)
        Alert.objects.update(created_at=timezone.now() - timedelta(days=3, minutes=1))
        assert browser(market.alliance).post(self.confirm_path()).status_code == 404
        alerts.forget()
        assert not Alert.objects.exists()

    def test_traps_and_limits(self, market: Networks) -> None:
        assert "anne@example.org" in self.ask(market, website="http://spam.example").text
        assert not Alert.objects.exists()
        assert "field--error" in self.ask(market, email="anne").text
        answers = [self.ask(market).status_code for _try in range(7)]
        assert answers[:5] == [200] * 5
        assert answers[-1] == 429
        assert Alert.objects.count() == 1

    def test_what_an_address_has_is_not_told(self, market: Networks) -> None:
        first = self.ask(market).text
        alerts.confirm(Alert.objects.get())
        again = self.ask(market).text
        assert "anne@example.org" in first
        assert "anne@example.org" in again
        assert Alert.objects.count() == 1
        assert "/alertes/suivre/" in Letter.objects.latest("pk").content["text"]

    def test_nothing_to_watch(self, market: Networks) -> None:
        assert self.ask(market, kind="people").status_code == 404
        long = "&".join(f"theme={theme}" for theme in "x" * 2000)
        assert self.ask(market, query=long).status_code == 200
        assert browser(market.alliance).get(reverse("alerts_see", args=["x"])).status_code == 404


def test_a_list_that_is_kept_private_is_watched_by_nobody(networks: Networks, marie: User) -> None:
    before = alerts.watch(network=networks.alliance, kind="exchanges", query="", person=marie)
    index = ExchangeIndexPage.objects.child_of(networks.alliance.root_page).get()
    PageViewRestriction.objects.create(page=index, restriction_type="password", password="sesame")
    assert found(before, make_page(networks.alliance, ExchangePage, "Secret")) == []
    assert not Notice.objects.exists()
    asked = {"kind": "exchanges", "query": ""}
    for person in (None, make_member(networks.apeas, "Jean")):
        assert browser(networks.alliance, person).post(reverse("alerts_new"), asked).status_code == 404
