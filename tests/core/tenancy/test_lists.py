"""Lists, choosers, searches, reports and the API say nothing of another network."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views import home
from wagtail.models import Page, PageLogEntry, WorkflowPage

from cms.core.registry import Duty
from cms.core.tenancy import screens
from cms.core.tenancy.views import narrow_view
from cms.users.models import User
from sites.roles import group_for
from tests.core.tenancy.conftest import LEFT_OPEN, OPEN, SECRET, Things, said
from tests.networks import Networks

pytestmark = [pytest.mark.django_db, LEFT_OPEN]

# Those in which something of one's own appears too.
LISTS = [
    ("wagtailimages:index", {}),
    ("wagtailimages_chooser:choose", {}),
    ("wagtaildocs:index", {}),
    ("wagtaildocs_chooser:choose_results", {"q": "Document"}),
    ("wagtailredirects:index", {}),
    ("wagtailredirects:index", {"export": "csv"}),
    ("wagtailadmin_choose_page_search", {"q": "Besoin"}),
    ("wagtailadmin_choose_page", {"page_type": "exchanges.ExchangePage"}),
    ("wagtailadmin_pages:search", {"q": "Besoin"}),
    ("wagtailadmin_api:pages:listing", {}),
    ("wagtailadmin_api:images:listing", {}),
    ("wagtailadmin_api:documents:listing", {}),
    ("wagtailadmin_tag_autocomplete", {"term": "mot"}),
    ("wagtailadmin_reports:site_history", {}),
    ("wagtailadmin_reports:site_history", {"export": "csv"}),
    ("wagtailadmin_reports:locked_pages", {}),
    ("wagtailadmin_reports:workflow", {}),
    ("wagtailadmin_reports:page_types_usage", {}),
    ("wagtailadmin_workflows:task_chooser", {}),
    ("wagtailadmin_workflows:index", {}),
    ("wagtailusers_users:index", {}),
    ("wagtailusers_groups:index", {}),
]


@pytest.fixture
def lived_in(networks: Networks, secret: Things, own: Things) -> None:
    """Both networks have people, groups, workflows, locks and a history with the word in it."""
    for key, things, word in (("apeas", own, OPEN), ("alliance", secret, SECRET)):
        user = networks.user((key, Duty.EDITOR))
        user.first_name = word
        user.save()
        for group in user.groups.all():
            group.name = f"{group.name} {word}"
            group.save()
        over = WorkflowPage.objects.get(page=getattr(networks, key).root_page)
        over.workflow.name = f"Relecture {word}"
        over.workflow.save()
        task = over.workflow.tasks.get()
        task.name = f"Relire {word}"
        task.save()
        over.workflow.start(things.page, user)
        locked = {"locked": True, "locked_by": user, "locked_at": timezone.now()}
        Page.objects.filter(pk=things.page.pk).update(owner=user, **locked)
        PageLogEntry.objects.log_action(things.page, "wagtail.edit", user=user)


@pytest.mark.parametrize(("name", "query"), LISTS)
def test_lists(lived_in: None, browser: Client, name: str, query: dict[str, str]) -> None:
    response = browser.get(reverse(name), query)
    assert response.status_code == 200
    content = said(response)
    assert SECRET not in content
    assert OPEN in content


def test_keywords_to_filter_by(lived_in: None, browser: Client) -> None:
    for name in ("wagtailimages:index", "wagtailimages_chooser:choose"):
        content = said(browser.get(reverse(name)))
        assert f"image-{OPEN}" in content
        assert f"image-{SECRET}" not in content
    assert browser.get(reverse("wagtailadmin_tag_autocomplete"), {"term": "image"}).json() == [
        f"image-{OPEN}"
    ]
    assert browser.get(reverse("wagtailadmin_tag_autocomplete")).json() == []


def test_a_chooser_of_a_kind_that_only_others_have_opens_at_the_trunk(
    networks: Networks, browser: Client
) -> None:
    networks.organisation(networks.alliance, SECRET)
    query = {"page_type": "exchanges.OrganisationPage"}
    assert SECRET not in said(browser.get(reverse("wagtailadmin_choose_page"), query))
    assert browser.get(reverse("wagtailadmin_choose_page"), {"page_type": "no.Such"}).status_code == 404


def test_page_types_are_counted_at_home(lived_in: None, browser: Client) -> None:
    rows = browser.get(reverse("wagtailadmin_reports:page_types_usage")).context["object_list"]
    counts = {row.model: row.count for row in rows}
    assert counts["exchangepage"] == 1
    assert counts["homepage"] == 1


def test_the_dashboard_forgets_a_network_that_was_left(
    networks: Networks, secret: Things, own: Things
) -> None:
    user = networks.user(("alliance", Duty.MODERATOR))
    for things in (secret, own):
        PageLogEntry.objects.log_action(things.page, "wagtail.edit", user=user)
        Page.objects.filter(pk=things.page.pk).update(locked=True, locked_by=user, locked_at=timezone.now())
    client = Client()
    client.force_login(user)
    assert SECRET in said(client.get(reverse("wagtailadmin_home")))
    user.groups.set(Group.objects.filter(pk=group_for(networks.apeas, Duty.MODERATOR).pk))
    content = said(client.get(reverse("wagtailadmin_home")))
    assert SECRET not in content
    assert OPEN in content


def test_a_superuser_sees_all(lived_in: None) -> None:
    root = Client()
    root.force_login(User.objects.create_superuser("root@example.org", "x"))
    for name, query in LISTS[:6]:
        content = said(root.get(reverse(name), query))
        assert SECRET in content, name
        assert OPEN in content, name


def test_forms_have_no_entry_without_a_form(browser: Client) -> None:
    content = said(browser.get(reverse("wagtailadmin_home")))
    assert reverse("wagtailforms:index") not in content


def test_a_panel_that_nobody_knows_yet_waits(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(screens.PANELS, home.LockedPagesPanel)
    names = {panel.name for panel in browser.get(reverse("wagtailadmin_home")).context["panels"]}
    assert "locked_pages" not in names
    assert "recent_edits" in names


def test_what_is_put_in_front_of_nothing_is_told() -> None:
    class Gone:
        def get_what_is_not_there(self) -> None:
            pass

    with pytest.raises(LookupError, match="get_what_is_not_there"):
        narrow_view(home.HomeView)(Gone)
