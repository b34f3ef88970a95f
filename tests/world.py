"""A small world of networks for tests: three of them and a hub, with their indexes."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.core.models import SharedPage, Theme
from exchanges.models import (
    ExchangeIndexPage,
    ExchangePage,
    OrganisationIndexPage,
    OrganisationPage,
)
from home.models import HomePage
from sites.models import NetworkSettings, Role
from syndication.models import Mode, SyndicationRule
from tests.remembered import once

NETWORKS = ("apeas", "alliance", "mesclun")
HUB = "hub"


def make_site(key: str, role: str) -> Site:
    """A site with its root page, its indexes and its role; the first one made is the default."""
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=HomePage(title=key.title(), slug=f"home-{key}", locale=Locale.get_default())
    )
    site = Site.objects.create(hostname=f"{key}.localhost", root_page=home, site_name=key.title())
    home.add_child(instance=ExchangeIndexPage(title="Échanges", slug="echanges"))
    home.add_child(instance=OrganisationIndexPage(title="Annuaire", slug="annuaire"))
    NetworkSettings.objects.create(site=site, role=role, name=key.title(), short_name=key)
    return site


@dataclass
class World:
    """Sites by key, and verbs to fill them."""

    sites: dict[str, Site] = field(default_factory=dict)

    @classmethod
    def create(cls) -> "World":
        """Three networks and a hub."""
        sites = {key: make_site(key, Role.NETWORK) for key in NETWORKS}
        return cls({**sites, HUB: make_site(HUB, Role.HUB)})

    @classmethod
    def again(cls) -> "World":
        """The same, made once a process; for tests that end with a rollback."""
        once("world", cls.create)
        sites = Site.objects.select_related("root_page")
        return cls({key: sites.get(hostname=f"{key}.localhost") for key in (*NETWORKS, HUB)})

    def index(self, key: str, kind: type[SharedPage]) -> Page:
        """The index page of that kind on that site."""
        model = ExchangeIndexPage if kind is ExchangePage else OrganisationIndexPage
        return model.objects.descendant_of(self.sites[key].root_page).get()

    def page(self, key: str, title: str, kind: type[SharedPage] = ExchangePage, **fields: Any) -> Any:
        """A published origin page on that site; `tags` and `themes` are lists of names and codes."""
        tags, themes = fields.pop("tags", []), fields.pop("themes", [])
        contacts = fields.pop("contacts", [])
        if kind is ExchangePage:
            fields = {"sense": "need", "type": "premises", **fields}
        page = kind(title=title, **fields)
        self.index(key, kind).add_child(instance=page)
        page.tags.set(tags)
        page.themes.set(Theme.objects.filter(code__in=themes))
        for contact in contacts:
            page.contacts.add(kind.contacts.rel.related_model(**contact))
        self.publish(page)
        return page

    def organisation(self, key: str, title: str, **fields: Any) -> OrganisationPage:
        """A published organisation on that site."""
        page: OrganisationPage = self.page(key, title, OrganisationPage, **fields)
        return page

    def publish(self, page: SharedPage) -> None:
        """Publish the page as it is in memory, as the editor's button does."""
        page.save_revision().publish()

    def rule(self, sources: str, targets: str, **fields: Any) -> SyndicationRule:
        """A rule in force; `sources` and `targets` are keys split by spaces."""
        tags, themes = fields.pop("tags", []), fields.pop("themes", [])
        owner = self.sites[sources.split(maxsplit=1)[0]]
        rule = SyndicationRule(
            **{"name": f"{sources} → {targets}", "network": owner, "mode": Mode.AUTOMATIC, **fields}
        )
        rule.sources = [self.sites[key] for key in sources.split()]
        rule.targets = [self.sites[key] for key in targets.split()]
        rule.tags = [Tag.objects.get_or_create(name=name)[0] for name in tags]
        rule.themes = Theme.objects.filter(code__in=themes)
        rule.save()
        return rule

    def shown(self, key: str, kind: type[SharedPage] = ExchangePage) -> set[str]:
        """Titles of the copies that visitors of that site see."""
        copies = kind.objects.current().filter(is_copy=True).on_site(self.sites[key])
        return set(copies.values_list("title", flat=True))


# The ways in which a page that was shown elsewhere is taken back where it was typed.
WAYS_BACK = ["unpublish", "delete", "expire", "untag", "sharing", "password", "move"]


def take_back(world: World, page: ExchangePage, how: str) -> None:
    """Do to the origin what that way says."""
    if how == "unpublish":
        page.unpublish()
    elif how == "delete":
        page.delete()
    elif how == "expire":
        page.expires_on = timezone.localdate() - timedelta(days=1)
        world.publish(page)
    elif how == "untag":
        page.tags.clear()
        world.publish(page)
    elif how == "sharing":
        page.sharing = "network"
        world.publish(page)
    elif how == "password":
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    else:
        page.move(world.index("mesclun", ExchangePage), pos="last-child")
