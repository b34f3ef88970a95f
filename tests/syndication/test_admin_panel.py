"""What the tab of an original says when it is nowhere else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.registry import Duty
from exchanges.models import ExchangePage
from tests.networks import Networks
from tests.syndication.admin_world import need

pytestmark = pytest.mark.django_db
ONLY_HERE = "Elle n’est affichée que sur ce site"
NOWHERE = "Elle n’est pas publiée"
OVER = "Son dernier jour est passé"


def said(networks: Networks, page: ExchangePage) -> set[str]:
    """Which of these its editor reads."""
    answer = networks.client(("alliance", Duty.EDITOR)).get(
        reverse("wagtailadmin_pages:edit", args=[page.pk])
    )
    text = answer.content.decode()
    return {each for each in (ONLY_HERE, NOWHERE, OVER) if each in text}


def test_a_published_page_is_shown_here(networks: Networks) -> None:
    assert said(networks, need(networks, "Local")) == {ONLY_HERE}


def test_a_page_that_was_unpublished_is_shown_nowhere(networks: Networks) -> None:
    page = need(networks, "Local")
    page.unpublish()
    assert said(networks, page) == {NOWHERE}


def test_a_page_that_is_over_has_left_the_lists(networks: Networks) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    assert said(networks, need(networks, "Local", expires_on=yesterday)) == {OVER}
