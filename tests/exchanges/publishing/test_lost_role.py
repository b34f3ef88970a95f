"""Somebody who acts for a structure no longer publishes nothing more in its name."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from exchanges.models import ExchangePage, Standing
from exchanges.publishing.drafts import key_of
from tests.exchanges.publishing.typed import act, published, send
from tests.members import make_member, speak_for
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_counted() -> None:
    """Limits are counted anew in each test."""
    cache.clear()


def test_neither_a_copy_nor_a_draft_is_for_the_structure_any_more(networks: Networks) -> None:
    marie = make_member(networks.alliance, "Marie")
    hive = networks.organisation(networks.alliance, "La Ruche")
    role = speak_for(marie, hive)
    page = published(networks.alliance, marie, organisation=hive.pk)
    send(networks.alliance, marie, title="Tapé avant", organisation=hive.pk, keep="1")
    typed = ExchangePage.objects.get(title="Tapé avant")
    assert typed.organisation == hive
    role.standing = Standing.ENDED
    role.save()
    act(networks.alliance, marie, "copy", page, key=key_of(marie, uuid4()))
    copy = ExchangePage.objects.exclude(pk__in=[page.pk, typed.pk]).get()
    for each, title in ((copy, "Une copie"), (typed, "Un brouillon d’avant")):
        path = reverse("publishing_edit", args=[each.pk])
        send(networks.alliance, marie, path, title=title, organisation=hive.pk)
        each.refresh_from_db()
        assert (each.live, each.organisation) == (True, None), title


def test_what_was_published_for_the_structure_stays_so(networks: Networks) -> None:
    marie = make_member(networks.alliance, "Marie")
    hive = networks.organisation(networks.alliance, "La Ruche")
    role = speak_for(marie, hive)
    page = published(networks.alliance, marie, organisation=hive.pk)
    role.standing = Standing.ENDED
    role.save()
    path = reverse("publishing_edit", args=[page.pk])
    assert send(networks.alliance, marie, path, organisation=hive.pk).status_code == 302
    page.refresh_from_db()
    assert (page.live, page.organisation) == (True, hive)
