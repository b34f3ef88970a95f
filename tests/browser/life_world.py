"""The little market of the long journey: members, their structures and their rooms, and the rules."""

from dataclasses import dataclass

from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Site

from cms.core.models import Area, Theme
from cms.users.models import User
from exchanges.models import ExchangePage, Method, OrganisationPage
from sites.models import Membership, NetworkSettings
from syndication.models import Mode, SyndicationRule
from tests.factories import make_page
from tests.members import make_member, speak_for
from tests.networks import Networks

KEYWORD = "région"


@dataclass
class Life:
    """Who takes part."""

    networks: Networks
    marie: User
    salome: User
    remi: User
    farida: User


def make_life() -> Life:
    """Marie of Alliance Provence, and three structures of two other networks that have rooms in Nice."""
    networks = Networks.create()
    lists()
    Tag.objects.create(name=KEYWORD)
    NetworkSettings.objects.update(member_keywords=KEYWORD)
    share(networks.alliance, [networks.hub], tags=[KEYWORD])
    share(networks.hub, [networks.apeas, networks.mesclun])
    people = {
        "marie": member(networks.alliance, "Marie", "Alliance Provence"),
        "salome": member(networks.apeas, "Salomé", "Octets Solidaires", email="salome@example.org"),
        "remi": member(networks.apeas, "Rémi", "La Camionnette Bleue", email="remi@example.org"),
        "farida": member(networks.mesclun, "Farida", "Le Grand Établi"),
    }
    offer(networks.apeas, "Octets Solidaires", "Boutique de 65 m² à partager")
    offer(networks.apeas, "La Camionnette Bleue", "Local de 70 m² avec vitrine")
    offer(networks.mesclun, "Le Grand Établi", "Deux bureaux fermés")
    return Life(networks=networks, **people)


def lists() -> None:
    """What the forms offer to choose from."""
    Method.objects.create(code="rental", label="Location", types=["product", "service", "premises"])
    Area.objects.create(
        level="commune", code="06088", name="Nice", postcodes="06000", population=340_000,
        latitude=43.7102, longitude=7.2620,
    )  # fmt: skip
    homes = Theme.add_root(code="habitat", label="Habitat", scheme="activity")
    homes.add_child(code="locaux", label="Locaux", scheme="activity")


def share(source: Site, targets: list[Site], tags: list[str] | None = None) -> None:
    """What is offered and sought goes from there to these by itself."""
    rule = SyndicationRule(
        name="Partage", network=source, mode=Mode.AUTOMATIC, kinds=["exchanges.ExchangePage"]
    )
    rule.sources, rule.targets = [source], targets
    rule.tags = list(Tag.objects.filter(name__in=tags or []))
    rule.save()


def member(site: Site, name: str, structure: str, **fields: str) -> User:
    """Somebody who speaks for a structure of that network, and publishes there without being read first."""
    person = make_member(site, name, **fields)
    Membership.objects.filter(person=person).update(trusted_at=timezone.now())
    make_page(site, OrganisationPage, structure, area=Area.objects.get())
    speak_for(person, OrganisationPage.objects.get(title=structure))
    return person


def offer(site: Site, structure: str, title: str) -> ExchangePage:
    """Rooms in Nice that the structure lets."""
    page: ExchangePage = make_page(
        site,
        ExchangePage,
        title,
        sense="offer",
        area=Area.objects.get(),
        themes=["locaux"],
        methods=["rental"],
        organisation=OrganisationPage.objects.get(title=structure),
    )
    return page
