"""Ids of another network are not found, wherever they are named."""

import pytest
from django.urls import reverse

from cms.core.registry import Duty
from cms.core.tenancy.scopes import models_without_scope
from tests.networks import Networks

pytestmark = pytest.mark.django_db


def test_every_model_has_an_owner() -> None:
    assert models_without_scope() == []


def test_pages(networks: Networks) -> None:
    secret = networks.exchange(networks.alliance, "Secret")
    own = networks.exchange(networks.apeas, "Ouvert")
    client = networks.client(("apeas", Duty.EDITOR))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[secret.pk])).status_code == 404
    assert client.get(reverse("wagtailadmin_explore", args=[secret.pk])).status_code == 404
    for name in ("wagtailadmin_choose_page", "wagtailadmin_choose_page_search", "wagtailadmin_pages:search"):
        said = client.get(reverse(name), {"q": "e", "page_type": "exchanges.ExchangePage"}).content.decode()
        assert "Secret" not in said, name
