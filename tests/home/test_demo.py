"""The demonstration: loaded once whole, the slowest test that there is."""

import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from wagtail.models import Page, Revision, Site

from cms.core.models import Sharing
from cms.core.registry import Duty
from cms.users.models import Letter, User
from exchanges.models import (
    Alert,
    Conversation,
    ExchangePage,
    ExchangeType,
    ExternalId,
    Involvement,
    Method,
    Notice,
    OrganisationPage,
    Outcome,
    Report,
    Standing,
    Verdict,
)
from exchanges.publishing.mine import State as Mine
from exchanges.publishing.mine import state_of
from home.demo import accounts, content, library, load, members, typed
from home.models import HomePage
from sites.models import Invitation, NetworkSettings
from syndication.models import Delivery, State, SyndicationRule

pytestmark = pytest.mark.django_db


def run(*args: str) -> str:
    out = StringIO()
    with override_settings(DEBUG=True):
        call_command("demo", *args, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="class")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, loaded once for the tests of a class and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        run()
        yield
        transaction.set_rollback(True)


demo = pytest.mark.usefixtures("_loaded")


def typed_page(key: str) -> ExchangePage:
    page: ExchangePage = ExchangePage.objects.origins().get(uid=typed.uid_of(key))
    return page


def typed_pages() -> list[int]:
    """What members typed in their space."""
    return [typed_page(entry["key"]).pk for entry in content.read("announcements")]


def site(key: str) -> Site:
    return NetworkSettings.objects.get(mark=key).site


def test_it_is_refused_where_debug_is_off() -> None:
    with translation.override("en"), pytest.raises(CommandError, match="DEBUG is off"):
        call_command("demo")
    assert not User.objects.exists()


def test_it_is_refused_beside_other_networks() -> None:
    NetworkSettings.objects.create(site=Site.objects.get(), name="Autre", short_name="Autre")
    with translation.override("en"), pytest.raises(CommandError, match="other networks"):
        run()
    assert run("--if-empty") == ""
    assert not User.objects.exists()


def test_every_picture_that_is_named_is_there_with_its_words() -> None:
    entries = content.read("organisations") + content.read("exchanges")
    named = {entry["picture"] for entry in entries} - {None}
    drawn = {path.name for path in library.PICTURES.glob("*.webp")}
    assert named <= drawn
    assert {name.removesuffix(".webp") for name in drawn} == set(library.WORDS)


def test_no_footer_leads_to_the_charter_twice() -> None:
    for entry in content.read("sites"):
        places = [link["url"] for link in entry["footer_links"]]
        assert f"/{entry['charter']['slug']}/" not in places
        assert len(places) == len(set(places))


def test_every_type_and_every_method_is_there_in_both_senses() -> None:
    entries = content.read("exchanges")
    assert len(entries) >= 80
    assert len(content.read("organisations")) >= 60
    for sense in ("offer", "need"):
        mine = [entry for entry in entries if entry["sense"] == sense]
        assert {entry["type"] for entry in mine} == set(ExchangeType.values)
    methods = {method for entry in entries for method in entry["methods"]}
    assert len(methods) == 11


def test_nothing_of_it_could_reach_anybody() -> None:
    entries = [*content.read("organisations"), *content.read("exchanges")]
    for contact in (contact for entry in entries for contact in entry["contacts"]):
        if contact["medium"] in ("phone", "mobile", "fax"):
            # The numbers that the French regulator keeps for fiction.
            assert contact["value"].replace(" ", "").startswith(("046571", "063998")), contact
        else:
            assert re.search(r"[@/.]example\.org(/|$)", contact["value"]), contact
    for account in (*accounts.ACCOUNTS, *members.MEMBERS):
        assert account.email.endswith("@example.org")


@pytest.mark.slow
@demo
class TestLoaded:
    def test_every_entry_is_a_published_page_of_its_network(self) -> None:
        for name, model in (("organisations", OrganisationPage), ("exchanges", ExchangePage)):
            entries = content.read(name)
            wanted = Counter(entry["network"] for entry in entries)
            for key in ("apeas", "alliance", "mesclun"):
                pages = model.objects.origins().live().on_site(site(key))
                assert pages.exclude(pk__in=typed_pages()).count() == wanted[key]
        unpublished = Page.objects.filter(has_unpublished_changes=True)
        assert not unpublished.exclude(pk__in=typed_pages()).exists()
        assert not ExchangePage.objects.origins().filter(area=None).exclude(pk__in=typed_pages()).exists()

    def test_methods_fit_their_type(self) -> None:
        for page in ExchangePage.objects.origins().prefetch_related("methods"):
            assert all(method.allows(page.type) for method in page.methods.all()), page
        assert Method.objects.count() == 11

    def test_pages_can_be_edited_as_if_somebody_had_typed_them(self) -> None:
        page = ExchangePage.objects.origins().first()
        assert page is not None
        latest = page.get_latest_revision_as_object()
        assert latest.title == page.title
        assert [theme.code for theme in latest.themes.all()] == [theme.code for theme in page.themes.all()]
        assert page.live_revision == page.latest_revision

    def test_the_need_of_premises_in_nice_reaches_the_hub_and_apeas(self) -> None:
        page = ExchangePage.objects.origins().get(slug="local-nice-point-de-vente")
        places = Delivery.objects.filter(page=page, state=State.LIVE)
        assert {row.target for row in places} >= {site("pes"), site("apeas")}

    def test_the_hub_passes_on_needs_only(self) -> None:
        for key in ("apeas", "alliance", "mesclun"):
            copies = ExchangePage.objects.filter(is_copy=True).on_site(site(key))
            assert copies.count() >= 4
            assert set(copies.values_list("sense", flat=True)) == {"need"}

    def test_some_structures_wait_for_the_coordinators(self) -> None:
        rows = Delivery.objects.filter(
            target=site("pes"), network=site("alliance"), kind__contains="Organisation"
        )
        states = Counter(rows.values_list("state", flat=True))
        assert states[State.PENDING] >= 4
        assert states[State.LIVE] >= 10
        assert states[State.REFUSED] == 1
        assert rows.get(state=State.REFUSED).reason

    def test_no_page_went_further_than_its_sharing(self) -> None:
        kept = (
            OrganisationPage.objects.filter(sharing=Sharing.NETWORK),
            ExchangePage.objects.filter(sharing=Sharing.NETWORK),
        )
        for pages in kept:
            assert pages.exists()
            assert not pages.filter(is_copy=True).exists()

    def test_every_home_page_has_its_words_and_portraits(self) -> None:
        for home in HomePage.objects.all():
            assert home.tagline
            assert home.intro
            assert home.portraits.count() == 2
        assert not NetworkSettings.objects.filter(charter_page=None).exists()

    def test_each_account_can_sign_in(self) -> None:
        for account in accounts.ACCOUNTS:
            user = User.objects.get(email=account.email)
            assert user.check_password(accounts.PASSWORD)
            assert user.has_perm("wagtailadmin.access_admin")
            assert user.is_superuser == (not account.duties)

    def test_each_member_can_sign_in_and_is_a_member_of_their_network(self) -> None:
        for member in members.MEMBERS:
            user = User.objects.get(email=member.email)
            assert user.check_password(accounts.PASSWORD)
            assert not user.has_perm("wagtailadmin.access_admin")
            assert user.memberships.get().network == site(member.network)

    def test_announcements_of_members_stand_in_every_state(self) -> None:
        pages = {entry["key"]: typed_page(entry["key"]) for entry in content.read("announcements")}
        states = {key: state_of(page, page.current_workflow_state) for key, page in pages.items()}
        assert states == {
            "balance": Mine.LIVE,
            "caisses": Mine.PAUSED,
            "stand": Mine.WAITING,
            "fanfare": Mine.DRAFT,
        }

    def test_the_need_of_premises_is_answered_from_two_other_networks(self) -> None:
        page = ExchangePage.objects.origins().get(slug="local-nice-point-de-vente")
        answers = Conversation.objects.filter(exchange=page)
        assert sorted(answers.values_list("state", flat=True)) == ["discussed", "received"]
        states = set(Conversation.objects.values_list("state", flat=True))
        assert states == {"received", "discussed", "agreed", "declined", "concluded"}
        assert Outcome.objects.get().confirmed_at

    def test_something_waits_for_everybody_who_decides(self) -> None:
        assert Involvement.objects.filter(standing=Standing.ASKED).count() == 2
        assert Counter(Report.objects.values_list("verdict", flat=True)) == {Verdict.OPEN: 1, Verdict.KEPT: 1}
        assert Alert.objects.watching().count() == 3
        assert Notice.objects.filter(kind="match").exists()

    def test_no_mail_of_it_is_left_to_leave(self) -> None:
        assert not Notice.objects.filter(mailed_at=None, mail_due_at__isnull=False).exists()
        waiting = Letter.objects.filter(sent_at=None)
        assert all(letter.key.startswith("invitation-") for letter in waiting)

    def test_each_network_has_a_manager_and_somebody_works_for_two(self) -> None:
        held = [account.duties for account in accounts.ACCOUNTS]
        assert {key for duties in held for key, duty in duties if duty == Duty.MANAGER} == {
            "apeas",
            "alliance",
            "mesclun",
            "pes",
        }
        assert [len({key for key, _duty in duties}) for duties in held].count(2) == 1
        assert Invitation.objects.get().email == accounts.INVITED

    def test_a_second_run_adds_nothing(self) -> None:
        def state() -> list[int]:
            models = (
                Page,
                Revision,
                Delivery,
                SyndicationRule,
                User,
                ExternalId,
                Invitation,
                Conversation,
                Notice,
                Report,
                Alert,
                Letter,
            )
            return [model.objects.count() for model in models]

        before = state()
        with translation.override("en"):
            assert "New: 0 structures, 0 offers and needs, 0 places" in run()
        assert run("--if-empty") == ""
        assert state() == before

    def test_links_follow_the_port(self) -> None:
        with override_settings(SITE_PORT=8123):
            run("--if-empty")
        assert set(Site.objects.values_list("port", flat=True)) == {8123}
        copy = ExchangePage.objects.filter(is_copy=True).first()
        assert copy is not None
        assert ":8123/" in copy.origin_url
        run("--if-empty")

    def test_what_is_missing_is_filled_in(self) -> None:
        ExchangePage.objects.origins().get(slug="local-nice-point-de-vente").delete()
        User.objects.get(email=accounts.ADMINISTRATOR).delete()
        assert not load.is_complete()
        run("--if-empty")
        assert load.is_complete()
        assert ExchangePage.objects.origins().filter(slug="local-nice-point-de-vente").exists()
