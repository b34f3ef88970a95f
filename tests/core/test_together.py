"""What is read for all rows at once says the same as Wagtail's own, row by row."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.admin.views import chooser
from wagtail.models import GroupApprovalTask, Page, Workflow

from cms.core.registry import Duty
from cms.core.together import TogetherTable, tell_parents, tell_states
from exchanges.models import ExchangeIndexPage, ExchangePage
from sites.roles import group_for
from tests.factories import make_page
from tests.networks import Networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(networks: Networks) -> list[ExchangePage]:
    """Needs of APEAS: published, a draft, one waiting for its hour, one for a moderator."""
    titles = ("Publiée", "Brouillon", "Programmée", "En modération")
    made = {title: make_page(networks.apeas, ExchangePage, f"Besoin {title}") for title in titles}
    for title in titles[1:]:
        made[title].unpublish()
    later = made["Programmée"]
    later.go_live_at = timezone.now() + datetime.timedelta(days=3)
    later.save_revision().publish()
    workflow = Workflow.objects.get(workflow_pages__page=networks.apeas.root_page)
    workflow.start(made["En modération"], networks.user(("apeas", Duty.EDITOR)))
    return [ExchangePage.objects.get(pk=page.pk) for page in made.values()]


def test_states_are_those_that_each_page_would_find(pages: list[ExchangePage]) -> None:
    told = [ExchangePage.objects.get(pk=page.pk) for page in pages]
    tell_states(told)
    words = [str(page.status_string) for page in told]
    assert words == [str(page.status_string) for page in pages]
    assert len(set(words)) == 4


def test_so_are_parents_and_languages(networks: Networks, pages: list[ExchangePage]) -> None:
    rows: list[Any] = [Page.get_first_root_node(), networks.apeas.root_page, *pages]
    told = [Page.objects.get(pk=row.pk) for row in rows]
    tell_parents(told)
    assert [page.get_parent() for page in told] == [page.get_parent() for page in rows]
    index = ExchangeIndexPage.objects.child_of(networks.apeas.root_page).get()
    assert told[-1].get_parent().pk == index.pk
    assert {page.get_parent().locale for page in told[1:]} == {index.locale}


@pytest.mark.parametrize("address", ["{index}/", "search/?q=besoin"])
def test_the_chooser_shows_them(networks: Networks, pages: list[ExchangePage], address: str) -> None:
    assert chooser.PageChooserTable is TogetherTable
    index = ExchangeIndexPage.objects.child_of(networks.apeas.root_page).get()
    client = Client(headers={"host": networks.apeas.hostname})
    client.force_login(networks.user(("apeas", Duty.MODERATOR)))
    answer = client.get(f"/admin/choose-page/{address.format(index=index.pk)}")
    shown = answer.json()["html"] if "json" in answer["Content-Type"] else answer.text
    for page in pages:
        assert page.title in shown
        assert str(page.status_string) in shown


def test_the_people_of_a_network_approve_its_own_pages(networks: Networks) -> None:
    tasks = GroupApprovalTask.objects.all()
    of_apeas = tasks.get(groups=group_for(networks.apeas, Duty.MODERATOR))
    moderator = networks.user(("apeas", Duty.MODERATOR))
    assert tasks.count() == 4
    assert [task.pk for task in tasks if task._user_in_groups(moderator)] == [of_apeas.pk]
    nobody = networks.user()
    assert not any(task._user_in_groups(nobody) for task in tasks)
    of_apeas.groups.set([Group.objects.create(name="Autres")])
    assert not of_apeas._user_in_groups(type(moderator).objects.get(pk=moderator.pk))
