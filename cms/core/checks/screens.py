"""Screens that start from none of the lists that are narrowed, or count further: each says why it may."""

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.views.reports import ReportView

from cms.core.permissions import NetworkScopedMixin
from cms.core.tenancy import ids, views
from cms.core.tenancy.checks import admin_routes, parameters

# Views with a class, or whole modules of them, that are about no row and read none of the narrowed
# lists. Why that tells nothing of another network.
EXPLAINED: dict[str, str] = {
    "django.views.generic.base.RedirectView": "an address and nothing else",
    "django.views.generic.base.TemplateView": "a template and nothing else",
    "django.views.i18n": "words",
    "sites.admin_views.NewNetworkView": "for superusers",
    "syndication.inbox.AcceptAllView": "takes what its list showed, which is narrowed, and nothing that came since",
    "wagtail.admin.views.account": "about who asks",
    "wagtail.admin.views.chooser": "the form for links knows the person's sites only (cms.core.tenancy.screens); the rest start from hooks and the door",
    "wagtail.admin.views.dismissibles": "what who asks has read",
    "wagtail.admin.views.generic.preview.StreamFieldBlockPreview": "samples that come with the code",
    "wagtail.admin.views.home.HomeView": "its panels are narrowed one by one (cms.core.tenancy.screens)",
    "wagtail.admin.views.workflows": "the chooser of tasks is narrowed in cms.core.tenancy.screens",
    "wagtail.documents.views.chooser": "a form for a new row",
    "wagtail.documents.views.multiple": "a form for new rows",
    "wagtail.images.views.chooser": "a form for a new row",
    "wagtail.images.views.multiple": "a form for new rows",
}
# Reports count and sum, which no list of rows narrows: what each of them reads beside its own rows.
REPORTS: dict[str, str] = {
    "exchanges.care.follow_views": "announcements of the networks in which the person follows them, and how many answers each has",
    "wagtail.admin.views.reports.aging_pages": "pages, and who published each",
    "wagtail.admin.views.reports.audit_logging": "log entries, and what each is about",
    "wagtail.admin.views.reports.locked_pages": "pages, and who locked each",
    "wagtail.admin.views.reports.page_types_usage": "counts pages: narrowed in cms.core.tenancy.screens",
    "wagtail.admin.views.reports.workflows": "workflows and tasks under way, and the page of each",
    "wagtail_localize.views.report": "translations, and the page of each",
}
# What adds figures and panels to the home page of the administration, and why they are narrow.
ON_THE_HOME_PAGE: dict[str, str] = {
    "exchanges.wagtail_hooks": "counts claims, announcements and reports of the networks in which the person follows them",
    "sites.wagtail_hooks": "narrows what the others add to the network worked for",
    "syndication.wagtail_hooks": "counts the deliveries of the person's networks",
    "wagtail.admin.wagtail_hooks": "counts the pages below the root that the person may explore",
    "wagtail.documents.wagtail_hooks": "counts what the person may use",
    "wagtail.images.wagtail_hooks": "counts what the person may use",
}
HOME_PAGE = ("construct_homepage_panels", "construct_homepage_summary_items")
MENUS = ("admin", "reports", "settings")


@checks.register()
def check_views(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every view with a class starts from narrowed rows, is about one row, or says why it need not."""
    return [message for name, pattern in admin_routes() for message in problems_of_view(name, pattern)]


@checks.register()
def check_items(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """What is added to the menus leads behind the door; what is added to the home page is explained."""
    hooks.search_for_hooks()
    return [*problems_of_items(list(_menu_addresses())), *_problems_of_home_page()]


def problems_of_view(name: str, pattern: Any) -> list[checks.CheckMessage]:
    """One message when nothing narrows what a view reads."""
    view = ids.view_of(pattern.callback)
    about_a_row = any(parameter not in ids.NOT_IDS for parameter in parameters(pattern))
    if not isinstance(view, type) or about_a_row or _starts_narrow(view) or _is_explained(view):
        return []
    text = (
        f"{name or pattern.pattern} is {view.__module__}.{view.__qualname__}: nothing narrows what it reads."
    )
    hint = f"Read rows by one of {', '.join(views.STARTS)}, or say why it may in cms.core.checks.screens."
    return [checks.Error(text, hint=hint, id="pes.E008")]


def _starts_narrow(view: type) -> bool:
    if issubclass(view, ReportView):
        bases: tuple[type, ...] = view.__mro__
        return NetworkScopedMixin in bases or view.__module__ in REPORTS
    return any(hasattr(view, name) for name in (*views.STARTS, *views.SIEVES))


def _is_explained(view: type) -> bool:
    return f"{view.__module__}.{view.__qualname__}" in EXPLAINED or view.__module__ in EXPLAINED


def _menu_addresses() -> Iterator[tuple[str, str]]:
    for menu in MENUS:
        for make in hooks.get_hooks(f"register_{menu}_menu_item"):
            item = make()
            yield item.name, item.url


def problems_of_items(items: list[tuple[str, str]]) -> list[checks.CheckMessage]:
    """One message for each entry of a menu that leads to where the door does not stand."""
    inside = (reverse("wagtailadmin_home"), "#", "")
    hint = "Register its address with register_admin_urls."
    return [
        checks.Error(f"The menu entry {name!r} leads to {url}.", hint=hint, id="pes.E009")
        for name, url in items
        if not (url.startswith(inside[0]) or url in inside)
    ]


def _problems_of_home_page() -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"{make.__module__}.{make.__name__} adds to the home page of the administration.",
            hint="Say in cms.core.checks.screens why it tells nothing of another network.",
            id="pes.E009",
        )
        for name in HOME_PAGE
        for make in hooks.get_hooks(name)
        if make.__module__ not in ON_THE_HOME_PAGE
    ]
