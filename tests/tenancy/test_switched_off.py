"""The same crawl with the policy switched off finds what stock Wagtail leaks: the crawl can fail."""

from typing import Any

import pytest

from cms.core.registry import Duty
from tests.tenancy.roles import admin_crawl
from tests.tenancy.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.crawl,
    pytest.mark.usefixtures("fast_admin"),
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# What a stock Wagtail shows to the people of another site, by route.
STOCK_LEAKS = {
    "wagtail_localize:snippets_api_listing",
    "wagtail_localize:translations_report",
    "wagtailadmin_api:documents:detail",
    "wagtailadmin_api:documents:listing",
    "wagtailadmin_api:images:detail",
    "wagtailadmin_api:images:listing",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_explore",
    "wagtailadmin_pages:move_confirm",
    "wagtailadmin_pages:workflow_preview",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_workflows:task_chooser",
    "wagtaildocs:index",
    "wagtailimages_chooser:choose",
    "wagtailimages_chooser:select_format",
    "wagtailredirects:index",
}


def test_without_the_policy_the_crawl_finds_leaks(world: World, settings: Any) -> None:
    settings.TENANT_POLICY = False
    crawl = admin_crawl(world, "apeas", Duty.MODERATOR, "policy-off")
    crawl.run(admin=True)
    report = crawl.crawler.report
    report.write()
    assert not STOCK_LEAKS - {line.name for line in report.bad if line.secrets}
    assert any(line.changes for line in report.bad)
