"""The four networks of the demonstration, laid out by provisioning, and people who work for them."""

from dataclasses import dataclass
from typing import TypeVar

from django.test import Client
from wagtail.models import Page, Site

from cms.core.registry import Duty
from cms.users.models import User
from exchanges.models import ExchangeIndexPage, ExchangePage, OrganisationIndexPage, OrganisationPage
from sites.models import Role, site_of
from sites.provisioning import create_network
from sites.roles import group_for
from tests.remembered import once

P = TypeVar("P", bound=Page)
PASSWORD = "secret-de-test"
# What a proxy, or a header that it lets through, may put in front of all addresses.
FOLDERS = ("/x", "/%41", "//x", "/x y")
IDENTITIES: dict[str, dict[str, str]] = {
    "apeas": {"hostname": "pes.apeas.fr", "name": "APEAS", "primary": "#0B6B63"},
    "alliance": {
        "hostname": "pes.allianceprovence.org",
        "name": "Alliance Provence",
        "short_name": "Alliance",
        "primary": "#4A6B1F",
    },
    "mesclun": {"hostname": "pes.mesclun.org", "name": "MESCLUN", "primary": "#5B3E96"},
    "hub": {"hostname": "pes.paca", "name": "PES PACA", "role": Role.HUB},
}


@dataclass
class Networks:
    """Three networks and the hub."""

    apeas: Site
    alliance: Site
    mesclun: Site
    hub: Site

    @classmethod
    def create(cls) -> "Networks":
        """All four, as `create_network` makes them."""
        return cls(**{key: create_network(**identity) for key, identity in IDENTITIES.items()})

    @classmethod
    def again(cls) -> "Networks":
        """The same, laid out once a process; for tests that end with a rollback."""
        once("networks", cls.create)
        return cls(**{key: site_of(identity["hostname"]) for key, identity in IDENTITIES.items()})

    def user(self, *duties: tuple[str, Duty]) -> User:
        """Somebody on these duties, for example ("apeas", Duty.EDITOR)."""
        name = "-".join(f"{key}.{duty}" for key, duty in duties) or "nobody"
        user = User.objects.create_user(f"{name}@example.org", PASSWORD)
        for key, duty in duties:
            group = group_for(getattr(self, key), duty)
            assert group is not None
            user.groups.add(group)
        return user

    def client(self, *duties: tuple[str, Duty]) -> Client:
        """A browser in which somebody on these duties is signed in."""
        client = Client()
        client.force_login(self.user(*duties))
        return client

    def exchange(self, site: Site, title: str, **fields: object) -> ExchangePage:
        """A published need on the network's site, typed there unless `is_copy`."""
        index = ExchangeIndexPage.objects.child_of(site.root_page).get()
        page = ExchangePage(title=title, **{"sense": "need", "type": "premises", **fields})
        return _published(index, page)

    def organisation(self, site: Site, title: str, **fields: object) -> OrganisationPage:
        """A published sheet in the network's directory."""
        index = OrganisationIndexPage.objects.child_of(site.root_page).get()
        return _published(index, OrganisationPage(title=title, **fields))


def _published(parent: Page, page: P) -> P:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
