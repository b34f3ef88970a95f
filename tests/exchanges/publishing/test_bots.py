"""Programs that post: nothing of theirs is shown, and no member is kept out."""

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import WorkflowState

from cms.users.models import User
from cms.users.strangers import stamp
from exchanges.models import ExchangePage
from sites.models import Membership, NetworkSettings
from tests.exchanges.publishing.typed import NEW, answers, picture, send, ways
from tests.members import browser, make_member
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def bot(networks: Networks) -> User:
    ways()
    return make_member(networks.alliance, "Robot")


def test_whoever_fills_in_the_trap_hears_that_all_is_well_and_nothing_is_kept(
    networks: Networks, bot: User
) -> None:
    answer = send(networks.alliance, bot, website="http://spam.example")
    assert answer["Location"] == reverse("publishing_mine")
    assert not ExchangePage.objects.exists()


def test_a_form_sent_at_once_is_asked_for_again(networks: Networks, bot: User) -> None:
    response = send(networks.alliance, bot, shown_at=stamp())
    assert response.context["form"].non_field_errors()
    assert not ExchangePage.objects.live().exists()
    # A person sends the same again a moment later.
    again = {"shown_at": response.context["form"].data["shown_at"]}
    assert send(networks.alliance, bot, **{**again, "shown_at": stamp(time.time() - 5)}).status_code == 302


@pytest.mark.slow
def test_a_thousand_posts_publish_nothing_and_keep_no_member_out(
    networks: Networks, bot: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    NetworkSettings.objects.filter(site=networks.alliance).update(review="first")
    marie = make_member(networks.alliance, "Marie")
    Membership.objects.filter(person=marie).update(trusted_at="2026-01-01T00:00Z")
    client = browser(networks.alliance, bot)
    sent = [
        client.post(NEW, answers(bot, title=f"Gagnez vite {number}", themes_asked="1")).status_code
        for number in range(1000)
    ]
    assert not ExchangePage.objects.live().exists()
    assert WorkflowState.objects.filter(status="in_progress").count() <= 5
    assert ExchangePage.objects.filter(owner=bot).count() <= 5 + 30
    assert sent.count(429) > 900
    cache_of_bot_only = send(networks.alliance, marie, title="Propose un coup de main")
    assert cache_of_bot_only.status_code == 302
    assert ExchangePage.objects.live().get().owner == marie
    cache.clear()


def test_whoever_published_a_lot_today_goes_on_tomorrow(networks: Networks, bot: User, settings: Any) -> None:
    NetworkSettings.objects.filter(site=networks.alliance).update(review="never")
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "publish": "2/d/user"}
    codes = [send(networks.alliance, bot, title=f"Annonce numéro {n}").status_code for n in range(3)]
    assert codes == [302, 302, 429]
    assert ExchangePage.objects.live().count() == 2
    assert ExchangePage.objects.get(live=False).title == "Annonce numéro 2"
    marie = make_member(networks.alliance, "Marie")
    assert send(networks.alliance, marie, title="Une autre chose").status_code == 302


def test_so_many_wait_that_the_next_one_waits_for_them(networks: Networks, bot: User) -> None:
    NetworkSettings.objects.filter(site=networks.alliance).update(review="first")
    codes = [send(networks.alliance, bot, title=f"Annonce numéro {n}").status_code for n in range(6)]
    assert codes == [302] * 5 + [200]
    assert WorkflowState.objects.filter(status="in_progress").count() == 5
    assert ExchangePage.objects.filter(owner=bot).count() == 6


def test_pictures_are_bounded_though_nothing_is_published(
    networks: Networks, bot: User, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "picture": "2/d/user"}
    cache.clear()
    codes = [
        send(networks.alliance, bot, title=f"Annonce numéro {n}", sense=None, picture=picture()).status_code
        for n in range(3)
    ]
    assert codes == [200, 200, 429]
    assert get_image_model().objects.filter(uploaded_by_user=bot).count() == 2
    assert ExchangePage.objects.filter(title="Annonce numéro 2").exists()
