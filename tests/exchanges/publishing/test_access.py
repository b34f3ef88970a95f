"""Whose an announcement is: by address, for everybody else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.core.registry import Duty
from exchanges.models import ExchangePage
from exchanges.publishing.drafts import key_of
from sites.models import Membership, NetworkSettings
from tests.exchanges.publishing.typed import NEW, act, answers, get, published, send, ways
from tests.members import browser, make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db
OF_ONE = ("edit", "renew", "pause", "resume", "take_back", "drop_changes", "close", "copy", "delete")
OPENED = ("edit", "close", "delete")


@pytest.fixture
def marie(networks: Networks) -> Any:
    ways()
    return make_member(networks.alliance, "Marie")


@pytest.fixture
def draft(networks: Networks, marie: Any) -> ExchangePage:
    send(networks.alliance, marie, title="Secret de Marie", keep="1")
    return ExchangePage.objects.get(owner=marie)


def strangers(networks: Networks) -> dict[str, tuple[Any, Any]]:
    """Site and person of everybody who has no part in it."""
    elsewhere = make_member(networks.apeas, "Paul")
    return {
        "another member": (networks.alliance, make_member(networks.alliance, "Léa")),
        "a member of another network": (networks.apeas, elsewhere),
        "the same, on the site": (networks.alliance, elsewhere),
        "an editor of another network": (networks.alliance, networks.user(("mesclun", Duty.EDITOR))),
        "an editor of the network": (networks.alliance, networks.user(("alliance", Duty.EDITOR))),
        "a moderator of the network": (networks.alliance, networks.user(("alliance", Duty.MODERATOR))),
        "nobody": (networks.alliance, None),
    }


@pytest.mark.parametrize("kind", ["draft", "online"])
def test_nobody_else_reaches_it(networks: Networks, marie: Any, draft: ExchangePage, kind: str) -> None:
    page = draft if kind == "draft" else published(networks.alliance, marie, title="En ligne")
    before = ExchangePage.objects.filter(pk=page.pk).values().get()
    for who, (site, person) in strangers(networks).items():
        if person is not None:
            Membership.objects.get_or_create(network=site, person=person)
        for name in OF_ONE:
            answer = act(site, person, name, page, why="price", until=str(page.expires_on))
            assert answer.status_code in (302, 404, 405), (who, name)
            if person is None:
                assert answer["Location"].startswith(reverse("account_login")), (who, name)
            else:
                assert answer.status_code == 404, (who, name)
        for name in OPENED:
            answer = get(site, person, name, page.pk)
            assert answer.status_code == (302 if person is None else 404), (who, name)
            assert "Secret de Marie" not in answer.content.decode()
    assert ExchangePage.objects.filter(pk=page.pk).values().get() == before


def test_on_the_site_of_another_network_it_is_not_found_by_its_author_either(
    networks: Networks, marie: Any, draft: ExchangePage
) -> None:
    Membership.objects.create(network=networks.apeas, person=marie)
    assert get(networks.apeas, marie, "edit", draft.pk).status_code == 404
    body = get(networks.apeas, marie, "mine").content.decode()
    assert "Secret de Marie" not in body
    assert "Alliance Provence (1)" in body


def test_what_is_still_typed_is_not_in_the_administration_of_its_network(
    networks: Networks, draft: ExchangePage
) -> None:
    moderator = browser(networks.alliance, networks.user(("alliance", Duty.MODERATOR)))
    parent = draft.get_parent()
    addresses = (
        reverse("wagtailadmin_explore", args=[parent.pk]),
        reverse("wagtailadmin_pages:search") + "?q=Secret",
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_reports:site_history"),
    )
    for address in addresses:
        assert "Secret de Marie" not in moderator.get(address, follow=True).content.decode(), address
    for name in ("edit", "history", "view_draft", "delete", "usage", "copy", "move", "unpublish"):
        assert moderator.get(reverse(f"wagtailadmin_pages:{name}", args=[draft.pk])).status_code == 404, name


def test_what_was_handed_in_is_in_the_administration(networks: Networks, marie: Any) -> None:
    send(networks.alliance, marie, title="Envoyé pour lecture")
    page = ExchangePage.objects.get(title="Envoyé pour lecture")
    moderator = browser(networks.alliance, networks.user(("alliance", Duty.MODERATOR)))
    assert moderator.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    other = browser(networks.mesclun, networks.user(("mesclun", Duty.MODERATOR)))
    assert other.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code in (403, 404)


def test_a_draft_is_not_seen_by_those_who_speak_for_the_same_structure(
    networks: Networks, marie: Any
) -> None:
    sheet = networks.organisation(networks.alliance, "Les Paniers")
    paul = make_member(networks.alliance, "Paul")
    for person in (marie, paul):
        speak_for(person, sheet)
    send(networks.alliance, marie, title="Pour la structure", organisation=sheet.pk, keep="1")
    page = ExchangePage.objects.get(title="Pour la structure")
    assert get(networks.alliance, paul, "edit", page.pk).status_code == 404
    send(networks.alliance, marie, reverse("publishing_edit", args=[page.pk]), organisation=sheet.pk)
    assert "Cherche un local" in get(networks.alliance, paul, "mine").content.decode()


def test_only_current_members_publish(networks: Networks, marie: Any) -> None:
    stranger = make_member(networks.apeas, "Paul")
    join = reverse("publishing_join")
    assert get(networks.alliance, stranger, "new")["Location"].startswith(join)
    assert send(networks.alliance, stranger)["Location"].startswith(join)
    Membership.objects.filter(person=marie).update(excluded_at=timezone.now())
    assert send(networks.alliance, marie)["Location"].startswith(join)
    assert not ExchangePage.objects.exists()
    shown = get(networks.alliance, marie, "join")
    assert 'name="charter"' not in shown.content.decode()
    browser(networks.alliance, marie).post(join, {"charter": "on", "next": NEW})
    assert not Membership.objects.current().filter(person=marie).exists()


def test_the_way_to_join_leads_back_to_the_form_and_never_elsewhere(networks: Networks) -> None:
    stranger = make_member(networks.apeas, "Paul")
    client = browser(networks.alliance, stranger)
    join = reverse("publishing_join")
    assert client.post(join, {"next": NEW}).context["form"].errors
    assert client.post(join, {"charter": "on", "next": NEW})["Location"] == NEW
    assert Membership.objects.current().filter(person=stranger, network=networks.alliance).exists()
    assert client.get(join, {"next": "https://evil.example/"})["Location"] == reverse("publishing_mine")
    NetworkSettings.objects.filter(site=networks.mesclun).update(takes_members=False)
    client = browser(networks.mesclun, stranger)
    client.post(join, {"charter": "on"})
    assert not Membership.objects.filter(person=stranger, network=networks.mesclun).exists()


def test_a_visitor_signs_in_first_and_goes_on(networks: Networks) -> None:
    answer = browser(networks.alliance).get(f"{NEW}?sense=offer")
    assert answer["Location"] == f"{reverse('account_login')}?next={NEW}%3Fsense%3Doffer"


def test_nothing_is_done_by_a_link_or_without_a_token(networks: Networks, marie: Any) -> None:
    page = published(networks.alliance, marie)
    for name in ("renew", "pause", "resume", "take_back", "drop_changes", "copy"):
        assert get(networks.alliance, marie, name, page.pk).status_code == 405
    client = Client(enforce_csrf_checks=True, headers={"host": networks.alliance.hostname})
    client.force_login(marie)
    assert client.post(reverse("publishing_pause", args=[page.pk])).status_code == 403
    assert client.post(reverse("publishing_draft"), {"key": key_of(marie, page.uid)}).status_code == 403
    assert client.post(NEW, answers(marie)).status_code == 403


def test_nothing_of_it_is_kept_by_anybody(networks: Networks, marie: Any) -> None:
    page = published(networks.alliance, marie)
    for name, args in (("mine", ()), ("new", ()), ("join", ()), ("edit", (page.pk,)), ("close", (page.pk,))):
        assert get(networks.alliance, marie, name, *args)["Cache-Control"] == "private, no-store", name


def test_the_home_page_and_the_list_lead_to_the_form(networks: Networks) -> None:
    for path in ("/", "/echanges/"):
        body = browser(networks.alliance).get(path).content.decode()
        assert f'href="{NEW}?sense=offer"' in body
        assert f'href="{NEW}?sense=need"' in body
