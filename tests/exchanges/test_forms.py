"""What the editing form of an exchange lets through."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from cms.core.registry import Duty
from exchanges.models import ExchangeIndexPage, ExchangePage, Method
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def methods(db: None) -> dict[str, Method]:
    """Rent for premises, barter for products."""
    return {
        "rental": Method.objects.create(code="rental", label="Location", types=["premises"]),
        "barter": Method.objects.create(code="barter", label="Troc", types=["product"]),
    }


def submit(client: Client, networks: Networks, *methods: Method, **changes: Any) -> Any:
    """Send the form of a new need for premises, with these methods ticked."""
    index = ExchangeIndexPage.objects.child_of(networks.alliance.root_page).get()
    data = nested_form_data(
        {
            "title": "Local à Nice", "slug": "local", "sense": "need", "type": "premises",
            "sharing": "networks", "body": rich_text(""), "tags": "", "area": "", "area-words": "",
            "contacts": inline_formset([]), "comments": inline_formset([]), **changes,
        }
    )  # fmt: skip
    url = reverse("wagtailadmin_pages:add", args=["exchanges", "exchangepage", index.pk])
    return client.post(url, {**data, "methods": [method.pk for method in methods]})


def test_publishing_needs_a_method(networks: Networks, methods: dict[str, Method]) -> None:
    client = networks.client(("alliance", Duty.EDITOR))
    answer = submit(client, networks, **{"action-publish": "1"})
    assert answer.context["form"].errors == {"methods": ["Cochez au moins une modalité."]}
    submit(client, networks, methods["rental"], **{"action-publish": "1"})
    assert ExchangePage.objects.get().live


def test_a_draft_may_wait_for_its_method(networks: Networks, methods: dict[str, Method]) -> None:
    submit(networks.client(("alliance", Duty.EDITOR)), networks)
    assert not ExchangePage.objects.get().live


def test_a_question_needs_none(networks: Networks, methods: dict[str, Method]) -> None:
    client = networks.client(("alliance", Duty.EDITOR))
    submit(client, networks, type="question", **{"action-publish": "1"})
    assert ExchangePage.objects.get().live


def test_a_method_that_does_not_fit(networks: Networks, methods: dict[str, Method]) -> None:
    client = networks.client(("alliance", Duty.EDITOR))
    answer = submit(client, networks, methods["barter"], **{"action-publish": "1"})
    assert "Troc ne convient pas à ce type" in str(answer.context["form"].errors["methods"])
