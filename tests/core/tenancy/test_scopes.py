"""Whose the rows of each model are, and the checks that nothing is left out."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core import checks as django_checks
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from django.views import View
from wagtail.models import Collection, Locale, Page, Site

from cms.core.registry import Duty
from cms.core.tenancy import checks, scopes
from cms.core.tenancy.scopes import CLOSED, models_without_scope, narrow, rows_of, visible
from cms.users.models import User
from sites.roles import COMMON_COLLECTION
from syndication.models import SyndicationRule
from tests.core.tenancy.conftest import LEFT_OPEN, Things
from tests.networks import Networks

pytestmark = [pytest.mark.django_db, LEFT_OPEN]


def test_pages_of_the_networks_worked_for(networks: Networks, secret: Things, own: Things) -> None:
    seen = set(visible(Page, networks.user(("apeas", Duty.EDITOR))))
    assert own.page.page_ptr in seen
    assert secret.page.page_ptr not in seen
    both = set(visible(Page, networks.user(("apeas", Duty.EDITOR), ("alliance", Duty.EDITOR))))
    assert {own.page.page_ptr, secret.page.page_ptr} <= both


def test_collections_are_ones_own_and_the_shared_one(networks: Networks) -> None:
    seen = visible(Collection, networks.user(("apeas", Duty.EDITOR)))
    assert {collection.name for collection in seen} == {"APEAS", COMMON_COLLECTION}


def test_people_who_work_for_the_same_network(networks: Networks) -> None:
    user = networks.user(("apeas", Duty.EDITOR))
    colleague = networks.user(("apeas", Duty.MODERATOR))
    networks.user(("alliance", Duty.EDITOR))
    User.objects.create_user("personne@example.org", "x")
    assert set(visible(User, user)) == {user, colleague}


@pytest.mark.parametrize("who", ["nobody", "closed", "stranger"])
def test_who_works_for_nobody_sees_nothing(networks: Networks, secret: Things, own: Things, who: str) -> None:
    users: dict[str, Any] = {
        "nobody": AnonymousUser(),
        "closed": User.objects.create_superuser("clos@example.org", "x", is_active=False),
        "stranger": networks.user(),
    }
    for model in (Site, Collection, SyndicationRule, type(own.image), type(own.redirect)):
        assert not visible(model, users[who]).exists(), model
    assert not visible(Page, users[who]).filter(depth__gt=1).exists()


def test_a_superuser_and_the_tests_without_policy_see_all(networks: Networks, settings: Any) -> None:
    root = User.objects.create_superuser("root@example.org", "x")
    assert visible(Site, root).count() == 4
    settings.TENANT_POLICY = False
    assert visible(Site, networks.user()).count() == 4


def test_reference_data_is_for_everybody(networks: Networks) -> None:
    assert visible(Locale, networks.user()).count() == Locale.objects.count()


def test_every_scope_can_be_asked(networks: Networks, secret: Things) -> None:
    user = networks.user(("apeas", Duty.EDITOR))
    for model in apps.get_models(include_auto_created=True):
        assert list(visible(model, user)[:1]) is not None, model
        if model._meta.label in CLOSED:
            assert not visible(model, user).exists(), model


def test_rows_cut_or_joined_are_narrowed_too(networks: Networks, secret: Things, own: Things) -> None:
    user = networks.user(("apeas", Duty.EDITOR))
    images = type(own.image).objects.all()
    assert list(narrow(images.order_by("title")[:5], user)) == [own.image]
    assert list(narrow(images.filter(pk=own.image.pk).union(images), user)) == [own.image]


def test_a_model_of_which_nothing_is_said_is_closed_and_reported(
    networks: Networks, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert models_without_scope() == []
    assert checks.check_models(None) == []
    rest = {label: rows for label, rows in scopes._rows.items() if label != "taggit.Tag"}
    monkeypatch.setattr(scopes, "_rows", rest)
    rows_of.cache_clear()
    tag = apps.get_model("taggit.Tag")
    try:
        assert [message.obj for message in checks.check_models(None)] == [tag]
        assert not visible(tag, networks.user(("apeas", Duty.EDITOR))).exists()
    finally:
        monkeypatch.undo()
        rows_of.cache_clear()


def listing(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse()


class Listing(View):
    pass


@pytest.mark.parametrize(
    ("route", "view", "found"),
    [
        ("a/<int:pk>/", listing, "pes.E011"),
        ("a/<int:thing_id>/", Listing.as_view(), "pes.E011"),
        ("a/", listing, "pes.E012"),
        ("a/", Listing.as_view(), None),
        ("a/<int:page_id>/", listing, None),
    ],
)
def test_what_the_door_does_not_understand_is_reported(route: str, view: Any, found: str | None) -> None:
    messages = checks.problems_of_route("new", path(route, view))
    assert [message.id for message in messages] == ([found] if found else [])


def test_every_route_is_understood() -> None:
    assert checks.check_routes(None) == []
    assert len(list(checks.admin_routes())) > 250


def test_the_door_comes_first() -> None:
    assert checks.check_door(None) == []
    for order in ([], [*checks.BEHIND_THE_DOOR, checks.DOOR]):
        with override_settings(MIDDLEWARE=order):
            assert [message.id for message in checks.check_door(None)] == ["pes.E013"]


def test_the_policy_is_on_where_people_work() -> None:
    assert checks.check_policy_is_on(None) == []
    with override_settings(TENANT_POLICY=False):
        assert [message.id for message in checks.check_policy_is_on(None)] == ["pes.E014"]
        deployed = django_checks.run_checks(include_deployment_checks=True)
        assert "pes.E014" in {message.id for message in deployed}
